import type { Cube, Spot } from './cube.ts'

/** The greys (HU of the channel's view) that decide where a spot ends. */
export interface GreyLevels {
  /** Brightest cell near the centre; the region grows from it. */
  readonly seed: number
  readonly peak: number
  /** Of the lung around. */
  readonly background: number
  /** Half way between both, or where the spot's edge share says: where the region ends. */
  readonly threshold: number
}

/** A peak brighter than soft tissue counts as soft tissue: calcium would put the edge inside the nodule. */
const brightestPeakHu = 60
const leastContrastHu = 90
const leastBackgroundCells = 30
const backgroundShare = 0.4
/** HU of the first and last bin. */
const histogramRange = { low: -1100, high: 1000 } as const

/** Peak (or the one given), background and threshold of a cube's spot; undefined where no contrast stands out. */
export const findGreyLevels = (
  cube: Cube,
  { peakHu, edgeShare = 0.5 }: Pick<Spot, 'peakHu' | 'edgeShare'>,
): GreyLevels | undefined => {
  const seed = brightestNearCentre(cube)
  if (seed === undefined) return undefined
  const peak = peakHu ?? Math.max(meanOfCore(cube), cube.smooth[seed]! - 150)
  const background = backgroundGrey(cube, peak)
  if (background === undefined || peak - background < leastContrastHu) return undefined
  const threshold = background + edgeShare * (Math.min(peak, brightestPeakHu) - background)
  return cube.smooth[seed]! < threshold ? undefined : { seed, peak, background, threshold }
}

const brightestNearCentre = ({ smooth, inLung, fromCentreMm, radiusMm }: Cube): number | undefined => {
  const reach = Math.max(1.2, 0.45 * radiusMm)
  let seed: number | undefined
  let brightest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < smooth.length; i++) {
    if (!inLung[i] || fromCentreMm[i]! >= reach || smooth[i]! <= brightest) continue
    brightest = smooth[i]!
    seed = i
  }
  return seed
}

const meanOfCore = ({ smooth, inLung, fromCentreMm, radiusMm }: Cube): number => {
  const reach = Math.max(1, 0.4 * radiusMm)
  let sum = 0
  let count = 0
  for (let i = 0; i < smooth.length; i++) {
    if (!inLung[i] || fromCentreMm[i]! >= reach) continue
    sum += smooth[i]!
    count++
  }
  return count === 0 ? Number.NEGATIVE_INFINITY : sum / count
}

/** The 40th percentile (to 1 HU) of darker lung beyond 1.3 radii. Counted, not sorted: a sort was half of the time. */
const backgroundGrey = (
  { smooth, inLung, fromCentreMm, radiusMm }: Cube,
  peak: number,
): number | undefined => {
  const histogram = new Int32Array(histogramRange.high - histogramRange.low + 1)
  let count = 0
  for (let i = 0; i < smooth.length; i++) {
    const grey = smooth[i]!
    if (!inLung[i] || fromCentreMm[i]! <= 1.3 * radiusMm || grey >= peak - 60) continue
    const bin = Math.max(0, Math.min(histogram.length - 1, Math.round(grey) - histogramRange.low))
    histogram[bin] = histogram[bin]! + 1
    count++
  }
  if (count < leastBackgroundCells) return undefined
  let seen = 0
  let bin = 0
  for (; seen + histogram[bin]! <= count * backgroundShare; bin++) seen += histogram[bin]!
  return histogramRange.low + bin
}
