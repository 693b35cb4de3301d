import type { Vector3 } from '../../dicom/instance-facts.ts'
import { cropMask, type IndexBox, pasteFloats } from './crop.ts'

/** Stands for "no set cell on this line or anywhere yet"; larger than any squared distance in a body. */
export const farSquared = 1e10

/** Scratch of one lower envelope of parabolas. */
interface Envelope {
  readonly heights: Float64Array
  readonly apexes: Int32Array
  readonly bounds: Float64Array
}

interface Line {
  readonly start: number
  readonly stride: number
  readonly count: number
  readonly spacingMm: number
}

/** Replaces a line of squared distances by the lower envelope of the parabolas that stand on it. */
const sweepLine = (squared: Float32Array, line: Line, scratch: Envelope): void => {
  const { start, stride, count } = line
  const { heights, apexes, bounds } = scratch
  const h2 = line.spacingMm * line.spacingMm
  let top = -1
  for (let q = 0; q < count; q++) {
    const height = squared[start + q * stride]!
    heights[q] = height
    if (height >= farSquared) continue
    let bound = Number.NEGATIVE_INFINITY
    while (top >= 0) {
      const p = apexes[top]!
      bound = (height + h2 * q * q - (heights[p]! + h2 * p * p)) / (2 * h2 * (q - p))
      if (bound > bounds[top]!) break
      top--
    }
    top++
    apexes[top] = q
    bounds[top] = top === 0 ? Number.NEGATIVE_INFINITY : bound
  }
  if (top < 0) return
  for (let q = 0, at = 0; q < count; q++) {
    while (at < top && bounds[at + 1]! < q) at++
    const offset = q - apexes[at]!
    squared[start + q * stride] = h2 * offset * offset + heights[apexes[at]!]!
  }
}

/**
 * Exact squared Euclidean distance (mm squared) from each cell's centre to the nearest set cell's centre, `farSquared`
 * where nothing is set (Felzenszwalb and Huttenlocher 2012). Beyond the grid counts as nothing, not as background.
 * @param mask one byte a cell, x fastest; not 0 is set
 */
export const squaredDistances = (mask: Uint8Array, size: Vector3, spacingMm: Vector3): Float32Array => {
  const [nx, ny, nz] = size
  const squared = new Float32Array(mask.length)
  for (let i = 0; i < squared.length; i++) squared[i] = mask[i] ? 0 : farSquared
  const longest = Math.max(nx, ny, nz)
  const scratch: Envelope = {
    heights: new Float64Array(longest),
    apexes: new Int32Array(longest),
    bounds: new Float64Array(longest + 1),
  }
  for (let row = 0; row < ny * nz; row++) {
    sweepLine(squared, { start: row * nx, stride: 1, count: nx, spacingMm: spacingMm[0] }, scratch)
  }
  for (let k = 0; k < nz; k++) {
    for (let i = 0; i < nx; i++) {
      const line = { start: k * nx * ny + i, stride: nx, count: ny, spacingMm: spacingMm[1] }
      sweepLine(squared, line, scratch)
    }
  }
  for (let i = 0; i < nx * ny; i++) {
    sweepLine(squared, { start: i, stride: nx * ny, count: nz, spacingMm: spacingMm[2] }, scratch)
  }
  return squared
}

/**
 * The same within a box alone: exact there for a set that lies in the box, `farSquared` elsewhere. For depths inside a
 * mask the set is its background, and the mask's bounding box grown by one cell suffices.
 */
export const squaredDistancesWithin = (
  box: IndexBox,
  mask: Uint8Array,
  size: Vector3,
  spacingMm: Vector3,
): Float32Array => {
  const { from, to } = box
  const boxSize: Vector3 = [to[0] - from[0] + 1, to[1] - from[1] + 1, to[2] - from[2] + 1]
  const squared = squaredDistances(cropMask(mask, size, box), boxSize, spacingMm)
  const all = new Float32Array(mask.length).fill(farSquared)
  pasteFloats(squared, all, size, box)
  return all
}
