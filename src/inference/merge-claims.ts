import type { Vector3 } from '../dicom/instance-facts.ts'

/** A place that a model pointed at in one picture. */
export interface Claim {
  /** Index of the picture in the series of pictures. */
  readonly image: number
  /** mm along the columns, the rows and the slices of the volume. */
  readonly atMm: Vector3
  /** As the model told it: only to group with, never a measurement. */
  readonly diameterMm: number
  /** 0 to 1, as the model told it. */
  readonly confidence: number
}

const leastReachMm = 5
/** A model that calls a spot larger than this must not tie the whole lung together. */
const largestDiameterMm = 30
const mostImagesApart = 2

/**
 * Claims of one nodule, by union-find: centres within max(5 mm, a quarter of both diameters) in the plane and at most
 * two pictures apart. Groups and their claims stay in the order of the input.
 */
export const groupClaims = <One extends Claim>(claims: readonly One[]): One[][] => {
  const parents = claims.map((_, index) => index)
  const root = (index: number): number => {
    let at = index
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!
      at = parents[at]!
    }
    return at
  }
  for (let a = 0; a < claims.length; a++) {
    for (let b = 0; b < a; b++) {
      if (!areOne(claims[a]!, claims[b]!)) continue
      const [low, high] = [root(a), root(b)].sort((x, y) => x - y) as [number, number]
      parents[high] = low
    }
  }
  const groups = new Map<number, One[]>()
  claims.forEach((claim, index) => {
    const group = groups.get(root(index))
    if (group) group.push(claim)
    else groups.set(root(index), [claim])
  })
  return [...groups.values()]
}

const areOne = (a: Claim, b: Claim): boolean => {
  if (Math.abs(a.image - b.image) > mostImagesApart) return false
  const diameters = Math.min(largestDiameterMm, a.diameterMm) + Math.min(largestDiameterMm, b.diameterMm)
  const reachMm = Math.max(leastReachMm, diameters / 4)
  return Math.hypot(a.atMm[0] - b.atMm[0], a.atMm[1] - b.atMm[1]) < reachMm
}

const mostConfidence = 0.95
const severalImagesBonus = 0.05
const lonelyImageFactor = 0.5

/** What is known of a group's nodule and pictures besides the claims. */
export interface GroupEvidence {
  /** As we measured it, mm. */
  readonly measuredDiameterMm: number
  /** Distance of neighbouring slices, mm, where each picture is one slice; undefined for slabs. */
  readonly sliceMm?: number
}

/**
 * Score of a group, 0 to .95: 1 - the product of (1 - confidence) over its pictures, a little more if seen in several,
 * half if seen in one thin slice alone although it is thicker than two. A model's confidence, not a probability.
 */
export const scoreGroup = (group: readonly Claim[], evidence: GroupEvidence): number => {
  const byImage = new Map<number, number>()
  for (const { image, confidence } of group) {
    byImage.set(image, Math.max(confidence, byImage.get(image) ?? 0))
  }
  const doubt = [...byImage.values()].reduce((product, confidence) => product * (1 - confidence), 1)
  const seen = Math.min(mostConfidence, 1 - doubt)
  if (byImage.size > 1) return Math.min(mostConfidence, seen + severalImagesBonus)
  const { sliceMm, measuredDiameterMm } = evidence
  return sliceMm !== undefined && measuredDiameterMm > 2 * sliceMm ? seen * lonelyImageFactor : seen
}
