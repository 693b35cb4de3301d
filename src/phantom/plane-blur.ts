/** Half of a normalized Gaussian, centre first. */
export const gaussianTaps = (sigma: number): Float64Array => {
  const half = Math.max(1, Math.ceil(2.5 * sigma))
  const taps = Float64Array.from({ length: half + 1 }, (_, i) => Math.exp((-0.5 * i * i) / (sigma * sigma)))
  const total = taps.reduce((sum, tap, i) => sum + (i === 0 ? tap : 2 * tap), 0)
  return taps.map(tap => tap / total)
}

/** Blurs an image in its plane, in place; its border pixels go on outside. */
export const blurPlane = (
  image: Float32Array,
  scratch: Float32Array,
  grid: { readonly columns: number; readonly rows: number },
  taps: Float64Array,
): void => {
  blurAlong(image, scratch, grid.columns, grid.rows, 1, grid.columns, taps)
  blurAlong(scratch, image, grid.rows, grid.columns, grid.columns, 1, taps)
}

const blurAlong = (
  from: Float32Array,
  to: Float32Array,
  length: number,
  lines: number,
  step: number,
  lineStep: number,
  taps: Float64Array,
): void => {
  const reach = taps.length - 1
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep
    for (let i = 0; i < length; i++) {
      let value = taps[0]! * from[start + i * step]!
      for (let k = 1; k <= reach; k++) {
        const before = Math.max(i - k, 0)
        const after = i + k >= length ? length - 1 : i + k
        value += taps[k]! * (from[start + before * step]! + from[start + after * step]!)
      }
      to[start + i * step] = value
    }
  }
}
