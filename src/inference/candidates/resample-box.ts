import type { Field } from './field.ts'

/** Where to look along one axis: array offsets of the two neighbours and the share of the upper one. */
export interface AxisSamples {
  readonly lower: Int32Array
  readonly upper: Int32Array
  readonly fraction: Float32Array
}

/** Samples at startMm + i*stepMm along one axis of the field; positions outside take the border's value. */
export const sampleAxis = (
  field: Field,
  axis: 0 | 1 | 2,
  positions: { readonly startMm: number; readonly stepMm: number; readonly count: number },
): AxisSamples => {
  const { startMm, stepMm, count } = positions
  const lower = new Int32Array(count)
  const upper = new Int32Array(count)
  const fraction = new Float32Array(count)
  const last = field.grid.size[axis] - 1
  for (let i = 0; i < count; i++) {
    const index = (startMm + i * stepMm - field.grid.originMm[axis]) / field.grid.spacingMm[axis]
    const inside = Math.min(last, Math.max(0, index))
    const floor = Math.min(Math.floor(inside), Math.max(0, last - 1))
    lower[i] = floor * field.stride[axis]
    upper[i] = Math.min(last, floor + 1) * field.stride[axis]
    fraction[i] = inside - floor
  }
  return { lower, upper, fraction }
}

/**
 * Trilinear samples of the field at every (x, y, z) of three axes, x fastest, written to `out`.
 * Positions come as offset tables, so that the inner loop is eight loads and a few multiplications.
 */
export const resampleBox = (
  field: Field,
  axes: { readonly x: AxisSamples; readonly y: AxisSamples; readonly z: AxisSamples },
  out: Float32Array,
): void => {
  const { values, base } = field
  const { lower: xLower, upper: xUpper, fraction: xFraction } = axes.x
  const columns = xLower.length
  let at = 0
  for (let k = 0; k < axes.z.lower.length; k++) {
    const zf = axes.z.fraction[k]!
    for (let j = 0; j < axes.y.lower.length; j++) {
      const yf = axes.y.fraction[j]!
      const near = base + axes.z.lower[k]!
      const far = base + axes.z.upper[k]!
      const a = near + axes.y.lower[j]!
      const b = near + axes.y.upper[j]!
      const c = far + axes.y.lower[j]!
      const d = far + axes.y.upper[j]!
      const wa = (1 - zf) * (1 - yf)
      const wb = (1 - zf) * yf
      const wc = zf * (1 - yf)
      const wd = zf * yf
      for (let i = 0; i < columns; i++) {
        const l = xLower[i]!
        const u = xUpper[i]!
        const left = wa * values[a + l]! + wb * values[b + l]! + wc * values[c + l]! + wd * values[d + l]!
        const right = wa * values[a + u]! + wb * values[b + u]! + wc * values[c + u]! + wd * values[d + u]!
        out[at++] = left + xFraction[i]! * (right - left)
      }
    }
  }
}
