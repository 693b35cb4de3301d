import { values } from '../codes.ts'
import type { OutputObjectBuilder, ReportInput } from '../output-object.ts'
import { type SrDocument, srObject } from '../sr/document.ts'
import { failedText, type OutcomeText, outOfScopeText } from '../sr/outcome-text.ts'
import { textReport } from '../sr/text-report.ts'

const kind = 'result-status-sr'

/** That a study which a rule claimed has no result, and why: it failed, or the algorithm does not cover it. */
export const resultStatusSr: OutputObjectBuilder = {
  kind,
  build: async input => {
    const { outcome } = input
    if (outcome.kind === 'failed') return [srObject(input, failed(input, outcome.code, outcome.reason))]
    if (outcome.kind === 'out-of-scope') return [srObject(input, outOfScope(input, outcome.reason))]
    return []
  },
}

const failed = (input: ReportInput, code: string, reason: string): SrDocument =>
  statusDocument(input, failedText(input, code, reason), {
    status: values.failed,
    partialBecause: 'Analysis failed: not evaluated',
  })

const outOfScope = (input: ReportInput, reason: string): SrDocument =>
  statusDocument(input, outOfScopeText(input, reason), {
    status: values.notAttempted,
    partialBecause: 'Out of scope: not evaluated',
  })

interface Status {
  readonly status: (typeof values)['failed']
  readonly partialBecause: string
}

const statusDocument = (
  input: ReportInput,
  { seriesDescription, sentences }: OutcomeText,
  { status, partialBecause }: Status,
): SrDocument => ({
  kind,
  shape: 'text',
  seriesNumber: 9103,
  seriesDescription,
  partialBecause,
  isReplacement: false,
  root: textReport(input, status, sentences),
})
