import type { Volume } from '../../preprocess/volume.ts'

/** How a real series was imaged, told from its own pixels. */
export interface Scanner {
  /** Deviation (mm) of the Gaussian that its edges in the plane look blurred by. */
  readonly blurMm: number
  /** Deviation of its noise in soft tissue, HU. */
  readonly noiseHu: number
}

const blurRangeMm = { least: 0.35, most: 0.9, usual: 0.55 } as const
const noiseRangeHu = { least: 4, most: 80, usual: 15 } as const
/** Edges that a row crosses at a slant look wider: the sharpest of them are the true ones. */
const sharpestShare = 0.15
const patchPixels = 7

/** Measures the blur at the skin and the noise in even soft tissue, on every fourth slice. */
export const measureScanner = (volume: Volume): Scanner => {
  const { slices, rows, columns } = volume.shape
  const widths: number[] = []
  const noises: number[] = []
  for (let k = 2; k < slices; k += 4) {
    const slice = volume.hu.subarray(k * rows * columns, (k + 1) * rows * columns)
    for (let row = 4; row < rows - 4; row += 3) {
      const width = skinWidth(slice.subarray(row * columns, (row + 1) * columns), volume.spacingMm.column)
      if (width !== undefined) widths.push(width)
    }
    collectNoise(slice, columns, rows, noises)
  }
  const low = (values: number[], share: number, usual: number): number =>
    Float64Array.from(values).sort()[Math.floor(share * values.length)] ?? usual
  return {
    blurMm: within(low(widths, sharpestShare, blurRangeMm.usual), blurRangeMm),
    noiseHu: within(low(noises, 0.25, noiseRangeHu.usual), noiseRangeHu),
  }
}

const within = (value: number, { least, most }: { readonly least: number; readonly most: number }): number =>
  Math.max(least, Math.min(most, value))

/** Half of the way from 16 % to 84 % of the first step from air to tissue along a row: its deviation, mm. */
const skinWidth = (row: Int16Array, pixelMm: number): number | undefined => {
  const first = row.findIndex(hu => hu > -300)
  const reach = Math.ceil(4 / pixelMm)
  if (first < reach || first + reach >= row.length) return undefined
  const [before, after] = [first - reach, first + reach]
  const [air, tissue] = [row[before]!, row[after]!]
  if (air > -900 || tissue < -150) return undefined
  const crossing = (share: number): number => {
    const level = air + share * (tissue - air)
    let at = before
    while (at < after && row[at + 1]! < level) at++
    return at + (level - row[at]!) / Math.max(1, row[at + 1]! - row[at]!)
  }
  return 0.5 * (crossing(0.84) - crossing(0.16)) * pixelMm
}

const collectNoise = (slice: Int16Array, columns: number, rows: number, noises: number[]): void => {
  for (let row = 0; row + patchPixels < rows; row += 2 * patchPixels)
    for (let column = 0; column + patchPixels < columns; column += 2 * patchPixels) {
      let [sum, squares] = [0, 0]
      for (let j = 0; j < patchPixels; j++)
        for (let i = 0; i < patchPixels; i++) {
          const hu = slice[(row + j) * columns + column + i]!
          sum += hu
          squares += hu * hu
        }
      const count = patchPixels * patchPixels
      const mean = sum / count
      if (mean > 0 && mean < 90) noises.push(Math.sqrt(Math.max(0, squares / count - mean * mean)))
    }
}
