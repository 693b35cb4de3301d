import type { ImagePoint } from '../../inference/finding.ts'

/** A mask of one image, row by row: 1 where it is covered. */
export interface Mask {
  readonly rows: number
  readonly columns: number
  readonly covered: Uint8Array
}

/** An image's mask with nothing on it. */
export const emptyMask = (rows: number, columns: number): Mask => ({
  rows,
  columns,
  covered: new Uint8Array(rows * columns),
})

/**
 * Covers each pixel whose centre lies inside the closed outline (even-odd rule; a centre on an edge belongs to the side
 * of higher column and row). Points are in image coordinates (PS3.3 C.10.5.1.2: the centre of pixel (column, row) is at
 * (column + 0.5, row + 0.5)); what reaches beyond the image is cut off.
 */
export const coverOutline = (mask: Mask, points: readonly ImagePoint[]): void => {
  const ys = points.map(([, y]) => y)
  const from = Math.max(0, Math.ceil(Math.min(...ys) - 0.5))
  const to = Math.min(mask.rows - 1, Math.floor(Math.max(...ys) - 0.5))
  for (let row = from; row <= to; row++) coverRow(mask, row, crossings(points, row + 0.5))
}

/** Columns where the outline crosses the height `y`, ascending, an even number of them. */
const crossings = (points: readonly ImagePoint[], y: number): readonly number[] =>
  points
    .flatMap(([x, ownY], index) => {
      const [nextX, nextY] = points[(index + 1) % points.length]!
      return ownY <= y === nextY <= y ? [] : [x + ((y - ownY) / (nextY - ownY)) * (nextX - x)]
    })
    .sort((a, b) => a - b)

const coverRow = ({ columns, covered }: Mask, row: number, across: readonly number[]): void => {
  for (let index = 0; index + 1 < across.length; index += 2) {
    const from = Math.max(0, Math.ceil(across[index]! - 0.5))
    const to = Math.min(columns, Math.ceil(across[index + 1]! - 0.5))
    if (to > from) covered.fill(1, row * columns + from, row * columns + to)
  }
}
