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

const leastContrast: Readonly<Record<Channel, number>> = { solid: 200, 'ground-glass': 150 }

/**
 * CAD score, 0 and up; about 5 at the default operating point. Made by hand and monotone in every feature: a learnt one
 * was better on phantoms (logistic regression on 12 of them) but fell from .88 to .58 on implants in real scans.
 */
export const scoreCandidate = (features: ScoreFeatures): number => {
  const blob =
    features.dotStrength / Math.sqrt(Math.max(features.contrastHu, leastContrast[features.channel]))
  const round = Math.min(1, features.axisRatio / 0.6)
  const free = 1 - Math.min(0.9, 3 * Math.max(0, features.vesselShare - 0.12))
  const radial = 0.3 + 0.7 * Math.max(0, features.radialGradient)
  const alone = Math.max(0, 1 - 0.5 * features.pleuraShare - Math.min(0.6, 2 * features.openShare))
  const whole = Math.min(1, features.openedShare + 0.4)
  const framed = features.touchesBorder ? 0.4 : 1
  return blob * round * free * radial * alone * whole * framed * channelFactor(features)
}

/** Ground glass is rarer, and spots of it below 5 mm are vessels and noise: full weight from 8 mm on. */
const channelFactor = ({ channel, equivalentDiameterMm }: ScoreFeatures): number => {
  if (channel === 'solid') return 1
  return 0.9 * Math.max(0, Math.min(1, (equivalentDiameterMm - 5) / 3))
}

const middleScore = 5
const steepness = 0.6

/** Score to confidence, 0 to 1, by a fixed logistic: 3 gives .23, 5 gives .5, 8 gives .86. Not a probability. */
export const confidenceOf = (score: number): number => 1 / (1 + Math.exp(-steepness * (score - middleScore)))
