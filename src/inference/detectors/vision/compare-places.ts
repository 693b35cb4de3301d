import type { Vector3 } from '../../../dicom/instance-facts.ts'
import { type Claim, groupClaims } from '../../merge-claims.ts'

/** A place that an answer names. `diameterMm` only where the model told it itself. */
export interface NamedPlace {
  /** Index of its picture. */
  readonly image: number
  /** mm along columns, rows and slices of the volume, or a patient position: only distances matter. */
  readonly atMm: Vector3
  readonly diameterMm?: number
}

/** One nodule of an answer: the mean of its places, its largest diameter. */
interface NamedNodule {
  readonly atMm: Vector3
  readonly diameterMm: number | undefined
}

const leastReachMm = 5

/**
 * What a shadow's answer is compared by: hits of both, matched by distance in mm (nearest first, within 5 mm or half of
 * the larger diameter), hits of one alone, and of the matched ones the mean distance and the mean difference of size
 * (candidate less used). Places of one nodule on several pictures count once.
 */
export const comparePlaces = (
  used: readonly NamedPlace[],
  candidate: readonly NamedPlace[],
): Readonly<Record<string, number>> => {
  const [ours, theirs] = [nodulesOf(used), nodulesOf(candidate)]
  const pairs = matchNearest(ours, theirs)
  const sizes = pairs.flatMap(({ one, other }) =>
    one.diameterMm === undefined || other.diameterMm === undefined ? [] : [other.diameterMm - one.diameterMm],
  )
  return {
    matchedHits: pairs.length,
    missedHits: ours.length - pairs.length,
    addedHits: theirs.length - pairs.length,
    ...(pairs.length === 0 ? {} : { distanceMm: mean(pairs.map(pair => pair.distanceMm)) }),
    ...(sizes.length === 0 ? {} : { sizeDifferenceMm: mean(sizes) }),
  }
}

const nodulesOf = (places: readonly NamedPlace[]): readonly NamedNodule[] =>
  groupClaims(places.map(claimOf)).map(group => {
    const told = group.flatMap(({ toldMm }) => toldMm ?? [])
    const along = (axis: 0 | 1 | 2): number => mean(group.map(({ atMm }) => atMm[axis]))
    return {
      atMm: [along(0), along(1), along(2)],
      diameterMm: told.length === 0 ? undefined : Math.max(...told),
    }
  })

const claimOf = ({
  image,
  atMm,
  diameterMm,
}: NamedPlace): Claim & { readonly toldMm: number | undefined } => ({
  image,
  atMm,
  diameterMm: diameterMm ?? 0,
  confidence: 1,
  toldMm: diameterMm,
})

interface Pair {
  readonly one: NamedNodule
  readonly other: NamedNodule
  readonly distanceMm: number
}

const matchNearest = (ours: readonly NamedNodule[], theirs: readonly NamedNodule[]): readonly Pair[] => {
  const near = ours
    .flatMap(one => theirs.map((other): Pair => ({ one, other, distanceMm: distance(one, other) })))
    .filter(({ one, other, distanceMm }) => distanceMm <= reachOf(one, other))
    .sort((a, b) => a.distanceMm - b.distanceMm)
  const taken = new Set<NamedNodule>()
  return near.filter(({ one, other }) => {
    if (taken.has(one) || taken.has(other)) return false
    taken.add(one).add(other)
    return true
  })
}

const reachOf = (one: NamedNodule, other: NamedNodule): number =>
  Math.max(leastReachMm, Math.max(one.diameterMm ?? 0, other.diameterMm ?? 0) / 2)

const distance = (one: NamedNodule, other: NamedNodule): number =>
  Math.hypot(...one.atMm.map((value, axis) => value - other.atMm[axis]!))

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
