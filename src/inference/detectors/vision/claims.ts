import type { Vector3 } from '../../../dicom/instance-facts.ts'
import type { Volume } from '../../../preprocess/volume.ts'
import { type PatientFrame, voxelToFrame } from '../../candidates/patient-frame.ts'
import type { Claim } from '../../merge-claims.ts'
import type { PointedSpot } from '../../spots/examine-spot.ts'
import type { SpotAnswer, SpotsAnswer } from './answer.ts'
import type { BatchOutcome } from './ask-batches.ts'
import { checkSpots, type Suspicion, samePlace } from './check-spots.ts'
import type { NamedPlace } from './compare-places.ts'
import type { Batch } from './picture.ts'
import type { SlicePicture } from './plan-pictures.ts'
import { picturesOf } from './reading.ts'

/** A place that passed the checks which need no pixels. */
export interface SpotClaim extends Claim, PointedSpot {
  /** Named at the same place of three or more neighbouring pictures: only the pixels can tell whether it was invented. */
  readonly isRepeated: boolean
}

/** One batch's places before the pixels are looked at. */
export interface ClaimBatch {
  readonly batch: Batch
  readonly claims: readonly SpotClaim[]
  readonly droppedCount: number
}

/** What the answers came to. */
export interface Claims {
  readonly batches: readonly ClaimBatch[]
  /** Batches that are not believed, a sentence each. */
  readonly suspicious: readonly string[]
}

/** Where the pictures' places lie. */
export interface ClaimScene {
  readonly volume: Volume
  readonly frame: PatientFrame
  readonly pictures: readonly SlicePicture[]
}

/** Places of every answered batch, those of suspicious batches left out. */
export const collectClaims = (outcomes: readonly BatchOutcome<SpotsAnswer>[], scene: ClaimScene): Claims => {
  const byLabel = new Map(scene.pictures.map(picture => [picture.label, picture]))
  const batches: ClaimBatch[] = []
  const suspicious: string[] = []
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed') continue
    const { batch, answer } = outcome
    const checked = checkSpots(
      batch.pictures.map(({ label }) => label),
      answer.findings,
    )
    if (checked.kind === 'suspicious') {
      suspicious.push(disbelief(batch, checked.suspicion))
      continue
    }
    const claims = checked.spots.map(spot => ({
      ...claimOf(byLabel.get(spot.slice)!, spot, scene),
      isRepeated: checked.repeated.has(spot),
    }))
    batches.push({ batch, claims, droppedCount: checked.droppedCount })
  }
  return { batches, suspicious }
}

/** The batches that are still believed once the pixels were seen: a repeated place must really have something in it. */
export const believeBatches = (
  { batches, suspicious }: Claims,
  standsThere: (claim: SpotClaim) => boolean,
): Claims => {
  const isInvented = ({ claims }: ClaimBatch): boolean =>
    claims.some(claim => claim.isRepeated && !standsThere(claim))
  return {
    batches: batches.filter(one => !isInvented(one)),
    suspicious: [
      ...suspicious,
      ...batches
        .filter(isInvented)
        .map(({ batch, claims }) => disbelief(batch, samePlace(claims.filter(one => one.isRepeated).length))),
    ],
  }
}

const disbelief = (batch: Batch, suspicion: Suspicion): string =>
  `The model's answer to batch ${batch.id} (${picturesOf({ batch })}) is not believed: ${suspicion}.`

/** The places that an answer names, of pictures that there are; nothing else of them is checked. */
export const namedPlaces = (
  { findings }: SpotsAnswer,
  { volume, pictures }: Pick<ClaimScene, 'volume' | 'pictures'>,
): readonly NamedPlace[] =>
  findings.flatMap(spot => {
    const picture = pictures.find(({ label }) => label === spot.slice)
    if (!picture) return []
    const diameterMm = spot.diameter_px * picture.mmPerPixel
    return [{ image: picture.index, atMm: positionOf(picture, spot, volume), diameterMm }]
  })

const positionOf = (
  picture: SlicePicture,
  { x, y }: Pick<SpotAnswer, 'x' | 'y'>,
  volume: Volume,
): Vector3 => {
  const voxel = picture.voxelAt(x, y)
  const { column, row, slice } = volume.spacingMm
  return [voxel[0] * column, voxel[1] * row, voxel[2] * slice]
}

const claimOf = (
  picture: SlicePicture,
  spot: SpotsAnswer['findings'][number],
  { volume, frame }: ClaimScene,
): Omit<SpotClaim, 'isRepeated'> => {
  const voxel = picture.voxelAt(spot.x, spot.y)
  return {
    image: picture.index,
    atMm: positionOf(picture, spot, volume),
    diameterMm: spot.diameter_px * picture.mmPerPixel,
    confidence: spot.confidence,
    pointMm: voxelToFrame(frame, voxel),
    halfDepthMm: ((picture.run.last - picture.run.first) / 2) * volume.spacingMm.slice,
  }
}
