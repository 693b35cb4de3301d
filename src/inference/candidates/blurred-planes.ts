import { addPair, blurRow, gaussianWeights, startSum } from './gaussian.ts'
import type { Grid } from './grid.ts'

/** An Int16 image on a grid, read with a ceiling (HU) for the ground-glass look. */
export interface BlurSource {
  readonly grid: Grid
  readonly values: Int16Array
  readonly ceilingHu: number
}

/**
 * Planes of a Gaussian blur, made one after another from a ring of planes blurred within themselves: three passes over
 * data that stays in cache, and no volume but the source. Planes must be asked for in ascending order.
 */
export interface BlurredPlanes {
  /** Writes plane k of the blurred image. */
  read(k: number, out: Float32Array): void
}

/** Starts a blur; sigma in cells, borders repeated. */
export const blurPlanes = (source: BlurSource, sigma: number): BlurredPlanes => {
  const [nx, ny, nz] = source.grid.size
  const cells = nx * ny
  const weights = gaussianWeights(sigma)
  const reach = weights.length - 1
  const ring = Array.from({ length: 2 * reach + 1 }, () => new Float32Array(cells))
  const scratch = { line: new Float32Array(nx + 2 * reach), rows: new Float32Array(cells) }
  let ready = -1
  const planeAt = (k: number): Float32Array => ring[Math.max(0, Math.min(nz - 1, k)) % ring.length]!
  const prepare = (from: number, to: number): void => {
    for (let k = Math.max(from, ready + 1); k <= to; k++)
      blurWithinPlane(source, k, weights, scratch, planeAt(k))
    ready = Math.max(ready, to)
  }
  return {
    read: (k, out) => {
      prepare(Math.max(0, k - reach), Math.min(nz - 1, k + reach))
      startSum(out, 0, planeAt(k), 0, weights[0]!, cells)
      for (let n = 1; n <= reach; n++) {
        addPair(out, 0, planeAt(k - n), 0, planeAt(k + n), 0, weights[n]!, cells)
      }
    },
  }
}

const blurWithinPlane = (
  { grid, values, ceilingHu }: BlurSource,
  k: number,
  weights: Float32Array,
  scratch: { readonly line: Float32Array; readonly rows: Float32Array },
  out: Float32Array,
): void => {
  const [nx, ny] = grid.size
  const { line, rows } = scratch
  const reach = weights.length - 1
  for (let j = 0; j < ny; j++) {
    const from = (k * ny + j) * nx
    for (let i = 0; i < nx; i++) {
      const hu = values[from + i]!
      line[reach + i] = hu > ceilingHu ? ceilingHu : hu
    }
    line.fill(line[reach]!, 0, reach)
    line.fill(line[reach + nx - 1]!, reach + nx)
    blurRow(line, weights, rows, j * nx, nx)
  }
  for (let j = 0; j < ny; j++) {
    const at = j * nx
    startSum(out, at, rows, at, weights[0]!, nx)
    for (let n = 1; n <= reach; n++) {
      const before = Math.max(0, j - n) * nx
      const after = Math.min(ny - 1, j + n) * nx
      addPair(out, at, rows, before, rows, after, weights[n]!, nx)
    }
  }
}
