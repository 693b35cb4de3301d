import type { Vector3 } from '../../dicom/instance-facts.ts'
import { boundingBox, padBox } from './crop.ts'
import { type Cube, type Spot, sampleCube } from './cube.ts'
import { countCells, floodCube } from './cube-flood.ts'
import { squaredDistancesWithin } from './distance-transform.ts'
import type { Field } from './field.ts'
import { findGreyLevels, type GreyLevels } from './grey-levels.ts'
import type { LungMap } from './lung-map.ts'
import { withPleuralCap } from './pleural-cap.ts'

/** The image and its lungs. */
export interface Scene {
  readonly hu: Field
  readonly lungs: LungMap
}

/** A spot's own tissue, vessels cut off. */
export interface Region extends GreyLevels {
  readonly cube: Cube
  /** 1 in the region; one byte a cell of the cube. */
  readonly mask: Uint8Array
  readonly cells: number
  /** Cells before the vessels were cut off. */
  readonly grownCells: number
  readonly volumeMm3: number
  /** Mean of the cells' positions, in cells of the cube. */
  readonly centroid: Vector3
}

const leastGrownCells = 8
const leastCells = 6
const leastInscribedMm = 0.9
/** How much of the inscribed radius is eroded: thinner parts, the vessels, fall off. */
const openingShare = 0.55
/** The dilation back goes a little further than the erosion, as distances run between cell centres. */
const dilationSlack = 1.07
/** For a measurement the dilation goes half a cell further: bumps come back, and so the diameter (0.1 to 0.2 mm). */
const regrownCells = 0.5

/** A score wants vessels cut short, a measurement wants the whole nodule. */
export type Purpose = 'score' | 'measure'

/**
 * Segments the spot: grows above half contrast, then opens with a ball of 0.55 of the inscribed radius and keeps the
 * part with the deepest point. Undefined where nothing nodule-like stands there.
 */
export const segmentSpot = ({ hu, lungs }: Scene, spot: Spot, purpose: Purpose): Region | undefined => {
  const cube = sampleCube(hu, lungs, spot)
  const levels = findGreyLevels(cube, spot)
  if (!levels) return undefined
  const grown = grow(cube, levels)
  const grownCells = countCells(grown)
  if (grownCells < leastGrownCells) return undefined
  const opened = open(cube, grown, purpose)
  if (!opened) return undefined
  const mask = purpose === 'measure' ? withPleuralCap(cube, opened) : opened
  const cells = countCells(mask)
  if (cells < leastCells) return undefined
  return {
    ...levels,
    cube,
    mask,
    cells,
    grownCells,
    volumeMm3: cells * cube.stepMm ** 3,
    centroid: centroidOf(mask, cube.side, cells),
  }
}

const grow = (cube: Cube, { seed, threshold }: GreyLevels): Uint8Array => {
  const allowed = new Uint8Array(cube.smooth.length)
  const reach = cube.reachMm - cube.stepMm
  for (let i = 0; i < allowed.length; i++) {
    const isIn = cube.inLung[i] && cube.smooth[i]! >= threshold && cube.fromCentreMm[i]! <= reach
    allowed[i] = isIn ? 1 : 0
  }
  return floodCube(allowed, cube.side, seed)
}

const open = (cube: Cube, grown: Uint8Array, purpose: Purpose): Uint8Array | undefined => {
  const { side, stepMm } = cube
  const size: Vector3 = [side, side, side]
  const spacing: Vector3 = [stepMm, stepMm, stepMm]
  const bounds = boundingBox(grown, size)
  if (!bounds) return undefined
  const box = padBox(bounds, size, 1)
  const depth = squaredDistancesWithin(box, complement(grown), size, spacing)
  const deepest = deepestCell(cube, grown, depth)
  if (deepest === undefined) return undefined
  const inscribedMm = Math.sqrt(depth[deepest]!)
  if (inscribedMm < leastInscribedMm) return undefined
  const erosion = Math.max(openingShare * inscribedMm, 0.8 * stepMm)
  const eroded = grown.map((cell, i) => (cell && depth[i]! > erosion * erosion ? 1 : 0))
  eroded[deepest] = 1
  const core = floodCube(eroded, side, deepest)
  const toCore = squaredDistancesWithin(box, core, size, spacing)
  const reach = erosion * dilationSlack + (purpose === 'measure' ? regrownCells * stepMm : 0)
  return grown.map((cell, i) => (cell && toCore[i]! <= reach * reach ? 1 : 0))
}

const complement = (mask: Uint8Array): Uint8Array => mask.map(cell => (cell ? 0 : 1))

const deepestCell = (cube: Cube, grown: Uint8Array, depth: Float32Array): number | undefined => {
  const reach = Math.max(1.5, cube.radiusMm)
  let deepest: number | undefined
  let most = 0
  for (let i = 0; i < grown.length; i++) {
    if (!grown[i] || cube.fromCentreMm[i]! >= reach || depth[i]! <= most) continue
    most = depth[i]!
    deepest = i
  }
  return deepest
}

const centroidOf = (mask: Uint8Array, side: number, cells: number): Vector3 => {
  let x = 0
  let y = 0
  let z = 0
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i]) continue
    x += i % side
    y += ((i / side) | 0) % side
    z += (i / (side * side)) | 0
  }
  return [x / cells, y / cells, z / cells]
}

/** The region's centre, mm in the patient frame. */
export const regionCentreMm = ({ cube, centroid }: Region): Vector3 => [
  cube.originMm[0] + centroid[0] * cube.stepMm,
  cube.originMm[1] + centroid[1] * cube.stepMm,
  cube.originMm[2] + centroid[2] * cube.stepMm,
]

/** Diameter (mm) of the ball of the region's volume. */
export const equivalentDiameterMm = (volumeMm3: number): number =>
  2 * Math.cbrt((3 * volumeMm3) / (4 * Math.PI))
