import type { Channel } from './blob.ts'

/** What the score is made of. */
export interface ScoreFeatures {
  readonly channel: Channel
  /** Scale-normalized blob response (HU) times roundness. */
  readonly dotStrength: number
  /** Peak less background (HU). */
  readonly contrastHu: number
  readonly equivalentDiameterMm: number
  readonly axisRatio: number
  readonly vesselShare: number
  readonly pleuraShare: number
  readonly openShare: number
  readonly radialGradient: number
  /** Cells kept over cells grown before vessels were cut off. */
  readonly openedShare: number
  readonly touchesBorder: boolean
}

/** Brings the response of an even ball to about 10. */
const responseScale = 27
const leastContrastHu = 150
/**
 * Contrast (HU) that a spot of a diameter (mm) needs for full weight: a solid nodule of 4 mm still shows 560 through partial
 * volume, so that a fainter spot of that size is a vessel's kink or noise; from 10 mm on ground glass counts in full.
 */
const contrastNeeded = [
  { diameterMm: 4, hu: 560 },
  { diameterMm: 7, hu: 260 },
  { diameterMm: 10, hu: 180 },
] as const
/** The gradients of a ball agree to .9 and more; where they agree no better than chance and a half it is a bundle of vessels. */
const radialRange = { none: 0.42, full: 0.95 } as const

/**
 * CAD score, 0 and up; 5 at the default operating point. Made by hand and monotone in every feature: a learnt one was
 * better on phantoms (logistic regression on 12 of them) but fell from .88 to .58 on implants in real scans. The response
 * is taken relative to the contrast, so that ground glass and solid nodules are on one scale.
 */
export const scoreCandidate = (features: ScoreFeatures): number => {
  const { contrastHu, equivalentDiameterMm } = features
  const blob = (responseScale * features.dotStrength) / Math.max(contrastHu, leastContrastHu)
  const evidence = Math.min(1, contrastHu / neededHu(equivalentDiameterMm)) ** 1.5
  const round = Math.min(1, features.axisRatio / 0.6)
  const free = 1 - Math.min(0.9, 3 * Math.max(0, features.vesselShare - 0.12))
  const { none, full } = radialRange
  const radial = clamped((features.radialGradient - none) / (full - none))
  const alone = Math.max(0, 1 - 0.5 * features.pleuraShare - Math.min(0.6, 2 * features.openShare))
  const whole = Math.min(1, features.openedShare + 0.4)
  const framed = features.touchesBorder ? 0.4 : 1
  return blob * evidence * round * free * radial * alone * whole * framed * channelFactor(features)
}

const clamped = (share: number): number => Math.max(0, Math.min(1, share))

const neededHu = (diameterMm: number): number => {
  const [small, middle, large] = contrastNeeded
  const [from, to] = diameterMm < middle.diameterMm ? [small, middle] : [middle, large]
  const share = clamped((diameterMm - from.diameterMm) / (to.diameterMm - from.diameterMm))
  return from.hu + share * (to.hu - from.hu)
}

/** Ground glass of less than 4 mm is vessels and noise: full weight from 6.5 mm on. */
const channelFactor = ({ channel, equivalentDiameterMm }: ScoreFeatures): number =>
  channel === 'solid' ? 1 : 0.95 * clamped((equivalentDiameterMm - 4) / 2.5)

const middleScore = 5
const steepness = 0.6

/** Score to confidence, 0 to 1, by a fixed logistic: 3 gives .23, 5 gives .5, 8 gives .86. Not a probability. */
export const confidenceOf = (score: number): number => 1 / (1 + Math.exp(-steepness * (score - middleScore)))
