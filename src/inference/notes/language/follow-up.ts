import { createPhraseMatcher } from './phrase-matcher.ts'
import { languageTables } from './tables/all.ts'
import type { SectionKind } from './tables/language-table.ts'

const findFollowUp = createPhraseMatcher(
  languageTables.flatMap(table => table.followUp.map(word => [word, 'followUp'] as const)),
)
const findNoFollowUp = createPhraseMatcher(
  languageTables.flatMap(table => table.noFollowUp.map(word => [word, 'noFollowUp'] as const)),
)

/** "In 4 weeks", "dalam 4 minggu", "4周后": something is to be done again then. */
const inSomeTime =
  /\b(?:in|at|after) \d+(?:-\d+)? ?(?:days?|weeks?|months?|years?)\b|\bdalam (?:masa )?\d+ (?:hari|minggu|bulan|tahun)\b|\d+ ?(?:天|周|个月|月|年)后/i

/** The sentence asks for a follow-up, by its words or its heading, and does not say that there is to be none. */
export const asksForFollowUp = (words: string, kind: SectionKind): boolean => {
  if (findNoFollowUp(words).length > 0) return false
  if (kind === 'follow-up' || findFollowUp(words).length > 0) return true
  return kind === 'plan' && inSomeTime.test(words)
}
