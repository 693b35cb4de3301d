import type { Vector3 } from '../../dicom/instance-facts.ts'
import { boundingBox, padBox } from './crop.ts'
import { groundGlassCeilingHu } from './cube.ts'
import { squaredDistancesWithin } from './distance-transform.ts'
import { squaredDistance } from './merge-blobs.ts'
import { equivalentDiameterMm, type Region, regionCentreMm, type Scene, segmentSpot } from './segment-spot.ts'
import { shapeFeatures } from './shape-features.ts'

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
/** Where a halo is looked for first, and how far it must stand out. */
const ring = { fromMm: 1, toMm: 2.5, leastContrastHu: 70 } as const

/**
 * The ground-glass region around a solid core, if one stands out of what partial volume makes of a sharp edge. Looked
 * for with typical greys first, faint ones before dense ones (whose look leaks less into vessels), then drawn again at
 * half contrast of its own.
 */
export const findHalo = (scene: Scene, core: Region): Region | undefined => {
  if (!mayHaveHalo(core)) return undefined
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

/** The median grey 1 to 2.5 mm outside the core stands out of the lung: a cheap look that spares most cores four. */
const mayHaveHalo = ({ cube, mask, threshold, background }: Region): boolean => {
  const size: Vector3 = [cube.side, cube.side, cube.side]
  const bounds = boundingBox(mask, size)
  if (!bounds) return false
  const box = padBox(bounds, size, Math.ceil(ring.toMm / cube.stepMm))
  const squared = squaredDistancesWithin(box, mask, size, [cube.stepMm, cube.stepMm, cube.stepMm])
  const greys = cube.smooth.filter(
    (grey, i) =>
      cube.inLung[i] && grey < threshold && squared[i]! > ring.fromMm ** 2 && squared[i]! <= ring.toMm ** 2,
  )
  const median = Float32Array.from(greys).sort()[greys.length >> 1]
  return median !== undefined && median > background + ring.leastContrastHu
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
