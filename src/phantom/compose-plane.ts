import { type CoarseGrid, coarseGridOf, field, fieldCount } from './coarse-fields.ts'
import type { ImageGrid } from './image-grid.ts'
import { type Lattice, sampleLattice } from './lattice.ts'

/** HU of what the phantom is made of. */
export interface TissueHu {
  readonly fat: number
  readonly mediastinalFat: number
  readonly muscle: number
  readonly skin: number
  readonly heart: number
  readonly blood: number
  readonly liver: number
  readonly stomach: number
  readonly gas: number
  /** Oesophagus and lymph nodes. */
  readonly softTissue: number
}

/** Without contrast, and about 60 s after it. */
export const tissueHu = (hasContrast: boolean): TissueHu => ({
  fat: -106,
  mediastinalFat: -96,
  muscle: hasContrast ? 62 : 54,
  skin: 20,
  heart: hasContrast ? 105 : 42,
  blood: hasContrast ? 170 : 43,
  liver: hasContrast ? 108 : 57,
  stomach: 24,
  gas: -960,
  softTissue: hasContrast ? 55 : 36,
})

/** y of the fluid level in the stomach, mm. */
const gasLevelY = -34

const outside = 0
const inside = 1
const crossing = 2

/** What drawing a plane works on; one block of pixels at a time, `u` and `v` the place in it (0 to 1). */
interface Brush {
  readonly grid: ImageGrid
  readonly coarse: CoarseGrid
  readonly tissue: TissueHu
  readonly lattice: Lattice
  readonly background: Float32Array
  /** mm over which an edge is softened. */
  readonly width: number
  readonly states: Uint8Array
  /** Where the block's four corner nodes begin in `nodes`. */
  readonly corner: Int32Array
  nodes: Float32Array
  u: number
  v: number
  z: number
}

/**
 * Draws the large shapes of one infinitely thin plane, edges anti-aliased over a pixel.
 * Blocks in which nothing changes are filled without looking at each pixel's distances: that is where the speed is.
 */
export const createPlaneComposer = (
  grid: ImageGrid,
  tissue: TissueHu,
  lattice: Lattice,
  background: Float32Array,
) => {
  const coarse = coarseGridOf(grid)
  const brush: Brush = {
    grid,
    coarse,
    tissue,
    lattice,
    background,
    width: Math.max(grid.pixelMm, 0.7),
    states: new Uint8Array(fieldCount),
    corner: new Int32Array(4),
    nodes: new Float32Array(0),
    u: 0,
    v: 0,
    z: 0,
  }
  return (nodes: Float32Array, z: number, out: Float32Array): void => {
    brush.nodes = nodes
    brush.z = z
    out.set(background)
    for (let by = 0; by + 1 < coarse.rows; by++)
      for (let bx = 0; bx + 1 < coarse.columns; bx++) {
        setCorners(brush.corner, coarse, bx, by)
        classify(brush)
        if (brush.states[field.body] !== outside) fillBlock(brush, bx, by, out)
      }
  }
}

const setCorners = (corner: Int32Array, coarse: CoarseGrid, bx: number, by: number): void => {
  const first = (by * coarse.columns + bx) * fieldCount
  corner[0] = first
  corner[1] = first + fieldCount
  corner[2] = first + coarse.columns * fieldCount
  corner[3] = corner[2]! + fieldCount
}

/** Whether the block is outside, inside or across the edge of each shape. */
const classify = ({ nodes, corner, states, width }: Brush): void => {
  const margin = 0.5 * width + 0.15
  for (let index = 0; index < fieldCount; index++) {
    const a = nodes[corner[0]! + index]!
    const b = nodes[corner[1]! + index]!
    const c = nodes[corner[2]! + index]!
    const d = nodes[corner[3]! + index]!
    states[index] =
      Math.min(a, b, c, d) > margin ? outside : Math.max(a, b, c, d) < -margin ? inside : crossing
  }
}

