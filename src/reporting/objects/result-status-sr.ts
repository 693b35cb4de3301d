import { values } from '../codes.ts'
import type { OutputObjectBuilder, ReportInput } from '../output-object.ts'
import { type SrDocument, srObject } from '../sr/document.ts'
import { warningSentences } from '../sr/evaluated-region.ts'
import { textReport } from '../sr/text-report.ts'
import { permitted, researchSentence } from '../sr/wording.ts'

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
  statusDocument(input, {
    status: values.failed,
    seriesDescription: 'AI nodules: failed, no result, research',
    partialBecause: 'Analysis failed: not evaluated',
    sentences: [
      'The analysis failed. Nothing was evaluated.',
      `Reason: ${permitted(reason, 'see the timeline of this workitem in Hilum.')}`,
      `Code: ${code}`,
    ],
  })

const outOfScope = (input: ReportInput, reason: string): SrDocument =>
  statusDocument(input, {
    status: values.notAttempted,
    seriesDescription: 'AI nodules: out of scope, no result, research',
    partialBecause: 'Out of scope: not evaluated',
    sentences: [
      'Outside what the algorithm covers. Nothing was evaluated.',
      `Reason: ${permitted(reason, 'see the timeline of this workitem in Hilum.')}`,
    ],
  })

interface Status extends Pick<SrDocument, 'seriesDescription'> {
  readonly status: (typeof values)['failed']
  readonly partialBecause: string
  readonly sentences: readonly string[]
}

const statusDocument = (input: ReportInput, told: Status): SrDocument => ({
  kind,
  shape: 'text',
  seriesNumber: 9103,
  seriesDescription: told.seriesDescription,
  partialBecause: told.partialBecause,
  isReplacement: false,
  root: textReport(input, told.status, [
    ...told.sentences,
    ...(input.predecessor ? ['An earlier AI result of this study stands; this does not replace it.'] : []),
    ...warningSentences(input.warnings),
    researchSentence,
  ]),
})
