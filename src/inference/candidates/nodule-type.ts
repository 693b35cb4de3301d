import { countCells, floodCube } from './cube-flood.ts'
import { findHalo } from './halo.ts'
import { equivalentDiameterMm, type Region, regionCentreMm, type Scene, segmentSpot } from './segment-spot.ts'
import { type ShapeFeatures, shapeFeatures } from './shape-features.ts'

/** A nodule's whole region with its type. */
export interface TypedRegion {
  readonly region: Region
  readonly shape: ShapeFeatures
  readonly type: 'solid' | 'part-solid' | 'ground-glass'
  /** Of the solid part, in part-solid nodules only. */
  readonly solidCoreDiameterMm?: number
}

const solidAboveHu = -300
/** A nodule with less than this share of solid cells, and a low mean, is ground glass. */
const leastSolidShare = 0.05
/** One found in the ground-glass look with more than this is solid. */
const mostlySolidShare = 0.6
const leastCoreMm = 2
/** A core wider than this share of the whole is a solid nodule with a blurred edge. */
const mostCoreShare = 0.75

/**
 * Solid, part-solid or ground glass, and the region of the whole nodule: a solid core is looked at once more for the
 * halo around it, without which the diameter of part-solid nodules comes out 3 to 4 mm short.
 */
export const typeRegion = (
  scene: Scene,
  spot: { readonly channel: 'solid' | 'ground-glass'; readonly region: Region },
): TypedRegion => {
  const { region, channel } = spot
  const shape = shapeFeatures(region)
  if (shape.solidShare < leastSolidShare && shape.meanHu < solidAboveHu) {
    return { region, shape, type: 'ground-glass' }
  }
  if (channel === 'ground-glass') return typeMixed(scene, region, shape)
  const whole = findHalo(scene, region)
  if (!whole) return { region, shape, type: 'solid' }
  return withCore(whole, shapeFeatures(whole)) ?? { region, shape, type: 'solid' }
}

const withCore = (region: Region, shape: ShapeFeatures): TypedRegion | undefined => {
  const solidCoreDiameterMm = coreDiameterMm(region)
  const wholeMm = equivalentDiameterMm(region.volumeMm3)
  if (solidCoreDiameterMm < leastCoreMm || solidCoreDiameterMm > mostCoreShare * wholeMm) return undefined
  return { region, shape, type: 'part-solid', solidCoreDiameterMm }
}

/** Found by the ground-glass look, yet with solid cells: part-solid, or solid and better seen at full grey. */
const typeMixed = (scene: Scene, region: Region, shape: ShapeFeatures): TypedRegion => {
  if (shape.solidShare <= mostlySolidShare) {
    return withCore(region, shape) ?? { region, shape, type: 'ground-glass' }
  }
  const sigmaMm = equivalentDiameterMm(region.volumeMm3) / Math.sqrt(12)
  const again = segmentSpot(
    scene,
    { positionMm: regionCentreMm(region), sigmaMm, channel: 'solid' },
    'measure',
  )
  return again
    ? { region: again, shape: shapeFeatures(again), type: 'solid' }
    : { region, shape, type: 'solid' }
}

/** Diameter of the ball of the largest solid part (above -300 HU) of a region, 0 if there is none. */
const coreDiameterMm = ({ cube, mask }: Region): number => {
  const solid = mask.map((cell, i) => (cell && cube.hu[i]! > solidAboveHu ? 1 : 0))
  let largest = 0
  for (let i = 0; i < solid.length; i++) {
    if (!solid[i]) continue
    const part = floodCube(solid, cube.side, i)
    largest = Math.max(largest, countCells(part))
    for (let n = i; n < part.length; n++) if (part[n]) solid[n] = 0
  }
  return largest === 0 ? 0 : equivalentDiameterMm(largest * cube.stepMm ** 3)
}
