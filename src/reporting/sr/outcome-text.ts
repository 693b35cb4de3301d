import type { ReportInput } from '../output-object.ts'
import { algorithmParametersText } from './algorithm.ts'
import { evaluatedSentences, incompleteSentences, warningSentences } from './evaluated-region.ts'
import { exclusionSentence, permitted, researchSentence } from './wording.ts'

/** What is said where there is nothing to draw. */
export interface OutcomeText {
  readonly seriesDescription: string
  /** In order, each to be read on its own. */
  readonly sentences: readonly string[]
}

/** Of a study in which nothing reached the operating point. */
export const noCandidateText = (input: ReportInput): OutcomeText => ({
  seriesDescription: noCandidateDescription(input),
  sentences: [
    ...operatingPointSentences(input),
    ...evaluatedSentences(input),
    ...incompleteSentences(input),
    exclusionSentence,
    ...replacedSentences(input),
    ...warningSentences(input.warnings),
    researchSentence,
  ],
})

/** Of a study whose analysis failed. @param code of the error catalogue */
export const failedText = (input: ReportInput, code: string, reason: string): OutcomeText =>
  statusText(input, 'AI nodules: failed, no result, research', [
    'The analysis failed. Nothing was evaluated.',
    `Reason: ${permitted(reason, 'see the timeline of this workitem in Hilum.')}`,
    `Code: ${code}`,
  ])

/** Of a study that the algorithm does not cover. */
export const outOfScopeText = (input: ReportInput, reason: string): OutcomeText =>
  statusText(input, 'AI nodules: out of scope, no result, research', [
    'Outside what the algorithm covers. Nothing was evaluated.',
    `Reason: ${permitted(reason, 'see the timeline of this workitem in Hilum.')}`,
  ])

/** The text of an outcome; undefined where there is something to draw, or a note's summary. */
export const outcomeText = (input: ReportInput): OutcomeText | undefined => {
  const { outcome } = input
  switch (outcome.kind) {
    case 'findings':
      return outcome.findings.length === 0 ? noCandidateText(input) : undefined
    case 'no-candidate':
      return noCandidateText(input)
    case 'failed':
      return failedText(input, outcome.code, outcome.reason)
    case 'out-of-scope':
      return outOfScopeText(input, outcome.reason)
    case 'note-summary':
      return undefined
  }
}

const statusText = (
  input: ReportInput,
  seriesDescription: string,
  sentences: readonly string[],
): OutcomeText => ({
  seriesDescription,
  sentences: [
    ...sentences,
    ...(input.predecessor ? ['An earlier AI result of this study stands; this does not replace it.'] : []),
    ...warningSentences(input.warnings),
    researchSentence,
  ],
})

const noCandidateDescription = ({ predecessor }: ReportInput): string =>
  predecessor?.wasPositive
    ? `AI no candidate, replaces AI nodules im ${predecessor.instanceNumber}, UNVERIFIED`
    : 'AI no candidate, UNVERIFIED, research'

const operatingPointSentences = ({ algorithm }: ReportInput): readonly string[] => {
  const point = algorithmParametersText(algorithm)
  return ['No candidate above the operating point.', ...(point ? [`Operating point: ${point}.`] : [])]
}

const replacedSentences = ({ predecessor }: ReportInput): readonly string[] =>
  predecessor?.wasPositive
    ? [`Replaces the earlier AI nodules, instance ${predecessor.instanceNumber} of that series.`]
    : []
