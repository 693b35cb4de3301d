import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  confidenceOf,
  type ScoreFeatures,
  scoreCandidate,
} from '../../../../src/inference/candidates/score.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const features: fc.Arbitrary<ScoreFeatures> = fc.record({
  channel: fc.constantFrom('solid' as const, 'ground-glass' as const),
  dotStrength: fc.double({ min: 0, max: 600, noNaN: true }),
  contrastHu: fc.double({ min: 90, max: 1500, noNaN: true }),
  equivalentDiameterMm: fc.double({ min: 1, max: 40, noNaN: true }),
  axisRatio: share,
  vesselShare: share,
  pleuraShare: share,
  openShare: share,
  radialGradient: fc.double({ min: -1, max: 1, noNaN: true }),
  openedShare: share,
  touchesBorder: fc.boolean(),
})

/** Features that speak for a nodule as they grow, and those that speak against it. */
const rising = ['dotStrength', 'axisRatio', 'radialGradient', 'openedShare', 'equivalentDiameterMm'] as const
const falling = ['vesselShare', 'pleuraShare', 'openShare', 'contrastHu'] as const

test('the score never falls as a feature speaks more for a nodule', () => {
  fc.assert(
    fc.property(features, fc.double({ min: 0, max: 0.5, noNaN: true }), (given, more) => {
      const score = scoreCandidate(given)
      expect(score).toBeGreaterThanOrEqual(0)
      for (const name of rising) {
        expect(scoreCandidate({ ...given, [name]: given[name] + more })).toBeGreaterThanOrEqual(score)
      }
      for (const name of falling) {
        expect(scoreCandidate({ ...given, [name]: given[name] + more })).toBeLessThanOrEqual(score)
      }
      expect(scoreCandidate({ ...given, touchesBorder: true })).toBeLessThanOrEqual(score)
    }),
  )
})

test.each([
  [3, 0.23],
  [5, 0.5],
  [8, 0.86],
])('score %d is confidence %d', (score, confidence) => {
  expect(confidenceOf(score)).toBeCloseTo(confidence, 2)
})
