import type { NoteCode, SummaryPart } from '../../finding.ts'
import { asksForFollowUp } from '../../notes/language/follow-up.ts'
import { isFreeOfOrders } from '../../notes/language/orders.ts'
import { createPhraseMatcher } from '../../notes/language/phrase-matcher.ts'
import { languageTables } from '../../notes/language/tables/all.ts'
import type { SectionKind } from '../../notes/language/tables/language-table.ts'
import type { SectionSentence } from './find-codes.ts'

/** A sentence with what it is about and the conditions that it names. */
export interface CodedSentence extends SectionSentence {
  readonly part: SummaryPart
  readonly codes: readonly NoteCode[]
}

/** Statements of a summary at most. */
export const maximumStatements = 8

/** What a summary has to hold, where the note has it: one sentence of each of these comes first. */
const wantedParts: readonly SummaryPart[] = [
  'chief-complaint',
  'present-illness',
  'assessment',
  'plan',
  'follow-up',
]

const weightOfSection: Readonly<Record<SectionKind, number>> = {
  complaint: 4,
  'present-history': 3,
  assessment: 5,
  plan: 4,
  'follow-up': 4,
  examination: 2,
  'past-history': 1.5,
  'social-history': 1,
  'family-history': 0.5,
  medication: 0.5,
  other: 2,
}

const weightOfCertainty: Readonly<Record<NoteCode['certainty'], number>> = {
  affirmed: 2,
  uncertain: 1.5,
  negated: 0.3,
  'family-history': 0.5,
}

const findRelevant = createPhraseMatcher(
  languageTables.flatMap(table => table.relevant.map(word => [word, 'relevant'] as const)),
)

/**
 * The sentences that a summary is made of, in the order of the note: the best of each wanted part, then the best of
 * the rest. Ties go to the earlier one, so the choice is the same every time.
 */
export const chooseSentences = (
  text: string,
  sentences: readonly CodedSentence[],
): readonly CodedSentence[] => {
  const ranked = sentences
    .map(sentence => ({ sentence, score: scoreOf(text, sentence) }))
    .filter(({ score }) => score >= 1)
    .sort((a, b) => b.score - a.score || a.sentence.start - b.sentence.start)
    .map(({ sentence }) => sentence)
  const first = wantedParts.flatMap(part => ranked.find(sentence => sentence.part === part) ?? [])
  const chosen = [...new Set([...first, ...ranked])].slice(0, maximumStatements)
  return chosen.sort((a, b) => a.start - b.start)
}

const scoreOf = (text: string, sentence: CodedSentence): number => {
  const words = text.slice(sentence.start, sentence.end)
  if (!isFreeOfOrders(words)) return 0
  const length = lengthOf(words)
  // A single word tells something only where it names a condition, or is all that a heading has under it.
  const isEnough = sentence.codes.length > 0 || wantedParts.includes(sentence.part)
  if (length < (isEnough ? 0.5 : 2)) return 0
  const relevant = new Set(findRelevant(words).map(({ start, end }) => words.slice(start, end).toLowerCase()))
    .size
  const conditionWeight = sentence.codes.reduce((sum, code) => sum + weightOfCertainty[code.certainty], 0)
  const hasSize = /\d\s*(?:mm|cm|毫米|厘米)/i.test(words)
  return (
    weightOfSection[sentence.kind] +
    Math.min(6, conditionWeight) +
    Math.min(3, relevant * 0.8) +
    (hasSize ? 1 : 0) +
    (asksForFollowUp(words, sentence.kind) ? 1.5 : 0) -
    (length < 4 ? 1.5 : length > 60 ? 1 : 0)
  )
}

/** Words, a Chinese character counted as half of one. */
const lengthOf = (words: string): number => {
  const chinese = words.match(/\p{Script=Han}/gu)?.length ?? 0
  const latin = words.match(/[\p{Script=Latin}\d]+/gu)?.length ?? 0
  return latin + chinese / 2
}
