import type { Vector3 } from '../../../dicom/instance-facts.ts'
import type { Volume } from '../../../preprocess/volume.ts'
import { type PatientFrame, voxelToFrame } from '../../candidates/patient-frame.ts'
import type { Claim } from '../../merge-claims.ts'
import type { SpotsAnswer } from './answer.ts'
import type { BatchOutcome } from './ask-batches.ts'
import { checkSpots } from './check-spots.ts'
import type { PointedSpot } from './examine-spot.ts'
import type { SlicePicture } from './plan-pictures.ts'
import { picturesOf } from './reading.ts'

/** A place that passed the checks which need no pixels. */
export interface SpotClaim extends Claim, PointedSpot {}

/** What the answers came to before the pixels are looked at. */
export interface Claims {
  readonly claims: readonly SpotClaim[]
  /** Labels of pictures that some believed batch was asked of. */
  readonly readLabels: ReadonlySet<string>
  readonly droppedCount: number
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
  const claims: SpotClaim[] = []
  const readLabels = new Set<string>()
  const suspicious: string[] = []
  let droppedCount = 0
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed') continue
    const labels = outcome.batch.pictures.map(({ label }) => label)
    const checked = checkSpots(labels, outcome.answer.findings)
    if (checked.kind === 'suspicious') {
      const { id } = outcome.batch
      suspicious.push(
        `The model's answer to batch ${id} (${picturesOf(outcome)}) is not believed: ${checked.suspicion}.`,
      )
      continue
    }
    for (const label of labels) readLabels.add(label)
    droppedCount += checked.droppedCount
    for (const spot of checked.spots) claims.push(claimOf(byLabel.get(spot.slice)!, spot, scene))
  }
  return { claims, readLabels, droppedCount, suspicious }
}

const claimOf = (
  picture: SlicePicture,
  spot: SpotsAnswer['findings'][number],
  { volume, frame }: ClaimScene,
): SpotClaim => {
  const voxel = picture.voxelAt(spot.x, spot.y)
  const { column, row, slice } = volume.spacingMm
  const atMm: Vector3 = [voxel[0] * column, voxel[1] * row, voxel[2] * slice]
  return {
    image: picture.index,
    atMm,
    diameterMm: spot.diameter_px * picture.mmPerPixel,
    confidence: spot.confidence,
    pointMm: voxelToFrame(frame, voxel),
    halfDepthMm: ((picture.run.last - picture.run.first) / 2) * slice,
  }
}
