import type { Vector3 } from '../../dicom/instance-facts.ts'
import { assessBlob } from '../candidates/assess-blob.ts'
import { type Blob, dotStrength } from '../candidates/blob.ts'
import { scanBlobs } from '../candidates/blob-scan.ts'
import { blurVolume } from '../candidates/gaussian.ts'
import { cellCount, type Grid } from '../candidates/grid.ts'
import type { LungMap } from '../candidates/lung-map.ts'
import { type MeasuredCandidate, measureCandidate } from '../candidates/measure-candidate.ts'
import { distanceAt } from '../candidates/merge-blobs.ts'
import type { PatientFrame } from '../candidates/patient-frame.ts'
import { resampleBox, sampleAxis } from '../candidates/resample-box.ts'
import { sharedInt16 } from '../candidates/shared-array.ts'
import { distanceUnitsPerMm } from '../candidates/signed-distance.ts'
import { fillWorkingPlanes } from '../candidates/working-grid.ts'

/** A place that a model pointed at, mm in the patient frame. */
export interface PointedSpot {
  readonly pointMm: Vector3
  /** Half the thickness of what it saw, mm: how far off the place may be along the slices. */
  readonly halfDepthMm: number
}

/** What the volume itself says of a place. */
export interface SpotLook {
  /** mm outside the closed lungs, negative inside. */
  readonly outsideLungsMm: number
  /** The brightest of it, lightly blurred, less the lung around it (HU). */
  readonly contrastHu: number
}

const nearMm = 5
const aroundMm = 20
const aroundStepMm = 2
/** Share of the lung around that is darker than what is taken as its background. */
const backgroundShare = 0.3
const fewestLungCells = 20

/** Looks at a place: is there lung, and something in it that is brighter than lung? */
export const lookAtSpot = (frame: PatientFrame, lungs: LungMap, spot: PointedSpot): SpotLook => {
  const outsideLungsMm = distanceAt(lungs.distance, spot.pointMm)
  const around = lungValues(frame, lungs, cubeAround(spot.pointMm, aroundMm, aroundMm, aroundStepMm), 0)
  if (around.length < fewestLungCells) return { outsideLungsMm, contrastHu: 0 }
  const background = around.sort()[Math.floor(backgroundShare * around.length)]!
  const near = lungValues(frame, lungs, cubeAround(spot.pointMm, nearMm, nearMm + spot.halfDepthMm, 1), 1)
  const brightest = near.reduce((most, hu) => Math.max(most, hu), Number.NEGATIVE_INFINITY)
  return { outsideLungsMm, contrastHu: Math.max(0, brightest - background) }
}

const cubeAround = (centre: Vector3, reachMm: number, depthMm: number, stepMm: number): Grid => {
  const half = Math.ceil(reachMm / stepMm)
  const deep = Math.ceil(depthMm / stepMm)
  return {
    size: [2 * half + 1, 2 * half + 1, 2 * deep + 1],
    spacingMm: [stepMm, stepMm, stepMm],
    originMm: [centre[0] - half * stepMm, centre[1] - half * stepMm, centre[2] - deep * stepMm],
  }
}

/** HU of the grid's cells within the closed lungs, blurred by so many cells (0: not). */
const lungValues = (frame: PatientFrame, lungs: LungMap, grid: Grid, blurCells: number): Float32Array => {
  const sample = (field: PatientFrame['hu']): Float32Array => {
    const out = new Float32Array(cellCount(grid))
    const along = (axis: 0 | 1 | 2) =>
      sampleAxis(field, axis, {
        startMm: grid.originMm[axis],
        stepMm: grid.spacingMm[axis],
        count: grid.size[axis],
      })
    resampleBox(field, { x: along(0), y: along(1), z: along(2) }, out)
    return out
  }
  const distance = sample(lungs.distance)
  const hu = sample(frame.hu)
  const values = blurCells > 0 ? blurVolume(hu, grid.size, blurCells) : hu
  return values.filter((_, i) => distance[i]! / distanceUnitsPerMm < 0)
}

const snapMm = 6
const sigmasMm = [1.3, 1.9, 2.8, 4.2, 6.5] as const
const groundGlassSigmasMm = [2.8, 4.2, 6.5] as const
const groundGlassCeilingHu = -480
const noCeilingHu = 32767
const leastResponse = { solid: 70, 'ground-glass': 40 } as const
/** What the widest filter needs around the place. */
const marginMm = 20

/**
 * Snaps a place to the strongest blob within 6 mm and measures what stands there, by the finder's own means; undefined
 * where nothing can be segmented. The place is all that is taken from a model.
 */
export const examineSpot = (
  frame: PatientFrame,
  lungs: LungMap,
  spot: PointedSpot,
): MeasuredCandidate | undefined => {
  const scene = { hu: frame.hu, lungs }
  for (const blob of blobsNear(frame, lungs, spot)) {
    const candidate = assessBlob(scene, blob)
    const measured = candidate && measureCandidate(frame, lungs, candidate)
    if (measured) return measured
  }
  return undefined
}

/** Blobs within reach, the strongest first. */
const blobsNear = (frame: PatientFrame, lungs: LungMap, { pointMm, halfDepthMm }: PointedSpot): Blob[] => {
  const reach = snapMm + marginMm
  const grid = cubeAround(pointMm, reach, reach + halfDepthMm, 1)
  const values = sharedInt16(cellCount(grid))
  const range = { from: 0, to: grid.size[2] }
  fillWorkingPlanes({ hu: frame.hu, lungs }, { grid, values }, range)
  const scan = (channel: Blob['channel'], sigmaMm: number, ceilingHu: number): Blob[] =>
    scanBlobs(
      { source: { grid, values, ceilingHu }, channel, sigmaMm, leastResponse: leastResponse[channel] },
      range,
    )
  const blobs = [
    ...sigmasMm.flatMap(sigmaMm => scan('solid', sigmaMm, noCeilingHu)),
    ...groundGlassSigmasMm.flatMap(sigmaMm => scan('ground-glass', sigmaMm, groundGlassCeilingHu)),
  ]
  return blobs
    .filter(({ positionMm: at }) => {
      const isNear = Math.hypot(at[0] - pointMm[0], at[1] - pointMm[1]) <= snapMm
      return isNear && Math.abs(at[2] - pointMm[2]) <= snapMm + halfDepthMm
    })
    .sort((a, b) => dotStrength(b) - dotStrength(a) || a.sigmaMm - b.sigmaMm)
}
