import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ImagePoint } from '../../../../src/inference/finding.ts'
import { coverOutline, emptyMask } from '../../../../src/reporting/seg/rasterize.ts'

const drawn = (points: readonly ImagePoint[], rows = 6, columns = 6): readonly string[] => {
  const mask = emptyMask(rows, columns)
  coverOutline(mask, points)
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => (mask.covered[row * columns + column] ? '#' : '.')).join(
      '',
    ),
  )
}

test('covers the pixels whose centre lies inside', () => {
  const square: readonly ImagePoint[] = [
    [1.2, 1.2],
    [3.6, 1.2],
    [3.6, 3.4],
    [1.2, 3.4],
  ]
  expect(drawn(square)).toEqual(['......', '.###..', '.###..', '......', '......', '......'])
})

test('leaves out a notch, and what lies beyond the image', () => {
  const notched: readonly ImagePoint[] = [
    [-2, -2],
    [8, -2],
    [8, 8],
    [3, 2],
    [-2, 8],
  ]
  expect(drawn(notched, 4, 6)).toEqual(['######', '######', '######', '##..##'])
})

test('two halves that share an edge cover each pixel once', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 6, noNaN: true }),
      fc.double({ min: 0, max: 6, noNaN: true }),
      (a, b) => {
        const left = emptyMask(6, 6)
        coverOutline(left, [
          [0, 0],
          [a, 0],
          [b, 6],
          [0, 6],
        ])
        const right = emptyMask(6, 6)
        coverOutline(right, [
          [a, 0],
          [6, 0],
          [6, 6],
          [b, 6],
        ])
        expect(left.covered.map((value, at) => value + right.covered[at]!).every(sum => sum === 1)).toBe(true)
      },
    ),
  )
})

test('agrees with the winding of a convex outline at every pixel', () => {
  const circle = fc.record({
    x: fc.double({ min: 0, max: 12, noNaN: true }),
    y: fc.double({ min: 0, max: 12, noNaN: true }),
    radius: fc.double({ min: 0.1, max: 7, noNaN: true }),
    corners: fc.integer({ min: 3, max: 30 }),
  })
  fc.assert(
    fc.property(circle, ({ x, y, radius, corners }) => {
      const points = Array.from({ length: corners }, (_, index): ImagePoint => {
        const angle = 0.1 + (2 * Math.PI * index) / corners
        return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
      })
      const mask = emptyMask(12, 12)
      coverOutline(mask, points)
      for (let at = 0; at < 144; at++) {
        const centre = [(at % 12) + 0.5, Math.floor(at / 12) + 0.5] as const
        const sides = points.map(([px, py], index) => {
          const [qx, qy] = points[(index + 1) % corners]!
          return (qx - px) * (centre[1] - py) - (qy - py) * (centre[0] - px)
        })
        if (sides.some(side => Math.abs(side) < 1e-9)) continue
        expect(mask.covered[at] === 1).toBe(sides.every(side => side > 0))
      }
    }),
  )
})
