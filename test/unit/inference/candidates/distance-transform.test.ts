import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Vector3 } from '../../../../src/dicom/instance-facts.ts'
import { boundingBox, padBox } from '../../../../src/inference/candidates/crop.ts'
import {
  farSquared,
  squaredDistances,
  squaredDistancesWithin,
} from '../../../../src/inference/candidates/distance-transform.ts'

const bruteForce = (mask: Uint8Array, [nx, ny, nz]: Vector3, spacing: Vector3): number[] => {
  const cells = Array.from(
    { length: nx * ny * nz },
    (_, i): Vector3 => [
      (i % nx) * spacing[0],
      (Math.floor(i / nx) % ny) * spacing[1],
      Math.floor(i / (nx * ny)) * spacing[2],
    ],
  )
  const set = cells.filter((_, i) => mask[i])
  return cells.map(a =>
    Math.min(farSquared, ...set.map(b => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2)),
  )
}

const lattice = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }))
  .chain(size =>
    fc.record({
      size: fc.constant(size),
      bits: fc.array(fc.integer({ min: 0, max: 4 }), {
        minLength: size[0] * size[1] * size[2],
        maxLength: size[0] * size[1] * size[2],
      }),
      spacing: fc.tuple(
        fc.double({ min: 0.3, max: 4, noNaN: true }),
        fc.double({ min: 0.3, max: 4, noNaN: true }),
        fc.double({ min: 0.3, max: 4, noNaN: true }),
      ),
    }),
  )

test('squared distances are those of a search over all set cells', () => {
  fc.assert(
    fc.property(lattice, ({ size, bits, spacing }) => {
      const mask = Uint8Array.from(bits, bit => (bit === 0 ? 1 : 0))
      const expected = bruteForce(mask, size, spacing)
      const actual = squaredDistances(mask, size, spacing)
      expected.forEach((value, i) => {
        expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(1e-4 * Math.max(1, value))
      })
    }),
  )
})

test('depths within a mask need no more than its box grown by a cell', () => {
  fc.assert(
    fc.property(lattice, ({ size, bits, spacing }) => {
      const mask = Uint8Array.from(bits, bit => (bit > 1 ? 1 : 0))
      const background = mask.map(cell => 1 - cell)
      const bounds = boundingBox(mask, size)
      if (!bounds) return
      const whole = squaredDistances(background, size, spacing)
      const within = squaredDistancesWithin(padBox(bounds, size, 1), background, size, spacing)
      mask.forEach((cell, i) => {
        if (cell) expect(within[i]).toBe(whole[i])
      })
    }),
  )
})
