import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { Field } from './field.ts'
import type { Grid } from './grid.ts'

/** Mean HU of blocks of voxels. */
export interface CoarseImage {
  readonly grid: Grid
  readonly hu: Int16Array
}

/** How many voxels along each axis make a block of about `targetMm`. */
export const blockSize = (spacingMm: Vector3, targetMm: number): Vector3 => {
  const along = (spacing: number): number => Math.max(1, Math.round(targetMm / spacing))
  return [along(spacingMm[0]), along(spacingMm[1]), along(spacingMm[2])]
}

/** Averages whole blocks; voxels left over at the far ends of axes 0 and 1 are dropped, the last slab may be thin. */
export const averageBlocks = (field: Field, block: Vector3): CoarseImage => {
  const [bx, by, bz] = block
  const { size, spacingMm, originMm } = field.grid
  const coarse: Vector3 = [Math.floor(size[0] / bx), Math.floor(size[1] / by), Math.ceil(size[2] / bz)]
  const hu = new Int16Array(coarse[0] * coarse[1] * coarse[2])
  const sums = new Int32Array(coarse[0] * coarse[1])
  for (let k = 0; k < coarse[2]; k++) {
    const depth = Math.min(bz, size[2] - k * bz)
    sums.fill(0)
    for (let z = 0; z < depth; z++) addSlice(field, k * bz + z, { bx, by, coarse, sums })
    const voxels = bx * by * depth
    const at = k * sums.length
    for (let i = 0; i < sums.length; i++) hu[at + i] = Math.round(sums[i]! / voxels)
  }
  const along = (axis: 0 | 1 | 2): number => originMm[axis] + ((block[axis] - 1) / 2) * spacingMm[axis]
  const grid: Grid = {
    size: coarse,
    spacingMm: [spacingMm[0] * bx, spacingMm[1] * by, spacingMm[2] * bz],
    originMm: [along(0), along(1), along(2)],
  }
  return { grid, hu }
}

interface SliceSums {
  readonly bx: number
  readonly by: number
  readonly coarse: Vector3
  readonly sums: Int32Array
}

const addSlice = (field: Field, slice: number, { bx, by, coarse, sums }: SliceSums): void => {
  const { values, stride, base } = field
  const step = stride[0]
  for (let j = 0; j < coarse[1] * by; j++) {
    let from = base + slice * stride[2] + j * stride[1]
    const row = Math.floor(j / by) * coarse[0]
    for (let i = 0; i < coarse[0]; i++) {
      let sum = 0
      for (let n = 0; n < bx; n++, from += step) sum += values[from]!
      sums[row + i] = sums[row + i]! + sum
    }
  }
}
