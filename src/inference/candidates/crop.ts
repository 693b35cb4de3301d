import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { CoarseImage } from './block-average.ts'
import type { Grid } from './grid.ts'

/** Inclusive index bounds. */
export interface IndexBox {
  readonly from: Vector3
  readonly to: Vector3
}

/** The smallest box around the set cells; undefined if none is set. */
export const boundingBox = (mask: Uint8Array, size: Vector3): IndexBox | undefined => {
  const [nx, ny, nz] = size
  const from: [number, number, number] = [nx, ny, nz]
  const to: [number, number, number] = [-1, -1, -1]
  for (let k = 0, cell = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, cell++) {
        if (!mask[cell]) continue
        if (i < from[0]) from[0] = i
        if (i > to[0]) to[0] = i
        if (j < from[1]) from[1] = j
        if (j > to[1]) to[1] = j
        if (k < from[2]) from[2] = k
        to[2] = k
      }
    }
  }
  return to[2] < 0 ? undefined : { from, to }
}

/** The box grown by a margin in mm, not beyond the grid. */
export const growBox = (box: IndexBox, grid: Grid, marginMm: number): IndexBox => {
  const margin = (axis: 0 | 1 | 2): number => Math.ceil(marginMm / grid.spacingMm[axis])
  const low = (axis: 0 | 1 | 2): number => Math.max(0, box.from[axis] - margin(axis))
  const high = (axis: 0 | 1 | 2): number => Math.min(grid.size[axis] - 1, box.to[axis] + margin(axis))
  return { from: [low(0), low(1), low(2)], to: [high(0), high(1), high(2)] }
}

/** The grid of the box alone. */
export const cropGrid = (grid: Grid, { from, to }: IndexBox): Grid => {
  const origin = (axis: 0 | 1 | 2): number => grid.originMm[axis] + from[axis] * grid.spacingMm[axis]
  return {
    size: [to[0] - from[0] + 1, to[1] - from[1] + 1, to[2] - from[2] + 1],
    spacingMm: grid.spacingMm,
    originMm: [origin(0), origin(1), origin(2)],
  }
}

/** Calls `copy` with the source and target offset of each row of the box. */
const forEachRow = (
  size: Vector3,
  { from, to }: IndexBox,
  copy: (source: number, target: number) => void,
) => {
  const width = to[0] - from[0] + 1
  let target = 0
  for (let k = from[2]; k <= to[2]; k++) {
    for (let j = from[1]; j <= to[1]; j++, target += width)
      copy((k * size[1] + j) * size[0] + from[0], target)
  }
}

/** The mask inside the box. */
export const cropMask = (mask: Uint8Array, size: Vector3, box: IndexBox): Uint8Array => {
  const { from, to } = box
  const width = to[0] - from[0] + 1
  const cropped = new Uint8Array(width * (to[1] - from[1] + 1) * (to[2] - from[2] + 1))
  forEachRow(size, box, (source, target) => cropped.set(mask.subarray(source, source + width), target))
  return cropped
}

/** Writes the values of a box into an array of the whole size. */
export const pasteFloats = (values: Float32Array, into: Float32Array, size: Vector3, box: IndexBox): void => {
  const width = box.to[0] - box.from[0] + 1
  forEachRow(size, box, (whole, part) => into.set(values.subarray(part, part + width), whole))
}

/** The box grown by so many cells, not beyond a lattice of this size. */
export const padBox = ({ from, to }: IndexBox, size: Vector3, cells: number): IndexBox => {
  const low = (axis: 0 | 1 | 2): number => Math.max(0, from[axis] - cells)
  const high = (axis: 0 | 1 | 2): number => Math.min(size[axis] - 1, to[axis] + cells)
  return { from: [low(0), low(1), low(2)], to: [high(0), high(1), high(2)] }
}

/** The image inside the box. */
export const cropImage = (image: CoarseImage, box: IndexBox): CoarseImage => {
  const grid = cropGrid(image.grid, box)
  const hu = new Int16Array(grid.size[0] * grid.size[1] * grid.size[2])
  const width = grid.size[0]
  forEachRow(image.grid.size, box, (source, target) =>
    hu.set(image.hu.subarray(source, source + width), target),
  )
  return { grid, hu }
}
