import { type Components, labelComponents } from './components.ts'
import { squaredDistances } from './distance-transform.ts'
import type { Grid } from './grid.ts'

/** Byte of a cell in the right lung, the patient's right: smaller x in LPS. */
export const rightSide = 1
/** Byte of a cell in the left lung. */
export const leftSide = 2

const erosionMm = 5
const smallestShareOfLarger = 0.2
const splitWindowMm = 25

/**
 * Parts a lung mask in right (1) and left (2). Eroding 5 mm opens the anterior and posterior junctions, then each cell
 * goes to the nearer part; lungs that stay one piece are cut at the narrowest sagittal plane within 25 mm of the middle,
 * unless all of it lies on one side of the body (one lung alone).
 */
export const splitSides = (lung: Uint8Array, grid: Grid, midlineMm: number): Uint8Array => {
  const eroded = erode(lung, grid)
  const parts = labelComponents(eroded, grid.size)
  const [first, second] = [...parts.sizes.keys()]
    .filter(label => label > 0)
    .sort((a, b) => parts.sizes[b]! - parts.sizes[a]! || a - b)
  const areTwo =
    first !== undefined &&
    second !== undefined &&
    parts.sizes[second]! > smallestShareOfLarger * parts.sizes[first]! &&
    areSideBySide(parts, [first, second], grid)
  return areTwo ? splitByNearest(lung, parts, [first, second], grid) : splitByPlane(lung, grid, midlineMm)
}

const erode = (lung: Uint8Array, grid: Grid): Uint8Array => {
  const outside = lung.map(cell => (cell ? 0 : 1))
  const squared = squaredDistances(outside, grid.size, grid.spacingMm)
  return lung.map((cell, i) => (cell && squared[i]! > erosionMm * erosionMm ? 1 : 0))
}

const meanX = (parts: Components, label: number, nx: number): number => {
  let sum = 0
  for (let i = 0; i < parts.labels.length; i++) if (parts.labels[i] === label) sum += i % nx
  return sum / parts.sizes[label]!
}

/** Two pieces of one lung lie above each other, a right and a left one beside each other. */
const areSideBySide = (parts: Components, [a, b]: readonly [number, number], grid: Grid): boolean => {
  const nx = grid.size[0]
  return Math.abs(meanX(parts, a, nx) - meanX(parts, b, nx)) * grid.spacingMm[0] > splitWindowMm
}

const splitByNearest = (
  lung: Uint8Array,
  parts: Components,
  [a, b]: readonly [number, number],
  grid: Grid,
): Uint8Array => {
  const nx = grid.size[0]
  const [right, left] = meanX(parts, a, nx) < meanX(parts, b, nx) ? [a, b] : [b, a]
  const distanceTo = (label: number): Float32Array => {
    const mask = new Uint8Array(lung.length)
    for (let i = 0; i < mask.length; i++) mask[i] = parts.labels[i] === label ? 1 : 0
    return squaredDistances(mask, grid.size, grid.spacingMm)
  }
  const toRight = distanceTo(right)
  const toLeft = distanceTo(left)
  return lung.map((cell, i) => (cell ? (toRight[i]! < toLeft[i]! ? rightSide : leftSide) : 0))
}

const splitByPlane = (lung: Uint8Array, grid: Grid, midlineMm: number): Uint8Array => {
  const nx = grid.size[0]
  const areas = new Int32Array(nx)
  let weighted = 0
  let count = 0
  for (let i = 0; i < lung.length; i++) {
    if (!lung[i]) continue
    const x = i % nx
    areas[x] = areas[x]! + 1
    weighted += x
    count++
  }
  const reach = splitWindowMm / grid.spacingMm[0]
  const midline = (midlineMm - grid.originMm[0]) / grid.spacingMm[0]
  const isRightAlone = areas.findLastIndex(area => area > 0) < midline + reach
  const isLeftAlone = areas.findIndex(area => area > 0) > midline - reach
  if (isRightAlone || isLeftAlone) return lung.map(cell => (cell ? (isRightAlone ? rightSide : leftSide) : 0))
  const split = narrowestPlane(areas, weighted / count, reach)
  return lung.map((cell, i) => (cell ? (i % nx < split ? rightSide : leftSide) : 0))
}

const narrowestPlane = (areas: Int32Array, middle: number, reach: number): number => {
  const from = Math.max(0, Math.floor(middle - reach))
  const to = Math.min(areas.length - 1, Math.ceil(middle + reach))
  let narrowest = Math.round(middle)
  for (let x = from; x <= to; x++) if (areas[x]! < areas[narrowest]!) narrowest = x
  return narrowest
}
