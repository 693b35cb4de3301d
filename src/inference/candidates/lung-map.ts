import type { Vector3 } from '../../dicom/instance-facts.ts'
import { findAirways } from './airways.ts'
import { averageBlocks, blockSize, type CoarseImage } from './block-average.ts'
import { closeSides } from './closing.ts'
import { labelComponents } from './components.ts'
import { boundingBox, cropImage, cropMask, growBox } from './crop.ts'
import type { Field } from './field.ts'
import { cellVolumeMl, type Grid, nearestCell } from './grid.ts'
import { findInnerAir } from './inner-air.ts'
import { chooseLungParts } from './lung-parts.ts'
import { leftSide, rightSide, splitSides } from './lung-sides.ts'
import { sharedUint8 } from './shared-array.ts'
import { signedDistance } from './signed-distance.ts'

/** Outermost positions (mm, patient frame) of one lung. */
export interface LungExtent {
  readonly fromMm: Vector3
  readonly toMm: Vector3
}

/** Where the lungs are, on a grid of about 2.2 mm cropped to them. Arrays are shared between threads. */
export interface LungMap {
  readonly grid: Grid
  /** 1/100 mm to the surface of the closed lungs, negative inside. */
  readonly distance: Field
  /** Closed lungs: 1 right, 2 left, 0 outside. */
  readonly sides: Uint8Array
  readonly right: LungExtent | undefined
  readonly left: LungExtent | undefined
  readonly volumeMl: number
  /** Volume that the closing added: nodules on the pleura and hilar vessels, or consolidation where it is large. */
  readonly closedInMl: number
}

const coarseMm = 2.2
const tissueAboveHu = -300
/** Cells beyond the lungs that the closing and the distance need. */
const marginMm = 16
/** Radius of the ball that closes the lungs. */
export const closingMm = 12

/** Both lungs of a CT in the patient frame, airways taken out; undefined where no lung is seen. */
export const findLungs = (hu: Field): LungMap | undefined => {
  const image = averageBlocks(hu, blockSize(hu.grid.spacingMm, coarseMm))
  const air = findInnerAir(image)
  const parts = labelComponents(air, image.grid.size)
  const chosen = chooseLungParts(image, parts)
  if (chosen.size === 0) return undefined
  const lung = new Uint8Array(air.length)
  for (let i = 0; i < lung.length; i++) lung[i] = chosen.has(parts.labels[i]!) ? 1 : 0
  const midlineMm = bodyMidline(image)
  const airways = findAirways(image, air, midlineMm)
  if (airways) for (let i = 0; i < lung.length; i++) if (airways[i]) lung[i] = 0
  const box = boundingBox(lung, image.grid.size)
  if (!box) return undefined
  const wide = growBox(box, image.grid, marginMm)
  return mapLungs(cropMask(lung, image.grid.size, wide), cropImage(image, wide).grid, midlineMm)
}

const mapLungs = (lung: Uint8Array, grid: Grid, midlineMm: number): LungMap => {
  const open = splitSides(lung, grid, midlineMm)
  const closed = closeSides(open, grid, closingMm)
  const sides = sharedUint8(closed.length)
  sides.set(closed)
  const ml = cellVolumeMl(grid)
  const cells = (mask: Uint8Array): number => mask.reduce((count, cell) => count + (cell ? 1 : 0), 0)
  return {
    grid,
    distance: signedDistance(closed, grid),
    sides,
    right: extentOf(closed, grid, rightSide),
    left: extentOf(closed, grid, leftSide),
    volumeMl: cells(open) * ml,
    closedInMl: (cells(closed) - cells(open)) * ml,
  }
}

/** Mean position of tissue along the left-right axis (mm): the patient may lie off the table's centre. */
const bodyMidline = ({ grid, hu }: CoarseImage): number => {
  let sum = 0
  let count = 0
  for (let i = 0; i < hu.length; i++) {
    if (hu[i]! < tissueAboveHu) continue
    sum += i % grid.size[0]
    count++
  }
  return grid.originMm[0] + (count === 0 ? grid.size[0] / 2 : sum / count) * grid.spacingMm[0]
}

const extentOf = (sides: Uint8Array, grid: Grid, side: number): LungExtent | undefined => {
  const one = sides.map(cell => (cell === side ? 1 : 0))
  const box = boundingBox(one, grid.size)
  if (!box) return undefined
  const at = (index: Vector3): Vector3 => [
    grid.originMm[0] + index[0] * grid.spacingMm[0],
    grid.originMm[1] + index[1] * grid.spacingMm[1],
    grid.originMm[2] + index[2] * grid.spacingMm[2],
  ]
  return { fromMm: at(box.from), toMm: at(box.to) }
}

/** The side of a point; a point outside both lungs goes to the one whose middle is nearer. */
export const sideAt = (lungs: LungMap, pointMm: Vector3): 'right' | 'left' => {
  const cell = lungs.sides[nearestCell(lungs.grid, pointMm)]
  if (cell === rightSide) return 'right'
  if (cell === leftSide) return 'left'
  if (!lungs.right) return 'left'
  if (!lungs.left) return 'right'
  const middle = (extent: LungExtent): number => (extent.fromMm[0] + extent.toMm[0]) / 2
  return Math.abs(pointMm[0] - middle(lungs.right)) <= Math.abs(pointMm[0] - middle(lungs.left))
    ? 'right'
    : 'left'
}
