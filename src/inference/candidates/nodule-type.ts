import type { Vector3 } from '../../dicom/instance-facts.ts'
import { groundGlassCeilingHu } from './cube.ts'
import { countCells, floodCube } from './cube-flood.ts'
import { squaredDistance } from './merge-blobs.ts'
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
/** Scale of a second look: its cube holds a halo of twice the core. */
const haloScale = 1.5
const halo = {
  leastVolumeRatio: 1.6,
  leastFill: 0.4,
  leastGrowthMm: 2.5,
  mostMeanHu: -250,
  typicalHu: [-600, -520, groundGlassCeilingHu],
  darkestHu: -720,
} as const

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

/**
 * The ground-glass region around a solid core, if one stands out of what partial volume makes of a sharp edge. Looked
 * for with typical greys first, faint ones before dense ones (whose look leaks less into vessels), then drawn again at
 * half contrast of its own.
 */
const findHalo = (scene: Scene, core: Region): Region | undefined => {
  const coreMm = equivalentDiameterMm(core.volumeMm3)
  const positionMm: Vector3 = regionCentreMm(core)
  const sigmaMm = (haloScale * coreMm) / Math.sqrt(12)
  const look = (peakHu: number): Region | undefined =>
    segmentSpot(scene, { positionMm, sigmaMm, channel: 'ground-glass', peakHu }, 'measure')
  for (const typicalHu of halo.typicalHu) {
    const first = look(typicalHu)
    if (!first || !isHaloOf(first, core)) continue
    const again = look(haloGrey(first, typicalHu))
    return again && isHaloOf(again, core) ? again : first
  }
  return undefined
}

const isHaloOf = (whole: Region, core: Region): boolean => {
  const coreMm = equivalentDiameterMm(core.volumeMm3)
  const wholeMm = equivalentDiameterMm(whole.volumeMm3)
  const shape = shapeFeatures(whole)
  return (
    whole.volumeMm3 >= halo.leastVolumeRatio * core.volumeMm3 &&
    wholeMm - coreMm >= halo.leastGrowthMm &&
    shape.fill > halo.leastFill &&
    shape.meanHu < halo.mostMeanHu &&
    !shape.touchesBorder &&
    squaredDistance(regionCentreMm(core), regionCentreMm(whole)) < (wholeMm / 2) ** 2
  )
}

/** Median grey of the region's cells that are not solid, within what halos have. */
const haloGrey = ({ cube, mask }: Region, otherwiseHu: number): number => {
  const greys = Float32Array.from(
    cube.smooth.filter((grey, i) => mask[i] && grey < groundGlassCeilingHu - 10),
  ).sort()
  const median = greys[greys.length >> 1] ?? otherwiseHu
  return Math.max(halo.darkestHu, Math.min(groundGlassCeilingHu, median))
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
