/** A smooth function of z (mm) through given knots, with its slope. Constant beyond the ends. */
export interface Profile {
  at(z: number): number
  slope(z: number): number
}

/**
 * Monotone cubic through [z, value] knots in ascending z (Fritsch and Carlson 1980: no overshoot), tabulated each
 * millimetre and read linearly.
 */
export const createProfile = (knots: readonly (readonly [number, number])[]): Profile => {
  const first = Math.floor(knots[0]![0])
  const last = Math.ceil(knots[knots.length - 1]![0])
  const table = Float64Array.from({ length: last - first + 2 }, (_, i) => hermite(knots, first + i))
  return {
    at: z => {
      const clamped = Math.min(Math.max(z - first, 0), last - first)
      const index = Math.min(Math.floor(clamped), last - first - 1)
      return table[index]! + (clamped - index) * (table[index + 1]! - table[index]!)
    },
    slope: z => {
      if (z <= first || z >= last) return 0
      const index = Math.min(Math.floor(z - first), last - first - 1)
      return table[index + 1]! - table[index]!
    },
  }
}

const hermite = (knots: readonly (readonly [number, number])[], z: number): number => {
  const count = knots.length
  if (z <= knots[0]![0]) return knots[0]![1]
  if (z >= knots[count - 1]![0]) return knots[count - 1]![1]
  const k = knots.findIndex(([at]) => at > z) - 1
  const width = knots[k + 1]![0] - knots[k]![0]
  const t = (z - knots[k]![0]) / width
  const [a, b] = [tangent(knots, k) * width, tangent(knots, k + 1) * width]
  const [p, q] = [knots[k]![1], knots[k + 1]![1]]
  return p * (1 + 2 * t) * (1 - t) ** 2 + a * t * (1 - t) ** 2 + q * t * t * (3 - 2 * t) + b * t * t * (t - 1)
}

const tangent = (knots: readonly (readonly [number, number])[], k: number): number => {
  const secant = (i: number): number => (knots[i + 1]![1] - knots[i]![1]) / (knots[i + 1]![0] - knots[i]![0])
  if (k === 0) return secant(0)
  if (k === knots.length - 1) return secant(k - 1)
  const [before, after] = [secant(k - 1), secant(k)]
  return before * after <= 0 ? 0 : (2 * before * after) / (before + after)
}
