import { hilumManufacturer } from '../../../dicom/identity.ts'
import type { AlgorithmIdentity, NoteSummary } from '../../finding.ts'
import type { Summarizer } from '../../summarizer.ts'
import { chooseSentences, maximumStatements } from './choose-sentences.ts'
import { conditionsRelease } from './conditions.ts'
import { findCodes, firstMentions } from './find-codes.ts'
import { detectLanguage } from './language.ts'
import { splitSections } from './sections.ts'
import { splitSentences } from './sentences.ts'

const id = 'extractive'
const version = '1.0.0'

const algorithm: AlgorithmIdentity = {
  name: 'Hilum extractive summarizer',
  version,
  manufacturer: hilumManufacturer,
  parameters: `at most ${maximumStatements} sentences, word for word; ${conditionsRelease}`,
}

/**
 * A note's summary without any network: its most telling sentences word for word, and the conditions that it names. It
 * never writes a sentence of its own, so it cannot translate: the summary is in the note's language, whatever
 * `targetLanguage` asks, and says so. Codes are the same in every language. Pure.
 */
export const summarizeNote = (text: string, told?: NoteSummary['language']): NoteSummary => {
  const language = told ?? detectLanguage(text)
  const sentences = splitSections(text).flatMap(section =>
    splitSentences(text, section, language).map(span => ({ ...span, kind: section.kind })),
  )
  const coded = sentences.map(sentence => ({ ...sentence, codes: findCodes(text, sentence) }))
  return {
    language,
    statements: chooseSentences(text, coded).map(({ start, end }) => ({
      text: text.slice(start, end),
      span: { start, end },
    })),
    codes: firstMentions(coded.flatMap(sentence => sentence.codes)),
    algorithm,
  }
}

/** The built-in summarizer. */
export const extractiveSummarizer: Summarizer = {
  id,
  version,
  summarize: async (note, run) => {
    run.signal.throwIfAborted()
    return summarizeNote(note.text, note.language)
  },
}
