import type { Finding } from '../../inference/finding.ts'
import { values } from '../codes.ts'
import type { OutputObjectBuilder, ReportInput } from '../output-object.ts'
import { type SrDocument, srObject } from '../sr/document.ts'
import {
  evaluatedSentences,
  incompleteSentences,
  isPartlyEvaluated,
  partialReason,
  warningSentences,
} from '../sr/evaluated-region.ts'
import { measurementReport } from '../sr/measurement-report.ts'
import { textReport } from '../sr/text-report.ts'
import { exclusionSentence, permitted, researchSentence } from '../sr/wording.ts'

const kind = 'nodule-sr'

/** Nodules as an SR that viewers draw (PS3.16 TID 1500); where there is no candidate, an SR of text that says so. */
export const noduleSr: OutputObjectBuilder = {
  kind,
  build: async input => {
    const { outcome } = input
    if (outcome.kind !== 'findings' && outcome.kind !== 'no-candidate') return []
    const findings = outcome.kind === 'findings' ? outcome.findings : []
    return [srObject(input, findings.length > 0 ? positive(input, findings) : noCandidate(input))]
  },
}

const positive = (input: ReportInput, findings: readonly Finding[]): SrDocument => ({
  kind,
  shape: 'positive',
  seriesNumber: 9101,
  seriesDescription: 'AI nodules, UNVERIFIED, research',
  ...partial(input),
  isReplacement: true,
  root: measurementReport(input, findings),
})

const noCandidate = (input: ReportInput): SrDocument => ({
  kind,
  shape: 'text',
  seriesNumber: 9102,
  seriesDescription: noCandidateDescription(input),
  ...partial(input),
  isReplacement: true,
  root: textReport(input, isPartlyEvaluated(input) ? values.partiallySucceeded : values.succeeded, [
    ...operatingPointSentences(input),
    ...evaluatedSentences(input),
    ...incompleteSentences(input),
    exclusionSentence,
    ...replacedSentences(input),
    ...warningSentences(input.warnings),
    researchSentence,
  ]),
})

const partial = (input: ReportInput): { partialBecause?: string } => {
  const partialBecause = partialReason(input)
  return partialBecause === undefined ? {} : { partialBecause }
}

const noCandidateDescription = ({ predecessor }: ReportInput): string =>
  predecessor?.wasPositive
    ? `AI no candidate, replaces AI nodules im ${predecessor.instanceNumber}, UNVERIFIED`
    : 'AI no candidate, UNVERIFIED, research'

const operatingPointSentences = ({ algorithm }: ReportInput): readonly string[] => {
  const point = permitted(algorithm.parameters.trim(), '')
  return ['No candidate above the operating point.', ...(point ? [`Operating point: ${point}.`] : [])]
}

const replacedSentences = ({ predecessor }: ReportInput): readonly string[] =>
  predecessor?.wasPositive
    ? [`Replaces the earlier AI nodules, instance ${predecessor.instanceNumber} of that series.`]
    : []
