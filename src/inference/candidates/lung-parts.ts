import type { CoarseImage } from './block-average.ts'
import type { Components } from './components.ts'
import { cellVolumeMl } from './grid.ts'

const smallestPartMl = 60
const smallestShareOfLargest = 0.12
const mostParts = 4
/** Median HU of a lung: gas in the bowel or trachea is darker, everything else brighter. */
const lungMedianHu = { above: -965, below: -450 } as const

/** Labels of the air parts that are lung: at most 4, large, and with the grey of lung rather than of gas. */
export const chooseLungParts = (image: CoarseImage, parts: Components): ReadonlySet<number> => {
  const ml = cellVolumeMl(image.grid)
  const largest = [...parts.sizes.keys()]
    .filter(label => label > 0 && parts.sizes[label]! * ml > smallestPartMl)
    .sort((a, b) => parts.sizes[b]! - parts.sizes[a]! || a - b)
    .slice(0, mostParts)
  const first = largest[0]
  if (first === undefined) return new Set()
  const isLung = (label: number): boolean => {
    const median = medianHu(image.hu, parts.labels, label)
    return median > lungMedianHu.above && median < lungMedianHu.below
  }
  const lungs = largest.filter(isLung)
  const reference = lungs[0] === undefined ? 0 : parts.sizes[lungs[0]]!
  return new Set(lungs.filter(label => parts.sizes[label]! > smallestShareOfLargest * reference))
}

const medianHu = (hu: Int16Array, labels: Int32Array, label: number): number => {
  const histogram = new Int32Array(65536)
  let count = 0
  for (let i = 0; i < hu.length; i++) {
    if (labels[i] !== label) continue
    const bin = hu[i]! + 32768
    histogram[bin] = histogram[bin]! + 1
    count++
  }
  let seen = 0
  for (let bin = 0; bin < histogram.length; bin++) {
    seen += histogram[bin]!
    if (seen * 2 >= count) return bin - 32768
  }
  return 0
}
