import type { SummaryPart } from '../../finding.ts'
import { asksForFollowUp } from '../../notes/language/follow-up.ts'
import { createPhraseMatcher } from '../../notes/language/phrase-matcher.ts'
import { languageTables } from '../../notes/language/tables/all.ts'
import type { SectionKind } from '../../notes/language/tables/language-table.ts'
import type { SectionSentence } from './find-codes.ts'

const partOfSection: Readonly<Record<SectionKind, SummaryPart>> = {
  complaint: 'chief-complaint',
  'present-history': 'present-illness',
  assessment: 'assessment',
  plan: 'plan',
  'follow-up': 'follow-up',
  examination: 'other',
  'past-history': 'other',
  'family-history': 'other',
  'social-history': 'other',
  medication: 'other',
  other: 'other',
}

const matcherOf = (kind: 'complaintVerbs' | 'assessmentWords' | 'planVerbs') =>
  createPhraseMatcher(languageTables.flatMap(table => table[kind].map(word => [word, kind] as const)))

const findComplaint = matcherOf('complaintVerbs')
const findAssessment = matcherOf('assessmentWords')
const findPlan = matcherOf('planVerbs')

/**
 * What a sentence is about: by the section that it stands in, and where no heading tells, by its own words. A plan that
 * asks for a follow-up is one.
 */
export const partOfSentence = (text: string, sentence: SectionSentence): SummaryPart => {
  const words = text.slice(sentence.start, sentence.end)
  const part = partOfSection[sentence.kind]
  if (part === 'plan' || part === 'assessment')
    return asksForFollowUp(words, sentence.kind) ? 'follow-up' : part
  if (sentence.kind !== 'other') return part
  if (findComplaint(words).length > 0) return 'chief-complaint'
  if (asksForFollowUp(words, sentence.kind)) return 'follow-up'
  if (findAssessment(words).length > 0) return 'assessment'
  return findPlan(words).length > 0 ? 'plan' : 'other'
}
