import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Claim, groupClaims, scoreGroup } from '../../../src/inference/merge-claims.ts'

const claim = (image: number, x: number, y: number, more: Partial<Claim> = {}): Claim => ({
  image,
  atMm: [x, y, image],
  diameterMm: 6,
  confidence: 0.5,
  ...more,
})

describe('claims of one nodule', () => {
  it('are one group over slices, also where only neighbours touch', () => {
    const six = [0, 1, 2, 4, 6, 8].map(image => claim(image, 10 + image / 4, 20))
    expect(groupClaims(six)).toEqual([six])
  })

  it('are two groups in two places, or three slices apart', () => {
    expect(groupClaims([claim(0, 0, 0), claim(0, 5.1, 0)])).toHaveLength(2)
    expect(groupClaims([claim(0, 0, 0), claim(3, 0, 0)])).toHaveLength(2)
  })

  it('reach further where they are large, but no claimed size ties the lung together', () => {
    const large = { diameterMm: 20 }
    expect(groupClaims([claim(0, 0, 0, large), claim(1, 9, 0, large)])).toHaveLength(1)
    const absurd = { diameterMm: 400 }
    expect(groupClaims([claim(0, 0, 0, absurd), claim(1, 40, 0, absurd)])).toHaveLength(2)
  })

  it('are a partition, whatever they are', () => {
    const claims = fc.array(
      fc.record({
        image: fc.integer({ min: 0, max: 9 }),
        atMm: fc.tuple(fc.integer({ max: 60, min: 0 }), fc.integer({ max: 60, min: 0 }), fc.constant(0)),
        diameterMm: fc.integer({ min: 1, max: 40 }),
        confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(claims, all => {
        const groups = groupClaims(all)
        expect(groups.flat()).toHaveLength(all.length)
        expect(new Set(groups.flat())).toEqual(new Set(all))
        for (const group of groups) {
          const score = scoreGroup(group, { measuredDiameterMm: 8, sliceMm: 1 })
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(0.95)
        }
      }),
    )
  })
})

describe('the score of a group', () => {
  const seen = { measuredDiameterMm: 8, sliceMm: 1 }
  it('is 1 - the product of doubts over pictures, with a bonus, capped', () => {
    expect(scoreGroup([claim(0, 0, 0), claim(1, 0, 0)], seen)).toBeCloseTo(0.8)
    expect(
      scoreGroup(
        [0, 1, 2, 3, 4, 5].map(image => claim(image, 0, 0)),
        seen,
      ),
    ).toBe(0.95)
  })
  it('counts a picture once, also if two batches showed it', () => {
    expect(scoreGroup([claim(4, 0, 0), claim(4, 0, 0, { confidence: 0.7 })], { measuredDiameterMm: 8 })).toBe(
      0.7,
    )
  })
  it('is half for a thick nodule that only one thin slice shows', () => {
    expect(scoreGroup([claim(0, 0, 0)], seen)).toBe(0.25)
    expect(scoreGroup([claim(0, 0, 0)], { measuredDiameterMm: 2, sliceMm: 1 })).toBe(0.5)
    expect(scoreGroup([claim(0, 0, 0)], { measuredDiameterMm: 8 })).toBe(0.5)
  })
})
