import { values } from '../codes.ts'
import type { OutputObjectBuilder } from '../output-object.ts'
import { decimalString } from '../sr/decimal-string.ts'
import { srObject } from '../sr/document.ts'
import {
  evaluatedSentences,
  evaluatedSeriesNumber,
  incompleteSentences,
  isPartlyEvaluated,
  partialReason,
  warningSentences,
} from '../sr/evaluated-region.ts'
import { noduleLine } from '../sr/finding-words.ts'
import { textReport } from '../sr/text-report.ts'
import { researchSentence } from '../sr/wording.ts'

const kind = 'nodule-text-sr'

/** Nodules as an SR of text, a line each: for viewers that show SR but draw none. Makes nothing where there is no finding. */
export const noduleTextSr: OutputObjectBuilder = {
  kind,
  build: async input => {
    const { outcome, images } = input
    if (outcome.kind !== 'findings' || outcome.findings.length === 0) return []
    const seriesNumber = evaluatedSeriesNumber(input)
    const status = isPartlyEvaluated(input) ? values.partiallySucceeded : values.succeeded
    const partialBecause = partialReason(input)
    const root = textReport(input, status, [
      ...outcome.findings.map(
        finding =>
          `${noduleLine(finding, images, seriesNumber)}, score ${decimalString(finding.confidence * 100, 1)} %.`,
      ),
      ...evaluatedSentences(input),
      ...incompleteSentences(input),
      ...warningSentences(input.warnings),
      researchSentence,
    ])
    return [
      srObject(input, {
        kind,
        shape: 'text',
        seriesNumber: 9111,
        seriesDescription: 'AI nodules as text, UNVERIFIED, research',
        ...(partialBecause === undefined ? {} : { partialBecause }),
        isReplacement: true,
        root,
      }),
    ]
  },
}
