import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { Candidate } from './assess-blob.ts'
import { approximateLobe } from './lobe.ts'
import { type LungMap, sideAt } from './lung-map.ts'
import { type TypedRegion, typeRegion } from './nodule-type.ts'
import type { PatientFrame } from './patient-frame.ts'
import { pleuraDistance } from './pleura-distance.ts'
import { regionCentreMm, type Scene, segmentSpot } from './segment-spot.ts'
import { type DrawnAxis, drawOutlines, measureAxes, type SliceOutline } from './slice-outlines.ts'

/** A candidate measured on the volume's own pixels. Nothing here knows UIDs. */
export interface MeasuredCandidate {
  readonly score: number
  /** mm in the patient frame. */
  readonly centreMm: Vector3
  /** Widest first, then by slice index. */
  readonly outlines: readonly SliceOutline[]
  readonly longAxis: DrawnAxis
  readonly shortAxis: DrawnAxis
  readonly volumeMm3: number
  readonly meanHu: number
  readonly type: 'solid' | 'part-solid' | 'ground-glass'
  readonly calcified: boolean
  readonly solidCoreDiameterMm?: number
  readonly side: 'right' | 'left'
  readonly site: CodedConcept
  readonly siteConfidence: 'high' | 'low'
  /** From its nearest part to the surface of the lung, mm; 0 where it touches it. */
  readonly pleuraDistanceMm?: number
}

const calcifiedShare = 0.4

/** Measures a candidate; undefined where it cannot be segmented or drawn on any slice. */
export const measureCandidate = (
  frame: PatientFrame,
  lungs: LungMap,
  candidate: Candidate,
): MeasuredCandidate | undefined => {
  const scene: Scene = { hu: frame.hu, lungs }
  const typed = typeSpot(scene, candidate)
  if (!typed) return undefined
  const outlines = drawOutlines(frame, typed.region)
  const widest = outlines[0]
  const centreMm = regionCentreMm(typed.region)
  if (!widest || !isSeen(frame, centreMm)) return undefined
  return {
    score: candidate.score,
    outlines,
    ...measureAxes(frame, widest),
    ...describeRegion(typed),
    ...locate(lungs, centreMm),
    pleuraDistanceMm: pleuraDistance(lungs, typed.region),
  }
}

const halfContrast = 0.5
/** In 1 / mm of radius; from a blur of 0.7 mm in the plane and slices of 2.5 mm, and checked on phantoms. */
const edgeLoweredBy = 0.3
const lowestEdgeShare = 0.33

/**
 * Blur draws the half-contrast surface of a small ball inwards, by half the blur's variance times its curvature. So the
 * edge of a small solid nodule is sought lower (without it those of 4 to 8 mm came out 0.5 to 1 mm short). Ground glass
 * has no sharp edge to begin with: half contrast is right there.
 */
const typeSpot = (scene: Scene, { blob, equivalentDiameterMm }: Candidate): TypedRegion | undefined => {
  const typeAt = (edgeShare: number): TypedRegion | undefined => {
    const region = segmentSpot(scene, { ...blob, edgeShare }, 'measure')
    return region && typeRegion(scene, { channel: blob.channel, region })
  }
  if (blob.channel === 'ground-glass') return typeAt(halfContrast)
  const lowered = halfContrast - edgeLoweredBy / (equivalentDiameterMm / 2 + 1)
  const typed = typeAt(Math.max(lowestEdgeShare, lowered))
  return typed?.type === 'ground-glass' ? typeAt(halfContrast) : typed
}

/** What is brightest on the outermost slice goes on beyond it, where nothing was seen: half a voxel is as far as it counts. */
const isSeen = ({ hu: { grid } }: PatientFrame, centreMm: Vector3): boolean =>
  centreMm.every((mm, axis) => {
    const index = mm / grid.spacingMm[axis]!
    return index >= -0.5 && index <= grid.size[axis]! - 0.5
  })

const describeRegion = ({ region, shape, type, solidCoreDiameterMm }: TypedRegion) => ({
  volumeMm3: region.volumeMm3,
  meanHu: shape.meanHu,
  type,
  calcified: shape.calcifiedShare > calcifiedShare,
  ...(solidCoreDiameterMm === undefined ? {} : { solidCoreDiameterMm }),
})

const locate = (lungs: LungMap, centreMm: Vector3) => {
  const side = sideAt(lungs, centreMm)
  const { site, confidence } = approximateLobe(centreMm, side, lungs[side])
  return { centreMm, side, site, siteConfidence: confidence }
}
