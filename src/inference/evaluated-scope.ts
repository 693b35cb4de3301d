import type { Vector3 } from '../dicom/instance-facts.ts'
import { patientToVoxel, type Volume, voxelToPatient } from '../preprocess/volume.ts'

const fewestSlices = 8
const thickestMm = 10

/** Why a volume cannot be evaluated at all, told before any work; undefined if it can. */
export const scopeRefusal = (volume: Volume): string | undefined => {
  if (volume.shape.slices < fewestSlices) return `fewer than ${fewestSlices} slices`
  if (volume.spacingMm.slice > thickestMm) return `slices more than ${thickestMm} mm apart`
  return undefined
}

/** Lowest and highest z (LPS mm) of the slices' centres. */
export const evaluatedRange = (volume: Volume): { readonly fromZMm: number; readonly toZMm: number } => {
  const { slices, rows, columns } = volume.shape
  const corners = [0, slices - 1].flatMap(k =>
    [0, rows - 1].flatMap(j => [0, columns - 1].map(i => voxelToPatient(volume, [i, j, k])[2])),
  )
  return { fromZMm: Math.min(...corners), toZMm: Math.max(...corners) }
}

/** A point (LPS mm) lies where slices were missing: what is there was made up by interpolation. */
export const isInGap = (volume: Volume, pointMm: Vector3): boolean => {
  const slice = patientToVoxel(volume, pointMm)[2]
  const { slice: spacingMm } = volume.spacingMm
  return volume.gaps.some(
    ({ afterSlice, missingMm }) => slice > afterSlice && slice < afterSlice + 1 + missingMm / spacingMm,
  )
}
