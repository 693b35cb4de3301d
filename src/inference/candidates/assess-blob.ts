import type { Vector3 } from '../../dicom/instance-facts.ts'
import { type Blob, dotStrength } from './blob.ts'
import { scoreCandidate } from './score.ts'
import { equivalentDiameterMm, regionCentreMm, type Scene, segmentSpot } from './segment-spot.ts'
import { shapeFeatures } from './shape-features.ts'
import { lookAround } from './surroundings.ts'

/** A blob that was looked at closely. */
export interface Candidate {
  readonly blob: Blob
  /** Centre of its region, mm in the patient frame. */
  readonly centreMm: Vector3
  readonly equivalentDiameterMm: number
  readonly score: number
}

/** Segments and scores a blob; undefined where nothing nodule-like stands there. */
export const assessBlob = (scene: Scene, blob: Blob): Candidate | undefined => {
  const region = segmentSpot(scene, blob, 'score')
  if (!region) return undefined
  const shape = shapeFeatures(region)
  const diameterMm = equivalentDiameterMm(region.volumeMm3)
  const score = scoreCandidate({
    channel: blob.channel,
    dotStrength: dotStrength(blob),
    contrastHu: region.peak - region.background,
    equivalentDiameterMm: diameterMm,
    axisRatio: shape.axisRatio,
    ...lookAround(region),
    openedShare: region.cells / region.grownCells,
    touchesBorder: shape.touchesBorder,
  })
  return { blob, centreMm: regionCentreMm(region), equivalentDiameterMm: diameterMm, score }
}
