import { patientToVoxel, type Volume, voxelToPatient } from '../../preprocess/volume.ts'
import type { PlacedNodule } from '../nodule-paint.ts'
import { type NoduleShape, shapeDistance, shapeReach } from '../nodule-shape.ts'
import { noiseTileMask, noiseTileSize } from '../noise-tile.ts'
import { blurPlane, gaussianTaps } from '../plane-blur.ts'
import type { Scanner } from './scanner.ts'

/** How nodules are laid into a volume. */
export interface ImplantBrush {
  readonly volume: Volume
  /** What is painted: the volume's voxels, changed in place. */
  readonly hu: Int16Array
  readonly scanner: Scanner
  /** mm that a slice averages. */
  readonly thicknessMm: number
  /** Noise of deviation 1, periodic. */
  readonly noise: Float32Array
}

/** Planes that are averaged through a slice. */
const planes = 5

/**
 * Lays a nodule into every slice that it meets: averaged through the slice's thickness, blurred in the plane as the
 * series is, with noise of its own in place of what it covers. What is denser, such as a wall or a vessel, stays.
 */
export const paintImplant = (brush: ImplantBrush, nodule: PlacedNodule): void => {
  paintShape(brush, nodule.shape, nodule.hu, nodule.edgeMm)
  if (nodule.core) paintShape(brush, nodule.core.shape, nodule.core.hu, 1.2)
}

interface Patch {
  readonly left: number
  readonly top: number
  readonly columns: number
  readonly rows: number
}

const paintShape = (brush: ImplantBrush, shape: NoduleShape, hu: number, edgeMm: number): void => {
  const { volume, thicknessMm } = brush
  const { shape: size, spacingMm } = volume
  const [i, j, k] = patientToVoxel(volume, shape.center)
  const reach = shapeReach(shape) + 0.5 * edgeMm + 3
  const slices = Math.ceil((reach + thicknessMm) / spacingMm.slice)
  const [across, down] = [Math.ceil(reach / spacingMm.column), Math.ceil(reach / spacingMm.row)]
  const left = Math.max(0, Math.floor(i - across))
  const top = Math.max(0, Math.floor(j - down))
  const patch: Patch = {
    left,
    top,
    columns: Math.min(size.columns - left, 2 * across + 2),
    rows: Math.min(size.rows - top, 2 * down + 2),
  }
  for (let slice = Math.round(k) - slices; slice <= Math.round(k) + slices; slice++) {
    if (slice < 0 || slice >= size.slices) continue
    const cover = coverOf(brush, shape, edgeMm, patch, slice)
    if (cover) blend(brush, patch, slice, cover, hu)
  }
}

/** How much of each pixel of the patch the shape fills; undefined where it fills nothing. */
const coverOf = (
  { volume, scanner, thicknessMm }: ImplantBrush,
  shape: NoduleShape,
  edgeMm: number,
  patch: Patch,
  slice: number,
): Float32Array | undefined => {
  const cover = new Float32Array(patch.columns * patch.rows)
  const edge = Math.max(edgeMm, 0.6)
  let sum = 0
  for (let plane = 0; plane < planes; plane++) {
    const depth = slice + (((plane + 0.5) / planes - 0.5) * thicknessMm) / volume.spacingMm.slice
    for (let row = 0, at = 0; row < patch.rows; row++)
      for (let column = 0; column < patch.columns; column++, at++) {
        const [x, y, z] = voxelToPatient(volume, [patch.left + column, patch.top + row, depth])
        const share = Math.max(0, Math.min(1, 0.5 - shapeDistance(shape, x, y, z) / edge))
        cover[at] = cover[at]! + share / planes
        sum += share
      }
  }
  if (sum === 0) return undefined
  const taps = gaussianTaps(scanner.blurMm / volume.spacingMm.column)
  blurPlane(cover, new Float32Array(cover.length), patch, taps)
  return cover
}

const blend = (
  { volume, hu, scanner, noise }: ImplantBrush,
  patch: Patch,
  slice: number,
  cover: Float32Array,
  noduleHu: number,
): void => {
  const { rows, columns } = volume.shape
  // Each slice takes another part of the tile.
  const [shiftX, shiftY] = [(slice * 193) & noiseTileMask, (slice * 71) & noiseTileMask]
  for (let row = 0, at = 0; row < patch.rows; row++)
    for (let column = 0; column < patch.columns; column++, at++) {
      const voxel = (slice * rows + patch.top + row) * columns + patch.left + column
      const there = hu[voxel]!
      const isDarker = Math.max(0, Math.min(1, (noduleHu + 60 - there) / 100))
      const grain =
        noise[((row + shiftY) & noiseTileMask) * noiseTileSize + ((column + shiftX) & noiseTileMask)]!
      const wanted = noduleHu + scanner.noiseHu * grain
      hu[voxel] = Math.round(there + cover[at]! * isDarker * (wanted - there))
    }
}