const fillBlock = (brush: Brush, bx: number, by: number, out: Float32Array): void => {
  const { grid, background } = brush
  const { block } = brush.coarse
  const rowEnd = Math.min(grid.rows, (by + 1) * block)
  const columnEnd = Math.min(grid.columns, (bx + 1) * block)
  const isLung = brush.states[field.lung] === inside
  for (let row = by * block; row < rowEnd; row++) {
    brush.v = (row - by * block) / block
    const y = grid.originY + row * grid.pixelMm
    for (let column = bx * block; column < columnEnd; column++) {
      brush.u = (column - bx * block) / block
      const x = grid.originX + column * grid.pixelMm
      const i = row * grid.columns + column
      out[i] = isLung ? parenchyma(brush, x, y) : pixel(brush, x, y, background[i]!)
    }
  }
}

/** A field at the current pixel, bilinear between the block's corners. */
const at = ({ nodes, corner, u, v }: Brush, index: number): number => {
  const near = nodes[corner[0]! + index]! * (1 - u) + nodes[corner[1]! + index]! * u
  const next = nodes[corner[2]! + index]! * (1 - u) + nodes[corner[3]! + index]! * u
  return near * (1 - v) + next * v
}

/** The share of the current pixel that a shape fills, 0 to 1. */
const cover = (brush: Brush, index: number): number => {
  const state = brush.states[index]!
  return state === crossing ? clamped(0.5 - at(brush, index) / brush.width) : state
}

const clamped = (share: number): number => Math.min(Math.max(share, 0), 1)

const parenchyma = (brush: Brush, x: number, y: number): number => {
  const { lattice, z } = brush
  let hu = at(brush, field.density)
  hu += 17 * sampleLattice(lattice, x * 0.62, y * 0.62, z * 0.62)
  hu += 9 * sampleLattice(lattice, y * 0.21, x * 0.21, z * 0.21)
  const oblique = Math.abs(at(brush, field.oblique))
  if (oblique < 0.9) hu += 130 * (0.9 - oblique)
  const horizontal = Math.abs(at(brush, field.horizontal))
  if (horizontal < 0.9) hu += 120 * (0.9 - horizontal)
  return hu
}

/** What fills the rib cage where it is not lung: fat, and the organs in the order in which they cover one another. */
const innerOrgans = (brush: Brush, y: number): number => {
  const { states, tissue } = brush
  let hu = tissue.mediastinalFat
  if (states[field.diaphragm] !== outside) {
    const below = at(brush, field.diaphragm)
    // The diaphragm's muscle: a leaf of 2.5 mm under the lung.
    if (below > -0.6 && below < 3) hu = tissue.muscle
  }
  if (states[field.liver] !== outside) hu += cover(brush, field.liver) * (tissue.liver - hu)
  if (states[field.stomach] !== outside) {
    hu += cover(brush, field.stomach) * (tissue.stomach - hu)
    // Its gas rises to the front; the wall is 3 mm thick.
    const gas = clamped(0.5 - (at(brush, field.stomach) + 3) / brush.width)
    hu += gas * clamped(0.5 + (gasLevelY - y) / brush.width) * (tissue.gas - hu)
  }
  if (states[field.heart] !== outside) hu += cover(brush, field.heart) * (tissue.heart - hu)
  if (states[field.vessel] !== outside) hu += cover(brush, field.vessel) * (tissue.blood - hu)
  if (states[field.soft] !== outside) hu += cover(brush, field.soft) * (tissue.softTissue - hu)
  return hu
}

const pixel = (brush: Brush, x: number, y: number, behind: number): number => {
  const { states, tissue, width, lattice, nodes, corner } = brush
  let hu = tissue.fat + 5 * sampleLattice(lattice, x * 0.3, y * 0.3, brush.z * 0.3)
  if (states[field.muscle] !== outside) {
    const muscle = cover(brush, field.muscle) * (1 - 0.85 * cover(brush, field.seam))
    hu += muscle * (tissue.muscle - hu)
  }
  if (states[field.cage] !== outside) hu += cover(brush, field.cage) * (innerOrgans(brush, y) - hu)
  if (states[field.lung] !== outside) hu += cover(brush, field.lung) * (parenchyma(brush, x, y) - hu)
  const isNearSkin = states[field.body] === crossing || nodes[corner[0]!]! > -6
  const body = isNearSkin ? at(brush, field.body) : -6
  if (body <= -2.2) return hu
  hu += clamped((body + 2.2) / width) * (tissue.skin - hu)
  return hu + clamped(0.5 + body / width) * (behind - hu)
}
