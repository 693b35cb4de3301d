import type { ImageGrid } from './image-grid.ts'
import { type Lattice, sampleLattice } from './lattice.ts'
import type { Thorax } from './thorax.ts'

/** Signed distances (mm) of the large shapes at the nodes of a coarse grid; large shapes are smooth between nodes. */
export const field = {
  body: 0,
  muscle: 1,
  /** Fat between layers of muscle. */
  seam: 2,
  cage: 3,
  lung: 4,
  heart: 5,
  vessel: 6,
  soft: 7,
  liver: 8,
  stomach: 9,
  diaphragm: 10,
  oblique: 11,
  horizontal: 12,
  /** Not a distance: HU added to parenchyma. */
  density: 13,
} as const

export const fieldCount = 14

/** A grid of nodes `block` pixels apart that covers an image. */
export interface CoarseGrid {
  readonly block: number
  readonly columns: number
  readonly rows: number
}

/** What is far off is not evaluated: any value past a node's width does. */
const far = 9

/** Nodes about 2.8 mm apart. */
export const coarseGridOf = (grid: ImageGrid): CoarseGrid => {
  const block = Math.max(1, Math.round(2.8 / grid.pixelMm))
  return { block, columns: Math.ceil(grid.columns / block) + 1, rows: Math.ceil(grid.rows / block) + 1 }
}

/** Evaluates every field at height z into `out` [row, column, field]. */
export const evaluateCoarseFields = (
  thorax: Thorax,
  lattice: Lattice,
  grid: ImageGrid,
  z: number,
  out: Float32Array,
): void => {
  const coarse = coarseGridOf(grid)
  for (let j = 0, o = 0; j < coarse.rows; j++) {
    const y = grid.originY + j * coarse.block * grid.pixelMm
    for (let i = 0; i < coarse.columns; i++, o += fieldCount) {
      const x = grid.originX + i * coarse.block * grid.pixelMm
      out.fill(far, o, o + fieldCount)
      const body = thorax.body(x, y, z)
      out[o] = body
      if (body < far) evaluateInside(thorax, lattice, x, y, z, out, o)
    }
  }
}

const evaluateInside = (
  thorax: Thorax,
  lattice: Lattice,
  x: number,
  y: number,
  z: number,
  out: Float32Array,
  o: number,
): void => {
  const { plan, mediastinum } = thorax
  const cage = thorax.cage(x, y, z)
  const ripple = sampleLattice(lattice, x / 17, y / 17, z / 30)
  out[o + field.cage] = cage
  const flank = plan.fatMm * (0.75 + 0.004 * Math.abs(x)) * (y > 60 ? 1.25 : 1) + 1.6 * ripple
  out[o + field.muscle] = Math.min(out[o]! + flank, cage - 12)
  out[o + field.seam] = Math.min(
    Math.abs(cage - 13 - 2 * ripple) - 1.1 - 0.9 * sampleLattice(lattice, x / 11, y / 11, z / 19),
    Math.abs(cage - 24 - 3 * ripple) - 1.2 - 1.1 * sampleLattice(lattice, y / 12, x / 12, z / 25),
  )
  if (cage > far) return
  const lung = thorax.lung(x, y, z)
  out[o + field.lung] = lung
  out[o + field.oblique] = thorax.oblique(x, y, z)
  out[o + field.horizontal] = thorax.horizontal(x, y, z)
  out[o + field.density] =
    plan.lungHu + plan.gravityHuPerMm * y + 13 * sampleLattice(lattice, x / 23 + 7, y / 23, z / 23)
  if (lung < -far) return
  out[o + field.heart] = mediastinum.heart(x, y, z)
  out[o + field.vessel] = mediastinum.greatVessels(x, y, z)
  out[o + field.soft] = mediastinum.softTissue(x, y, z)
  out[o + field.liver] = Math.min(thorax.liver(x, y, z), thorax.spleen(x, y, z))
  out[o + field.stomach] = thorax.stomach(x, y, z)
  out[o + field.diaphragm] = thorax.belowDiaphragm(x, y, z)
}

/** A source of coarse planes at any z: planes `stepMm` apart are evaluated once and blended. */
export const createCoarseSource = (thorax: Thorax, lattice: Lattice, grid: ImageGrid, stepMm: number) => {
  const coarse = coarseGridOf(grid)
  const length = coarse.columns * coarse.rows * fieldCount
  const cache = new Map<number, Float32Array>()
  const plane = (index: number): Float32Array => {
    const known = cache.get(index)
    if (known) return known
    const oldest = cache.size >= 3 ? cache.keys().next().value : undefined
    const fresh = oldest === undefined ? new Float32Array(length) : cache.get(oldest)!
    if (oldest !== undefined) cache.delete(oldest)
    evaluateCoarseFields(thorax, lattice, grid, index * stepMm, fresh)
    cache.set(index, fresh)
    return fresh
  }
  const blended = new Float32Array(length)
  return (z: number): Float32Array => {
    const index = Math.floor(z / stepMm)
    const fraction = z / stepMm - index
    const below = plane(index)
    const above = plane(index + 1)
    for (let i = 0; i < length; i++) blended[i] = below[i]! + fraction * (above[i]! - below[i]!)
    return blended
  }
}
