import { numberOf, textOf } from '../../dicom/dataset.ts'
import type { ReportInput } from '../output-object.ts'
import { decimalString } from './decimal-string.ts'
import { permitted } from './wording.ts'

/** Series Number of the evaluated series, if the header at hand is of that series and tells it. */
export const evaluatedSeriesNumber = (input: ReportInput): number | undefined => {
  const isOfSeries = textOf(input.studyHeader, '0020000E') === input.volume?.seriesInstanceUid
  return isOfSeries && input.volume ? numberOf(input.studyHeader, '00200011') : undefined
}

const gapsOf = (input: ReportInput) => input.volume?.gaps ?? []

/** True if something was not evaluated, since slices or instances were missing or a reader failed in part. */
export const isPartlyEvaluated = (input: ReportInput): boolean =>
  gapsOf(input).length > 0 || input.incompleteStudy !== undefined || (input.notEvaluated ?? []).length > 0

/** Why the result is partial, for Completion Flag Description (LO, 64 characters); undefined if it is complete. */
export const partialReason = (input: ReportInput): string | undefined => {
  if (gapsOf(input).length > 0) return 'Gaps between slices were not evaluated'
  if (input.incompleteStudy !== undefined) return 'The study was not known to be all here'
  return isPartlyEvaluated(input) ? 'A reader could not look at everything' : undefined
}

/** "Evaluated: series 4, z -320 to -12.5 mm." with what is known of it; nothing where neither is. */
export const evaluatedSentences = (input: ReportInput): readonly string[] => {
  const seriesNumber = evaluatedSeriesNumber(input)
  const range = input.evaluatedZMm
  const parts = [
    seriesNumber === undefined ? undefined : `series ${seriesNumber}`,
    range && `z ${decimalString(range.from, 1)} to ${decimalString(range.to, 1)} mm`,
  ].filter(part => part !== undefined)
  return parts.length === 0 ? [] : [`Evaluated: ${parts.join(', ')}.`]
}

/** What was not evaluated, because slices or instances are missing or a reader failed in part. */
export const incompleteSentences = (input: ReportInput): readonly string[] => [
  ...gapSentences(input),
  ...(input.incompleteStudy === undefined ? [] : [`PARTIAL: ${input.incompleteStudy}`]),
  ...(input.notEvaluated ?? []).map(
    sentence => `PARTIAL: ${permitted(sentence, 'see the timeline of this workitem in Hilum.')}`,
  ),
]

const gapSentences = (input: ReportInput): readonly string[] => {
  const gaps = gapsOf(input)
  if (gaps.length === 0) return []
  const total = gaps.reduce((sum, gap) => sum + gap.missingMm, 0)
  const count = gaps.length === 1 ? 'one gap' : `${gaps.length} gaps`
  return [`PARTIAL: ${count} between slices not evaluated, ${decimalString(total, 1)} mm in all.`]
}

/** Each warning as a sentence. One whose words a result must not use is only mentioned: the timeline has it. */
export const warningSentences = (warnings: readonly string[]): readonly string[] =>
  warnings.map(warning => `Warning: ${permitted(warning, 'see the timeline of this workitem in Hilum.')}`)
