import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  longestCaliper,
  type PlanePoint,
  perpendicularCaliper,
} from '../../../../src/inference/candidates/calipers.ts'

const ellipse = (long: number, short: number, turn: number): PlanePoint[] =>
  Array.from({ length: 360 }, (_, i): PlanePoint => {
    const t = (i * Math.PI) / 180
    const [x, y] = [(long / 2) * Math.cos(t), (short / 2) * Math.sin(t)]
    return [x * Math.cos(turn) - y * Math.sin(turn) + 40, x * Math.sin(turn) + y * Math.cos(turn) - 3]
  })

test('an ellipse has its own axes, however it is turned', () => {
  for (const turn of [0, 0.4, 1.2, 2.9]) {
    const outline = ellipse(22, 14, turn)
    const long = longestCaliper(outline)
    const short = perpendicularCaliper(outline, long)
    expect(long.lengthMm).toBeCloseTo(22, 2)
    expect(short.lengthMm).toBeCloseTo(14, 1)
  }
})

test('the longest caliper is the largest distance of two points', () => {
  const point = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }))
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 25 }), points => {
      const distances = points.flatMap(a => points.map(b => Math.hypot(a[0] - b[0], a[1] - b[1])))
      expect(longestCaliper(points).lengthMm).toBeCloseTo(Math.max(...distances), 9)
    }),
  )
})

test('the short axis is at right angles, no longer than the long one, and as long as it is drawn', () => {
  const radii = fc.array(fc.double({ min: 3, max: 12, noNaN: true }), { minLength: 8, maxLength: 40 })
  fc.assert(
    fc.property(radii, lengths => {
      const outline = lengths.map((r, i): PlanePoint => {
        const t = (2 * Math.PI * i) / lengths.length
        return [r * Math.cos(t), r * Math.sin(t)]
      })
      const long = longestCaliper(outline)
      const short = perpendicularCaliper(outline, long)
      const [[ax, ay], [bx, by]] = long.ends
      const [[cx, cy], [dx, dy]] = short.ends
      expect(Math.abs((bx - ax) * (dx - cx) + (by - ay) * (dy - cy))).toBeLessThan(1e-6)
      expect(short.lengthMm).toBeLessThanOrEqual(long.lengthMm + 1e-9)
      expect(Math.hypot(dx - cx, dy - cy)).toBeCloseTo(short.lengthMm, 9)
    }),
  )
})
