import { type AirRegion, findAirRegions, type HuSlice } from './air-regions.ts'
import type { SeriesFacts } from './series-facts.ts'
import type { SliceStack } from './slice-stack.ts'

const sampleCount = 9
const wantedLungMm = 100
const wantedLungShare = 0.6
const largeRegionMm2 = 2000
const bothLungsMm2 = 6000
const oneLungMm2 = 8000
const apartMm = 60
const flattest = 0.33

/** Indices of the slices of a stack to look at: nine, spread evenly (all, if there are fewer). */
export const sampleSlicesForRegion = (stack: SliceStack): readonly number[] => {
  const count = Math.min(sampleCount, stack.slices.length)
  return Array.from({ length: count }, (_, index) =>
    Math.floor(((index + 0.5) * stack.slices.length) / count),
  )
}

/**
 * Chest if lungs are seen over at least 100 mm, or over 60 % of a shorter stack; else other. Bowel gas and the air
 * around a patient are nearer to -1000 HU than lungs, sinuses are small, and lung bases above an abdomen are short.
 * @param slices evenly spread @param coverageMm of the stack that they stand for
 */
export const tellBodyRegion = (
  slices: readonly HuSlice[],
  coverageMm: number,
): NonNullable<SeriesFacts['bodyRegion']> => {
  if (slices.length === 0) return 'other'
  const share = slices.filter(showsLungs).length / slices.length
  const wanted = Math.min(wantedLungMm, wantedLungShare * coverageMm)
  return share > 0 && share * coverageMm >= wanted ? 'chest' : 'other'
}

/** Two large regions of lung-like HU side by side, or one that is large enough to be both or a lone lung. */
export const showsLungs = (slice: HuSlice): boolean => {
  const lungs = findAirRegions(slice).filter(isLungLike)
  const total = lungs.reduce((sum, { areaMm2 }) => sum + areaMm2, 0)
  if (lungs.some(({ areaMm2 }) => areaMm2 >= oneLungMm2)) return true
  return total >= bothLungsMm2 && lungs.some(a => lungs.some(b => distanceMm(a, b) >= apartMm))
}

/**
 * Large, of lung-like HU, and not a strip: the foam of a table top is a wide, flat region of -970 to -900 HU. What
 * touches the border is mostly outside air; only a narrow field of view cuts lungs off.
 */
const isLungLike = ({ areaMm2, medianHu, extentMm, touchesBorder }: AirRegion): boolean =>
  areaMm2 >= largeRegionMm2 &&
  medianHu > (touchesBorder ? -900 : -950) &&
  medianHu < -550 &&
  Math.min(...extentMm) >= flattest * Math.max(...extentMm)

const distanceMm = (a: AirRegion, b: AirRegion): number =>
  Math.hypot(a.centreMm[0] - b.centreMm[0], a.centreMm[1] - b.centreMm[1])
