import type { Vector3 } from '../../dicom/instance-facts.ts'
import { patientToVoxel, type Volume } from '../../preprocess/volume.ts'
import type { Field } from './field.ts'

type Axis = 0 | 1 | 2

/** Which index of the volume (0 column, 1 row, 2 slice) runs along an axis of the patient frame, and whether backwards. */
export interface FrameAxis {
  readonly voxelAxis: Axis
  readonly isReversed: boolean
}

/**
 * A volume seen along the patient: axis 0 towards the left, 1 to the back, 2 to the head, as near as the volume's own
 * axes allow. Positions are mm from the centre of the frame's first voxel. Flipped, feet-first and reformatted volumes
 * look the same from here, so the anatomy downstream is written once.
 */
export interface PatientFrame {
  readonly hu: Field
  readonly axes: readonly [FrameAxis, FrameAxis, FrameAxis]
  /**
   * By slice of the volume, where the image that it names lies, as a slice index with fractions. Only where they differ:
   * an evenly spaced volume made of uneven slices lies between its images.
   */
  readonly imageIndices?: readonly number[]
}

const permutations: readonly (readonly [Axis, Axis, Axis])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
]

const bestPermutation = (directions: readonly [Vector3, Vector3, Vector3]): readonly [Axis, Axis, Axis] => {
  const agreement = (order: readonly [Axis, Axis, Axis]): number =>
    order.reduce<number>((sum, voxelAxis, axis) => sum + Math.abs(directions[voxelAxis][axis as Axis]), 0)
  return permutations.reduce((best, order) => (agreement(order) > agreement(best) + 1e-9 ? order : best))
}

/** The volume in the patient frame; no voxel is moved. */
export const orientVolume = (volume: Volume): PatientFrame => {
  const { slices, rows, columns } = volume.shape
  const counts: Vector3 = [columns, rows, slices]
  const strides: Vector3 = [1, columns, columns * rows]
  const spacings: Vector3 = [volume.spacingMm.column, volume.spacingMm.row, volume.spacingMm.slice]
  const directions = [volume.directions.column, volume.directions.row, volume.directions.slice] as const
  const order = bestPermutation(directions)
  const axisAt = (axis: Axis): FrameAxis => ({
    voxelAxis: order[axis],
    isReversed: directions[order[axis]][axis] < 0,
  })
  const axes = [axisAt(0), axisAt(1), axisAt(2)] as const
  const take = (from: Vector3): Vector3 => [from[order[0]], from[order[1]], from[order[2]]]
  const sign = (axis: Axis): number => (axes[axis].isReversed ? -1 : 1)
  const base = axes.reduce(
    (sum, { voxelAxis, isReversed }) => sum + (isReversed ? (counts[voxelAxis] - 1) * strides[voxelAxis] : 0),
    0,
  )
  const [sx, sy, sz] = take(strides)
  const imageIndices = imageIndicesOf(volume)
  return {
    axes,
    ...(imageIndices ? { imageIndices } : {}),
    hu: {
      values: volume.hu,
      grid: { size: take(counts), spacingMm: take(spacings), originMm: [0, 0, 0] },
      stride: [sx * sign(0), sy * sign(1), sz * sign(2)],
      base,
    },
  }
}

/** Up to here a slice counts as being at its own place: it was not resampled. */
const samePlace = 0.1

const imageIndicesOf = (volume: Volume): readonly number[] | undefined => {
  const indices = volume.slices.map(({ imagePosition }, index) => {
    const place = imagePosition ? patientToVoxel(volume, imagePosition)[2] : index
    return Math.abs(place - index) <= samePlace ? index : place
  })
  return indices.some((place, index) => place !== index) ? indices : undefined
}

/** [column, row, slice] (fractions) of a point in the patient frame (mm). */
export const frameToVoxel = (frame: PatientFrame, pointMm: Vector3): Vector3 => {
  const { size, spacingMm } = frame.hu.grid
  const voxel: [number, number, number] = [0, 0, 0]
  for (const axis of [0, 1, 2] as const) {
    const { voxelAxis, isReversed } = frame.axes[axis]
    const index = pointMm[axis] / spacingMm[axis]
    voxel[voxelAxis] = isReversed ? size[axis] - 1 - index : index
  }
  return voxel
}

/** Point in the patient frame (mm) of [column, row, slice]; the inverse of `frameToVoxel`. */
export const voxelToFrame = (frame: PatientFrame, voxel: Vector3): Vector3 => {
  const { size, spacingMm } = frame.hu.grid
  const along = (axis: Axis): number => {
    const { voxelAxis, isReversed } = frame.axes[axis]
    const index = isReversed ? size[axis] - 1 - voxel[voxelAxis] : voxel[voxelAxis]
    return index * spacingMm[axis]
  }
  return [along(0), along(1), along(2)]
}
