import type { Vector3 } from '../../dicom/instance-facts.ts'

/** One side of a normalized Gaussian: weights[0] at the centre, cut at 3 sigma (sigma in cells). */
export const gaussianWeights = (sigma: number): Float32Array => {
  const reach = Math.max(1, Math.ceil(3 * sigma))
  const weights = new Float32Array(reach + 1)
  let total = 0
  for (let i = 0; i <= reach; i++) {
    weights[i] = Math.exp((-0.5 * i * i) / (sigma * sigma))
    total += i === 0 ? weights[i]! : 2 * weights[i]!
  }
  for (let i = 0; i <= reach; i++) weights[i] = weights[i]! / total
  return weights
}

/** Blurs one row of `count` values from `line` (padded by the reach on both sides) into `out` at `at`. */
export const blurRow = (
  line: Float32Array,
  weights: Float32Array,
  out: Float32Array,
  at: number,
  count: number,
): void => {
  const reach = weights.length - 1
  const centre = weights[0]!
  for (let i = 0; i < count; i++) {
    const middle = i + reach
    let sum = centre * line[middle]!
    for (let j = 1; j <= reach; j++) sum += weights[j]! * (line[middle - j]! + line[middle + j]!)
    out[at + i] = sum
  }
}

/** out[i] = weight * from[a + i], the first term of a blur across rows or planes. */
export const startSum = (
  out: Float32Array,
  at: number,
  from: Float32Array,
  a: number,
  weight: number,
  count: number,
): void => {
  for (let i = 0; i < count; i++) out[at + i] = weight * from[a + i]!
}

/** out[i] += weight * (one[a + i] + other[b + i]): a symmetric pair of a blur across rows or planes. */
export const addPair = (
  out: Float32Array,
  at: number,
  one: Float32Array,
  a: number,
  other: Float32Array,
  b: number,
  weight: number,
  count: number,
): void => {
  for (let i = 0; i < count; i++) out[at + i] = out[at + i]! + weight * (one[a + i]! + other[b + i]!)
}

/** A small volume blurred with one sigma (in cells), borders repeated. Large ones stream plane by plane: blob-scan.ts. */
export const blurVolume = (source: Float32Array, size: Vector3, sigma: number): Float32Array => {
  const [nx, ny, nz] = size
  const weights = gaussianWeights(sigma)
  const reach = weights.length - 1
  const plane = nx * ny
  const line = new Float32Array(nx + 2 * reach)
  const first = new Float32Array(source.length)
  const second = new Float32Array(source.length)
  for (let row = 0; row < ny * nz; row++) {
    line.fill(source[row * nx]!, 0, reach)
    line.set(source.subarray(row * nx, row * nx + nx), reach)
    line.fill(source[row * nx + nx - 1]!, reach + nx)
    blurRow(line, weights, first, row * nx, nx)
  }
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const at = k * plane + j * nx
      startSum(second, at, first, at, weights[0]!, nx)
      for (let n = 1; n <= reach; n++) {
        const before = k * plane + Math.max(0, j - n) * nx
        const after = k * plane + Math.min(ny - 1, j + n) * nx
        addPair(second, at, first, before, first, after, weights[n]!, nx)
      }
    }
  }
  for (let k = 0; k < nz; k++) {
    const at = k * plane
    startSum(first, at, second, at, weights[0]!, plane)
    for (let n = 1; n <= reach; n++) {
      const before = Math.max(0, k - n) * plane
      const after = Math.min(nz - 1, k + n) * plane
      addPair(first, at, second, before, second, after, weights[n]!, plane)
    }
  }
  return first
}
