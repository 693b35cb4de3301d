import type { Finding } from '../../inference/finding.ts'
import { values } from '../codes.ts'
import type { OutputObjectBuilder, ReportInput } from '../output-object.ts'
import { type SrDocument, srObject } from '../sr/document.ts'
import { isPartlyEvaluated, partialReason } from '../sr/evaluated-region.ts'
import { measurementReport } from '../sr/measurement-report.ts'
import { noCandidateText } from '../sr/outcome-text.ts'
import { textReport } from '../sr/text-report.ts'

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

const noCandidate = (input: ReportInput): SrDocument => {
  const { seriesDescription, sentences } = noCandidateText(input)
  const status = isPartlyEvaluated(input) ? values.partiallySucceeded : values.succeeded
  return {
    kind,
    shape: 'text',
    seriesNumber: 9102,
    seriesDescription,
    ...partial(input),
    isReplacement: true,
    root: textReport(input, status, sentences),
  }
}

const partial = (input: ReportInput): { partialBecause?: string } => {
  const partialBecause = partialReason(input)
  return partialBecause === undefined ? {} : { partialBecause }
}
