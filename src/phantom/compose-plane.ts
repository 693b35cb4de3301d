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
  gas: -940,
})

const outside = 0
const inside = 1
const crossing = 2

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
  const width = Math.max(grid.pixelMm, 0.7)
  const margin = 0.5 * width + 0.15
  const states = new Uint8Array(fieldCount)
  const corner = new Int32Array(4)
  let nodes = new Float32Array(0)
  let [u, v] = [0, 0]
  let z = 0

  const at = (index: number): number => {
    const near = nodes[corner[0]! + index]! * (1 - u) + nodes[corner[1]! + index]! * u
    const next = nodes[corner[2]! + index]! * (1 - u) + nodes[corner[3]! + index]! * u
    return near * (1 - v) + next * v
  }
  const cover = (index: number): number => {
    const state = states[index]!
    if (state !== crossing) return state
    const share = 0.5 - at(index) / width
    return share < 0 ? 0 : Math.min(share, 1)
  }
  const classify = (): void => {
    for (let index = 0; index < fieldCount; index++) {
      const a = nodes[corner[0]! + index]!
      const b = nodes[corner[1]! + index]!
      const c = nodes[corner[2]! + index]!
      const d = nodes[corner[3]! + index]!
      states[index] =
        Math.min(a, b, c, d) > margin ? outside : Math.max(a, b, c, d) < -margin ? inside : crossing
    }
  }
  const parenchyma = (x: number, y: number): number => {
    let hu = at(field.density)
    hu += 17 * sampleLattice(lattice, x * 0.62, y * 0.62, z * 0.62)
    hu += 9 * sampleLattice(lattice, y * 0.21, x * 0.21, z * 0.21)
    const oblique = Math.abs(at(field.oblique))
    if (oblique < 0.9) hu += 130 * (0.9 - oblique)
    const horizontal = Math.abs(at(field.horizontal))
    if (horizontal < 0.9) hu += 120 * (0.9 - horizontal)
    return hu
  }
  const innerOrgans = (): number => {
    let hu = tissue.mediastinalFat
    if (states[field.diaphragm] !== outside) {
      const below = at(field.diaphragm)
      // The diaphragm's muscle: a leaf of 2.5 mm under the lung.
      if (below > -0.6 && below < 3) hu = tissue.muscle
    }
    if (states[field.liver] !== outside) hu += cover(field.liver) * (tissue.liver - hu)
    if (states[field.stomach] !== outside) hu += cover(field.stomach) * (tissue.stomach - hu)
    if (states[field.heart] !== outside) hu += cover(field.heart) * (tissue.heart - hu)
    if (states[field.vessel] !== outside) hu += cover(field.vessel) * (tissue.blood - hu)
    if (states[field.soft] !== outside) hu += cover(field.soft) * (36 - hu)
    return hu
  }
  const pixel = (x: number, y: number, behind: number): number => {
    let hu = tissue.fat + 5 * sampleLattice(lattice, x * 0.3, y * 0.3, z * 0.3)
    if (states[field.muscle] !== outside) {
      const muscle = cover(field.muscle) * (1 - 0.85 * cover(field.seam))
      hu += muscle * (tissue.muscle - hu)
    }
    if (states[field.cage] !== outside) hu += cover(field.cage) * (innerOrgans() - hu)
    if (states[field.lung] !== outside) hu += cover(field.lung) * (parenchyma(x, y) - hu)
    const body = states[field.body] === crossing || nodes[corner[0]!]! > -6 ? at(field.body) : -6
    if (body > -2.2) {
      const skin = Math.min(Math.max((body + 2.2) / width, 0), 1)
      hu += skin * (tissue.skin - hu)
      hu += Math.min(Math.max(0.5 + body / width, 0), 1) * (behind - hu)
    }
    return hu
  }
  const fillBlock = (bx: number, by: number, out: Float32Array): void => {
    const { block } = coarse
    const rowEnd = Math.min(grid.rows, (by + 1) * block)
    const columnEnd = Math.min(grid.columns, (bx + 1) * block)
    const isLung = states[field.lung] === inside
    for (let row = by * block; row < rowEnd; row++) {
      v = (row - by * block) / block
      const y = grid.originY + row * grid.pixelMm
      for (let column = bx * block; column < columnEnd; column++) {
        u = (column - bx * block) / block
        const x = grid.originX + column * grid.pixelMm
        const i = row * grid.columns + column
        out[i] = isLung ? parenchyma(x, y) : pixel(x, y, background[i]!)
      }
    }
  }

  return (planeNodes: Float32Array, planeZ: number, out: Float32Array): void => {
    nodes = planeNodes as Float32Array<ArrayBuffer>
    z = planeZ
    out.set(background)
    for (let by = 0; by + 1 < coarse.rows; by++)
      for (let bx = 0; bx + 1 < coarse.columns; bx++) {
        setCorners(corner, coarse, bx, by)
        classify()
        if (states[field.body] !== outside) fillBlock(bx, by, out)
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
