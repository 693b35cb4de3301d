import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { Grid } from './grid.ts'

/**
 * Int16 samples on a grid, addressed by strides: cell (i, j, k) is values[base + i*stride[0] + j*stride[1] + k*stride[2]].
 * Strides may be negative, so that a volume of any orientation is seen in the patient frame without a copy. All fields
 * are Int16 (HU, or distances in 1/100 mm): the interpolation loop then sees one array type and stays fast.
 */
export interface Field {
  readonly values: Int16Array
  readonly grid: Grid
  readonly stride: Vector3
  readonly base: number
}

/** A field over densely packed values. */
export const packedField = (values: Int16Array, grid: Grid): Field => ({
  values,
  grid,
  stride: [1, grid.size[0], grid.size[0] * grid.size[1]],
  base: 0,
})
