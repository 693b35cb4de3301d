import { type Volume, voxelToPatient } from '../../preprocess/volume.ts'
import type { Side } from '../thorax.ts'
import type { Point } from '../tubes.ts'

/** Where there is lung in a real CT: points some 2.5 mm apart. */
export interface LungCells {
  readonly points: readonly Point[]
  sideOf(point: Point): Side
}

const cellMm = 2.5
/** Mean HU of a cell: brighter is tissue, darker is the gas of airways and bowel. */
const lungHu = { from: -960, to: -560 } as const
const smallestLungMl = 200

/**
 * Finds the lungs by grey alone, and on purpose not as any detector does: dark cells inside the body, in parts of 200 mL
 * and more.
 */
export const findLungCells = (volume: Volume): LungCells => {
  const grid = coarsen(volume)
  const inner = innerCells(grid)
  const points = largeParts(grid, inner).map(cell => grid.pointOf(cell))
  const middleX = emptiestPlane(points)
  return { points, sideOf: ([x]) => (x < middleX ? 'right' : 'left') }
}

interface CoarseGrid {
  readonly size: readonly [number, number, number]
  readonly hu: Float32Array
  readonly cellMl: number
  pointOf(cell: number): Point
}

const coarsen = (volume: Volume): CoarseGrid => {
  const { shape, spacingMm, hu } = volume
  const block = (mm: number): number => Math.max(1, Math.round(cellMm / mm))
  const [bx, by, bz] = [block(spacingMm.column), block(spacingMm.row), block(spacingMm.slice)]
  const [nx, ny, nz] = [
    Math.floor(shape.columns / bx),
    Math.floor(shape.rows / by),
    Math.floor(shape.slices / bz),
  ]
  const means = new Float32Array(nx * ny * nz)
  for (let k = 0; k < nz * bz; k++)
    for (let j = 0; j < ny * by; j++)
      for (let i = 0; i < nx * bx; i++) {
        const cell = (Math.floor(k / bz) * ny + Math.floor(j / by)) * nx + Math.floor(i / bx)
        means[cell] = means[cell]! + hu[(k * shape.rows + j) * shape.columns + i]! / (bx * by * bz)
      }
  return {
    size: [nx, ny, nz],
    hu: means,
    cellMl: (bx * spacingMm.column * by * spacingMm.row * bz * spacingMm.slice) / 1000,
    pointOf: cell => {
      const middle = (index: number, length: number): number => (index + 0.5) * length - 0.5
      const [x, y, z] = [cell % nx, Math.floor(cell / nx) % ny, Math.floor(cell / (nx * ny))]
      return voxelToPatient(volume, [middle(x, bx), middle(y, by), middle(z, bz)])
    },
  }
}

/** Cells of the lungs' grey that air around the body does not reach, slice by slice. */
const innerCells = ({ size: [nx, ny, nz], hu }: CoarseGrid): Uint8Array => {
  const inner = hu.map(value => (value > lungHu.from && value < lungHu.to ? 1 : 0))
  const outside = new Uint8Array(hu.length)
  for (let z = 0; z < nz; z++) {
    const base = z * nx * ny
    const border = Array.from({ length: nx * ny }, (_, i) => i).filter(
      i => i % nx === 0 || i % nx === nx - 1 || i < nx || i >= nx * (ny - 1),
    )
    flood(
      border.map(i => base + i),
      cell => (hu[cell]! < lungHu.to ? neighboursInPlane(cell, nx, ny) : []),
      outside,
    )
  }
  return Uint8Array.from(inner, (value, cell) => (value && !outside[cell] ? 1 : 0))
}

const neighboursInPlane = (cell: number, nx: number, ny: number): readonly number[] => {
  const [x, y] = [cell % nx, Math.floor(cell / nx) % ny]
  return [
    ...(x > 0 ? [cell - 1] : []),
    ...(x < nx - 1 ? [cell + 1] : []),
    ...(y > 0 ? [cell - nx] : []),
    ...(y < ny - 1 ? [cell + nx] : []),
  ]
}

/** Marks what is reached; a cell without neighbours to go on to ends there and is not marked. */
const flood = (
  starts: readonly number[],
  onwards: (cell: number) => readonly number[],
  reached: Uint8Array,
): readonly number[] => {
  const stack = [...starts]
  const found: number[] = []
  for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
    if (reached[cell]) continue
    const next = onwards(cell)
    if (next.length === 0) continue
    reached[cell] = 1
    found.push(cell)
    for (const neighbour of next) if (!reached[neighbour]) stack.push(neighbour)
  }
  return found
}

const largeParts = ({ size: [nx, ny, nz], cellMl }: CoarseGrid, inner: Uint8Array): readonly number[] => {
  const reached = new Uint8Array(inner.length)
  const onwards = (cell: number): readonly number[] => {
    if (!inner[cell]) return []
    const z = Math.floor(cell / (nx * ny))
    return [
      ...neighboursInPlane(cell, nx, ny),
      ...(z > 0 ? [cell - nx * ny] : []),
      ...(z < nz - 1 ? [cell + nx * ny] : []),
    ]
  }
  const parts: number[] = []
  for (let cell = 0; cell < inner.length; cell++) {
    if (!inner[cell] || reached[cell]) continue
    const part = flood([cell], onwards, reached)
    if (part.length * cellMl >= smallestLungMl) for (const one of part) parts.push(one)
  }
  return parts
}

/** The sagittal plane near the middle with the least lung in it: x in LPS mm. */
const emptiestPlane = (points: readonly Point[]): number => {
  const mean = points.reduce((sum, [x]) => sum + x, 0) / Math.max(1, points.length)
  const counts = new Map<number, number>()
  for (const [x] of points) {
    const bin = Math.round((x - mean) / 4)
    counts.set(bin, (counts.get(bin) ?? 0) + 1)
  }
  const bins = Array.from({ length: 15 }, (_, i) => i - 7)
  const least = Math.min(...bins.map(bin => counts.get(bin) ?? 0))
  const emptiest = bins.filter(bin => (counts.get(bin) ?? 0) === least)
  return mean + 4 * emptiest[emptiest.length >> 1]!
}
