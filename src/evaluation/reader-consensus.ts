import type { Vector3 } from '../dicom/instance-facts.ts'
import type { CaseTruth, IgnoredPlace, KnownNodule } from './truth.ts'

/** What one or more readers marked at one place. Points in LPS mm. */
export interface MarkedPlace {
  readonly centerLpsMm: Vector3
  /** Diameters (mm) of balls of the readers' volumes, one a reader who drew it as 3 mm or more. */
  readonly diametersMm: readonly number[]
  /** Their volumes, mm3. */
  readonly volumesMm3: readonly number[]
  /** LIDC's texture, 1 (ground glass) to 5 (solid), by those who drew it. */
  readonly textures: readonly number[]
}

/** Readers of four who must have drawn a nodule for it to count (LUNA16). */
const readersNeeded = 3
/** Where readers gave no size (under 3 mm, no nodule), LUNA16 ignores claims within 5 mm. */
const unsizedRadiusMm = 5

/**
 * LUNA16's reference: what at least three readers drew as 3 mm or more are the nodules, with the mean of their sizes;
 * every other mark (fewer readers, under 3 mm, no nodule) is ignored.
 */
export const truthOfReaders = (places: readonly MarkedPlace[]): CaseTruth => {
  const isNodule = (place: MarkedPlace): boolean => place.diametersMm.length >= readersNeeded
  return {
    nodules: places.filter(isNodule).map(noduleOf),
    ignore: places.filter(place => !isNodule(place)).map(ignoredOf),
  }
}

const noduleOf = ({ centerLpsMm, diametersMm, volumesMm3, textures }: MarkedPlace): KnownNodule => ({
  centerLpsMm,
  diameterMm: mean(diametersMm),
  diameterOf: 'volume',
  volumeMm3: mean(volumesMm3),
  ...(textures.length > 0 ? { type: typeOfTexture(mean(textures)) } : {}),
})

/** LIDC's scale: 1 ground glass, 3 part-solid, 5 solid. */
const typeOfTexture = (texture: number): NonNullable<KnownNodule['type']> =>
  texture < 2 ? 'ground-glass' : texture <= 3.5 ? 'part-solid' : 'solid'

const ignoredOf = ({ centerLpsMm, diametersMm }: MarkedPlace): IgnoredPlace => ({
  centerLpsMm,
  radiusMm: diametersMm.length > 0 ? Math.max(unsizedRadiusMm, mean(diametersMm) / 2) : unsizedRadiusMm,
  kind: diametersMm.length > 0 ? 'too few readers' : 'under 3 mm or no nodule',
})

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
