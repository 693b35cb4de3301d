import { z } from 'zod'
import { hilumManufacturer } from '../../../dicom/identity.ts'
import type { AlgorithmIdentity, NoteLanguage, NoteSummary } from '../../finding.ts'
import { detectLanguage } from '../../notes/language/detect-language.ts'
import { asksForFollowUp } from '../../notes/language/follow-up.ts'
import { splitSections } from '../../notes/language/sections.ts'
import { splitSentences } from '../../notes/language/sentences.ts'
import type { Summarizer } from '../../summarizer.ts'
import { conditionsRelease } from '../../terminology/chest-conditions.ts'
import { chooseSentences, maximumStatements } from './choose-sentences.ts'
import { findCodes, firstMentions } from './find-codes.ts'
import { partOfSentence } from './part-of-sentence.ts'

const id = 'extractive'
const version = '1.1.0'

const algorithm: AlgorithmIdentity = {
  name: 'Hilum extractive summarizer',
  version,
  manufacturer: hilumManufacturer,
  parameters: `at most ${maximumStatements} sentences, word for word; ${conditionsRelease}`,
}

/**
 * A note's summary without any network: its most telling sentences word for word, and the conditions that it names. It
 * never writes a sentence of its own, so it cannot translate: the statements are in the note's language, whatever
 * `targetLanguage` asks, and a remark says so. Codes are the same in every language. Pure.
 */
export const summarizeNote = (
  text: string,
  told?: NoteLanguage,
  targetLanguage?: NoteLanguage,
): NoteSummary => {
  const language = told ?? detectLanguage(text)
  const sentences = splitSections(text).flatMap(section =>
    splitSentences(text, section, language).map(span => ({ ...span, kind: section.kind })),
  )
  const coded = sentences.map(sentence => ({
    ...sentence,
    part: partOfSentence(text, sentence),
    codes: findCodes(text, sentence),
  }))
  const asks = coded.some(
    ({ start, end, part, kind }) => part === 'follow-up' && asksForFollowUp(text.slice(start, end), kind),
  )
  return {
    language,
    statements: chooseSentences(text, coded).map(({ start, end, part }) => ({
      text: text.slice(start, end),
      span: { start, end },
      part,
    })),
    codes: firstMentions(coded.flatMap(sentence => sentence.codes)),
    algorithm,
    followUp: asks ? 'required' : 'not-stated',
    ...(targetLanguage === undefined ? {} : { targetLanguage }),
    remarks: remarksOf(language, targetLanguage),
  }
}

const names = { en: 'English', zh: 'Chinese', ms: 'Malay' } as const

const remarksOf = (language: NoteLanguage, target: NoteLanguage | undefined): readonly string[] => [
  'extractive: statements are sentences of the note, word for word',
  ...(target === undefined || target === language
    ? []
    : [`statements stay in the note's ${names[language]}: the built-in summarizer does not translate`]),
]

/** The built-in summarizer. */
export const extractiveSummarizer: Summarizer<Record<string, never>> = {
  id,
  version,
  params: z.strictObject({}),
  summarize: async (note, _, run) => {
    run.signal.throwIfAborted()
    return summarizeNote(note.text, note.language, note.targetLanguage)
  },
}
