import type { Vector3 } from '../dicom/instance-facts.ts'

/**
 * The room's door: one CT stack in HU and patient coordinates.
 * `hu` is row-major [slice, row, column]; slices ascend along `directions.slice`. Voxel (column i, row j, slice k) has
 * its centre at origin + i*spacing.column*directions.column + j*spacing.row*directions.row + k*spacing.slice*directions.slice.
 */
export interface Volume {
  /** Over a SharedArrayBuffer, so that worker threads see it without a copy. */
  readonly hu: Int16Array
  readonly shape: { readonly slices: number; readonly rows: number; readonly columns: number }
  /** Of the images themselves, where the volume's plane is wider: slices of a tilted gantry, put straight. */
  readonly imageSize?: { readonly rows: number; readonly columns: number }
  /** mm between neighbours along each index. */
  readonly spacingMm: { readonly slice: number; readonly row: number; readonly column: number }
  /** LPS mm of voxel (0, 0, 0). */
  readonly origin: Vector3
  /** Unit vectors in LPS. `column`: of increasing column index (the first three of Image Orientation). */
  readonly directions: { readonly column: Vector3; readonly row: Vector3; readonly slice: Vector3 }
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly frameOfReferenceUid?: string
  /** One a slice, in slice order; an interpolated slice names the nearest real one. */
  readonly slices: readonly VolumeSlice[]
  /**
   * Gaps over 5 mm between real slices, not to be evaluated: the `filledSlices` slices after `afterSlice` are
   * interpolated, only so that positions stay true.
   */
  readonly gaps: readonly {
    readonly afterSlice: number
    readonly missingMm: number
    readonly filledSlices?: number
  }[]
  /** What was done or found, for people: duplicates dropped, tilt, mixed frames of reference, thick slices. */
  readonly warnings: readonly string[]
}

/** Where a slice came from. */
export interface VolumeSlice {
  readonly sopInstanceUid: string
  readonly sopClassUid: string
  /** From 1, only for multi-frame objects. */
  readonly frameNumber?: number
  readonly instanceNumber?: number
  /**
   * LPS mm of the centre of the image's own first pixel. On a tilted gantry's volume, and on one resampled from uneven
   * slices, it is not where the volume's slice has its first voxel.
   */
  readonly imagePosition?: Vector3
  readonly digest: string
}

/** LPS mm of a voxel index given as [column, row, slice] (fractions allowed). */
export const voxelToPatient = (volume: Volume, [i, j, k]: Vector3): Vector3 => {
  const { origin: o, directions: d, spacingMm: s } = volume
  const at = (axis: 0 | 1 | 2): number =>
    o[axis] + i * s.column * d.column[axis] + j * s.row * d.row[axis] + k * s.slice * d.slice[axis]
  return [at(0), at(1), at(2)]
}

/** [column, row, slice] (fractions) of a point in LPS mm. The directions are orthonormal, so the inverse is a transpose. */
export const patientToVoxel = (volume: Volume, point: Vector3): Vector3 => {
  const { origin: o, directions: d, spacingMm: s } = volume
  const delta: Vector3 = [point[0] - o[0], point[1] - o[1], point[2] - o[2]]
  const along = (direction: Vector3): number =>
    delta[0] * direction[0] + delta[1] * direction[1] + delta[2] * direction[2]
  return [along(d.column) / s.column, along(d.row) / s.row, along(d.slice) / s.slice]
}
