import { montageWidthsMm, renderMontage } from '../../../preprocess/montage.ts'
import { patientToVoxel, type Volume } from '../../../preprocess/volume.ts'
import type { Opinion } from '../../consensus.ts'
import type { DetectedFinding } from '../../detector.ts'
import { type VerdictAnswer, type VerdictsAnswer, verdictsSchema } from './answer.ts'
import { type Asking, askBatches, type BatchOutcome } from './ask-batches.ts'
import type { NamedPlace } from './compare-places.ts'
import type { VisionParams } from './params.ts'
import { type Picture, type PictureSource, planBatches } from './picture.ts'
import { failedBatches, poorBatches, type Reading, toldBy } from './reading.ts'

/**
 * Shows the best candidates, a montage each, and asks yes or no: no coordinate comes from the model, so none can be
 * invented. @param candidates best first
 */
export const readCandidates = async (
  asking: Asking,
  volume: Volume,
  candidates: readonly DetectedFinding[],
  params: VisionParams,
): Promise<Reading> => {
  const shown = candidates.slice(0, params.maxCandidates)
  const pictures = shown.map((candidate, index) => pictureOf(volume, candidate, index))
  const outcomes = await askBatches<VerdictsAnswer>(
    asking,
    {
      schemaOf: ({ id, pictures: asked }) =>
        verdictsSchema(
          id,
          asked.map(({ label }) => label),
        ),
      placesOf: answer => placesOf(answer, shown),
    },
    planBatches(pictures, params.batchSize, 0),
  )
  const verdicts = verdictsByLabel(outcomes)
  return {
    opinions: shown.map((_, index) => opinionOf(verdicts.get(labelOf(index)))),
    own: [],
    ...toldBy(outcomes),
    warnings: poorBatches(outcomes),
    notEvaluated: failedBatches(outcomes),
  }
}

/** The candidates that were called nodules. A place of the first reader: the model told neither it nor a size. */
const placesOf = ({ candidates }: VerdictsAnswer, shown: readonly DetectedFinding[]): readonly NamedPlace[] =>
  shown.flatMap(({ centerMm }, index) => {
    const verdict = candidates[labelOf(index)]
    // Each candidate is a nodule of its own, however near another: pictures far apart keep them so.
    return verdict && isYes(verdict) ? [{ image: index * 10, atMm: centerMm }] : []
  })

const labelOf = (index: number): string => `C${String(index + 1).padStart(2, '0')}`

const pictureOf = (volume: Volume, { centerMm }: DetectedFinding, index: number): Picture => ({
  label: labelOf(index),
  geometry: {},
  source: montageSource(volume, centerMm),
  render: () => renderMontage(volume, centerMm, labelOf(index)),
})

/** The slices and the part of them that the widest views of a montage show. */
const montageSource = (volume: Volume, centerMm: DetectedFinding['centerMm']): PictureSource => {
  const centre = patientToVoxel(volume, centerMm)
  const { shape, spacingMm } = volume
  const around = (middle: number, mm: number, count: number) => {
    const half = montageWidthsMm[0] / 2 / mm + 1
    const first = Math.max(0, Math.floor(middle - half))
    return { first, last: Math.min(count - 1, Math.ceil(middle + half)) }
  }
  const columns = around(centre[0], spacingMm.column, shape.columns)
  const rows = around(centre[1], spacingMm.row, shape.rows)
  const slices = around(centre[2], spacingMm.slice, shape.slices)
  return {
    digests: volume.slices.slice(slices.first, slices.last + 1).map(slice => slice.digest),
    box: {
      column: columns.first,
      row: rows.first,
      columns: columns.last - columns.first + 1,
      rows: rows.last - rows.first + 1,
    },
  }
}

const isYes = ({ is_nodule: isNodule, kind, confidence }: VerdictAnswer): boolean =>
  isNodule && kind !== 'not_nodule' && confidence >= 0 && confidence <= 1

const verdictsByLabel = (
  outcomes: readonly BatchOutcome<VerdictsAnswer>[],
): ReadonlyMap<string, VerdictAnswer> =>
  new Map(outcomes.flatMap(one => (one.kind === 'answered' ? Object.entries(one.answer.candidates) : [])))

const opinionOf = (verdict: VerdictAnswer | undefined): Opinion => {
  if (!verdict) return { verdict: 'not-asked', confidence: 0 }
  return isYes(verdict)
    ? { verdict: 'found', confidence: verdict.confidence }
    : { verdict: 'not-found', confidence: 0 }
}
