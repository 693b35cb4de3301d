import type { Vector3 } from '../dicom/instance-facts.ts'
import type { CaseTruth, KnownNodule } from './truth.ts'

/** A claim as far as matching cares. */
export interface Claim {
  readonly centerMm: Vector3
  readonly confidence: number
}

/** What became of one claim. `repeat`: its nodule was already hit by a surer claim. */
export type Verdict<C extends Claim, Nodule extends KnownNodule = KnownNodule> =
  | { readonly kind: 'hit' | 'repeat'; readonly claim: C; readonly nodule: Nodule }
  | { readonly kind: 'ignored' | 'false-positive'; readonly claim: C }

/** Claims beside the truth. */
export interface Matching<C extends Claim, Nodule extends KnownNodule = KnownNodule> {
  /** One a claim, surest first. */
  readonly verdicts: readonly Verdict<C, Nodule>[]
  readonly missed: readonly Nodule[]
}

/**
 * Matches claims to nodules as LUNA16 does: a claim hits where its centre lies within the nodule's radius of the
 * nodule's centre (the nearest such nodule), each nodule counts once, for its surest claim; further claims on it and
 * those on ignored places count neither way.
 */
export const matchFindings = <C extends Claim, Nodule extends KnownNodule>(
  claims: readonly C[],
  truth: CaseTruth<Nodule>,
): Matching<C, Nodule> => {
  const taken = new Set<Nodule>()
  const verdicts = [...claims]
    .sort((a, b) => b.confidence - a.confidence)
    .map((claim): Verdict<C, Nodule> => {
      const nodule = noduleAt(claim.centerMm, truth.nodules)
      if (!nodule) return { kind: isIgnored(claim.centerMm, truth) ? 'ignored' : 'false-positive', claim }
      if (taken.has(nodule)) return { kind: 'repeat', claim, nodule }
      taken.add(nodule)
      return { kind: 'hit', claim, nodule }
    })
  return { verdicts, missed: truth.nodules.filter(nodule => !taken.has(nodule)) }
}

const distanceMm = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

const noduleAt = <Nodule extends KnownNodule>(
  point: Vector3,
  nodules: readonly Nodule[],
): Nodule | undefined => {
  let nearest: Nodule | undefined
  let least = Number.POSITIVE_INFINITY
  for (const nodule of nodules) {
    const distance = distanceMm(point, nodule.centerLpsMm)
    if (distance > nodule.diameterMm / 2 || distance >= least) continue
    nearest = nodule
    least = distance
  }
  return nearest
}

const isIgnored = (point: Vector3, truth: CaseTruth): boolean =>
  truth.ignore.some(place => distanceMm(point, place.centerLpsMm) <= place.radiusMm)
