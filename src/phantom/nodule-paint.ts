import type { ImageGrid } from './image-grid.ts'
import { type Lattice, sampleLattice } from './lattice.ts'
import { type NoduleShape, shapeDistance, shapeReach } from './nodule-shape.ts'
import type { Lobe, Side, Thorax } from './thorax.ts'
import type { Tubes } from './tubes.ts'

export type NoduleType = 'solid' | 'part-solid' | 'ground-glass'
export type Attachment = 'isolated' | 'juxtavascular' | 'juxtapleural'

/** A nodule in its place. */
export interface PlacedNodule {
  readonly type: NoduleType
  readonly attachment: Attachment
  readonly shape: NoduleShape
  readonly hu: number
  /** mm over which its edge fades: ground glass has no sharp border. */
  readonly edgeMm: number
  /** The solid part of a part-solid nodule. */
  readonly core?: { readonly shape: NoduleShape; readonly hu: number }
  /** Strands that run out of its surface; no part of its size. */
  readonly spicules?: Tubes
  readonly side: Side
  /** Unknown in a real lung: nobody drew its fissures. */
  readonly lobe: Lobe | 'unknown'
  /** Too small to count as a nodule: it goes to the truth's ignore list. */
  readonly isMicronodule: boolean
}

/** Draws a nodule's cut at height z over `out` (HU). What is already denser, such as a vessel in ground glass, stays. */
export const paintNodule = (
  nodule: PlacedNodule,
  thorax: Thorax,
  lattice: Lattice,
  grid: ImageGrid,
  z: number,
  out: Float32Array,
): void => {
  const edge = Math.max(nodule.edgeMm, grid.pixelMm)
  const texture = nodule.type === 'solid' ? 6 : 48
  paintShape(nodule.shape, edge, grid, z, (x, y, share, i) => {
    const inLung = nodule.attachment === 'juxtapleural' ? lungShare(thorax, x, y, z) : 1
    const hu = nodule.hu + texture * sampleLattice(lattice, x * 0.8, y * 0.8, z * 0.8)
    out[i] = out[i]! + share * inLung * Math.max(0, hu - out[i]!)
  })
  const { core } = nodule
  if (!core) return
  paintShape(core.shape, Math.max(1.2, grid.pixelMm), grid, z, (x, y, share, i) => {
    const inLung = nodule.attachment === 'juxtapleural' ? lungShare(thorax, x, y, z) : 1
    out[i] = out[i]! + share * inLung * Math.max(0, core.hu - out[i]!)
  })
}

const lungShare = (thorax: Thorax, x: number, y: number, z: number): number =>
  Math.min(Math.max(0.5 - thorax.lung(x, y, z) / 0.8, 0), 1)

const paintShape = (
  shape: NoduleShape,
  edge: number,
  grid: ImageGrid,
  z: number,
  paint: (x: number, y: number, share: number, index: number) => void,
): void => {
  const reach = shapeReach(shape) + 0.5 * edge
  if (Math.abs(z - shape.center[2]) > reach) return
  const [cx, cy] = [shape.center[0], shape.center[1]]
  const c0 = Math.max(0, Math.ceil((cx - reach - grid.originX) / grid.pixelMm))
  const c1 = Math.min(grid.columns - 1, Math.floor((cx + reach - grid.originX) / grid.pixelMm))
  const r0 = Math.max(0, Math.ceil((cy - reach - grid.originY) / grid.pixelMm))
  const r1 = Math.min(grid.rows - 1, Math.floor((cy + reach - grid.originY) / grid.pixelMm))
  for (let row = r0; row <= r1; row++)
    for (let column = c0; column <= c1; column++) {
      const x = grid.originX + column * grid.pixelMm
      const y = grid.originY + row * grid.pixelMm
      const share = Math.min(0.5 - shapeDistance(shape, x, y, z) / edge, 1)
      if (share > 0) paint(x, y, share, row * grid.columns + column)
    }
}
