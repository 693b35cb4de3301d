import { patientToVoxel, type Volume } from '../../../preprocess/volume.ts'
import { orientVolume } from '../../candidates/patient-frame.ts'
import type { Opinion } from '../../consensus.ts'
import type { DetectedFinding } from '../../detector.ts'
import { type SpotReader, startSpotReader } from '../../spots/spot-reader.ts'
import { type SpotsAnswer, spotsSchema } from './answer.ts'
import { type Asking, askBatches } from './ask-batches.ts'
import { believeBatches, type Claims, collectClaims, namedPlaces, type SpotClaim } from './claims.ts'
import { areSame, judgeLook, type LookVerdict, measureClaims } from './measure-claims.ts'
import type { VisionParams } from './params.ts'
import { planBatches } from './picture.ts'
import { planPictures, type SlicePicture } from './plan-pictures.ts'
import { failedBatches, poorBatches, type Reading, toldBy } from './reading.ts'

/** Slices that two batches share, so that a nodule on the border is seen whole. Slabs overlap as they are. */
const sharedSlices = 2

/**
 * Shows all of the lungs as slices or slabs and asks where nodules are. A place that passes every check is snapped to
 * what stands there and measured by us. @param candidates of the first reader, which places are matched with
 */
export const readPictures = async (
  asking: Asking,
  volume: Volume,
  candidates: readonly DetectedFinding[],
  params: VisionParams,
): Promise<Reading> => {
  const frame = orientVolume(volume)
  const reader = startSpotReader(frame, asking.signal)
  try {
    const pictures = planPictures(volume, frame, await reader.lungs(), params)
    const isSlices = params.mode === 'slices'
    const outcomes = await askBatches<SpotsAnswer>(
      asking,
      {
        schemaOf: ({ id }) => spotsSchema(id),
        placesOf: answer => namedPlaces(answer, { volume, pictures }),
      },
      planBatches(pictures, params.batchSize, isSlices ? Math.min(sharedSlices, params.batchSize - 1) : 0),
    )
    const scene = { volume, frame, pictures }
    const told = collectClaims(outcomes, scene)
    const verdicts = await lookAtAll(reader, told)
    const believed = believeBatches(told, claim => verdicts.get(claim) === 'there')
    const claims = believed.batches.flatMap(one => one.claims)
    const there = claims.filter(claim => verdicts.get(claim) === 'there')
    const sliceMm = isSlices ? volume.spacingMm.slice : undefined
    const measured = await measureClaims(reader, there, scene, sliceMm)
    const readLabels = new Set(believed.batches.flatMap(one => one.batch.pictures.map(({ label }) => label)))
    return {
      ...matchFindings(candidates, measured.findings, {
        operatingPoint: params.operatingPoint,
        isRead: finding => isRead(volume, pictures, readLabels, finding),
      }),
      ...toldBy(outcomes),
      warnings: [...poorBatches(outcomes), ...dropWarnings(believed, verdicts, measured.notSegmented)],
      notEvaluated: [...failedBatches(outcomes), ...believed.suspicious],
    }
  } finally {
    await reader.stop()
  }
}

/** Some believed batch showed the slice of the finding's centre. */
const isRead = (
  volume: Volume,
  pictures: readonly SlicePicture[],
  readLabels: ReadonlySet<string>,
  { centerMm }: DetectedFinding,
): boolean => {
  const slice = Math.round(patientToVoxel(volume, centerMm)[2])
  return pictures.some(({ run, label }) => run.first <= slice && slice <= run.last && readLabels.has(label))
}

/** What the second reader says of each candidate of the first, and what only it found. */
const matchFindings = (
  candidates: readonly DetectedFinding[],
  findings: readonly DetectedFinding[],
  terms: { readonly operatingPoint: number; isRead(candidate: DetectedFinding): boolean },
): Pick<Reading, 'opinions' | 'own'> => {
  const matched = new Set<DetectedFinding>()
  const opinions = candidates.map((candidate): Opinion => {
    const same = findings.find(finding => !matched.has(finding) && areSame(finding, candidate))
    if (!same) return { verdict: terms.isRead(candidate) ? 'not-found' : 'not-asked', confidence: 0 }
    matched.add(same)
    const verdict = same.confidence >= terms.operatingPoint ? 'found' : 'not-found'
    return { verdict, confidence: same.confidence }
  })
  return { opinions, own: findings.filter(finding => !matched.has(finding)) }
}

const lookAtAll = async (
  reader: SpotReader,
  { batches }: Claims,
): Promise<ReadonlyMap<SpotClaim, LookVerdict>> => {
  const claims = batches.flatMap(one => one.claims)
  const looks = await reader.look(claims)
  return new Map(claims.map((claim, index) => [claim, judgeLook(looks[index]!)]))
}

const dropWarnings = (
  { batches }: Claims,
  verdicts: ReadonlyMap<SpotClaim, LookVerdict>,
  notSegmented: number,
): string[] => {
  const claims = batches.flatMap(one => one.claims)
  const counted = (verdict: LookVerdict): number =>
    claims.filter(claim => verdicts.get(claim) === verdict).length
  const dropped = batches.reduce((sum, { droppedCount }) => sum + droppedCount, 0)
  const reasons = [
    [dropped, 'of no picture or out of range'],
    [counted('outside'), 'outside the lungs'],
    [counted('flat'), 'without contrast'],
    [notSegmented, 'where nothing could be segmented'],
  ] as const
  const words = reasons.filter(([count]) => count > 0).map(([count, why]) => `${count} ${why}`)
  return words.length === 0 ? [] : [`Places that the model named were dropped: ${words.join(', ')}.`]
}
