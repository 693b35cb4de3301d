import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LevelImage, mainPart, traceOutline } from '../../../../src/inference/candidates/outline.ts'
import type { ImagePoint } from '../../../../src/inference/finding.ts'

const isInside = (outline: readonly ImagePoint[], x: number, y: number): boolean => {
  let inside = false
  outline.forEach(([x1, y1], i) => {
    const [x2, y2] = outline[(i + 1) % outline.length]!
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside
  })
  return inside
}

const cross = (a: ImagePoint, b: ImagePoint, c: ImagePoint): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

const doCross = (a: ImagePoint, b: ImagePoint, c: ImagePoint, d: ImagePoint): boolean =>
  cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0

const image: fc.Arbitrary<LevelImage> = fc
  .tuple(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 3, max: 12 }))
  .chain(([width, height]) =>
    fc
      .array(fc.oneof(fc.integer({ min: -40, max: 60 }), fc.constant(0)), {
        minLength: width * height,
        maxLength: width * height,
      })
      .map(values => ({ width, height, values: Float32Array.from(values) })),
  )

test('filling the outline gives back the part, pixel by pixel', () => {
  fc.assert(
    fc.property(image, level => {
      const part = mainPart(level)
      const outline = traceOutline(level, part)
      for (let j = 0; j < level.height; j++) {
        for (let i = 0; i < level.width; i++) {
          expect(isInside(outline, i, j)).toBe(part[i + level.width * j] === 1)
        }
      }
    }),
  )
})

test('the outline never meets itself', () => {
  fc.assert(
    fc.property(image, level => {
      const outline = traceOutline(level, mainPart(level))
      expect(new Set(outline.map(point => point.join())).size).toBe(outline.length)
      outline.forEach((a, i) => {
        for (let n = i + 2; n < outline.length; n++) {
          const [b, c, d] = [outline[i + 1]!, outline[n]!, outline[(n + 1) % outline.length]!]
          expect(doCross(a, b, c, d)).toBe(false)
        }
      })
    }),
  )
})

test('of two parts the larger is taken, its hole is filled', () => {
  // biome-ignore format: a picture
  const values = Float32Array.from([
    -1, -1, -1, -1, -1, -1, -1,
    -1,  5,  5,  5, -1,  5, -1,
    -1,  5, -1,  5, -1,  5, -1,
    -1,  5,  5,  5, -1, -1, -1,
    -1, -1, -1, -1, -1, -1, -1,
  ])
  const part = mainPart({ width: 7, height: 5, values })
  expect(part.reduce((sum, pixel) => sum + pixel, 0)).toBe(9)
  expect(part[2 + 7 * 2]).toBe(1)
  expect(part[5 + 7]).toBe(0)
})

test('nothing inside has no outline', () => {
  const level = { width: 3, height: 3, values: new Float32Array(9).fill(-1) }
  expect(traceOutline(level, mainPart(level))).toEqual([])
})
