import fc from 'fast-check'
import { expect, test } from 'vitest'
import { symmetricEigenvalues } from '../../../../src/inference/candidates/eigenvalues.ts'

const entry = fc.double({ min: -500, max: 500, noNaN: true })

test('a diagonal matrix has its diagonal, ascending', () => {
  const [a, b, c] = symmetricEigenvalues({ xx: 3, yy: -7, zz: 1, xy: 0, xz: 0, yz: 0 })
  expect(a).toBeCloseTo(-7)
  expect(b).toBeCloseTo(1)
  expect(c).toBeCloseTo(3)
})

test('trace, determinant and order are those of the matrix', () => {
  const matrix = fc.record({ xx: entry, yy: entry, zz: entry, xy: entry, xz: entry, yz: entry })
  fc.assert(
    fc.property(matrix, m => {
      const [a, b, c] = symmetricEigenvalues(m)
      const determinant =
        m.xx * (m.yy * m.zz - m.yz ** 2) -
        m.xy * (m.xy * m.zz - m.yz * m.xz) +
        m.xz * (m.xy * m.yz - m.yy * m.xz)
      const scale = Math.max(1, Math.abs(a), Math.abs(c))
      expect(a).toBeLessThanOrEqual(b + 1e-6 * scale)
      expect(b).toBeLessThanOrEqual(c + 1e-6 * scale)
      expect(Math.abs(a + b + c - (m.xx + m.yy + m.zz))).toBeLessThan(1e-9 * scale)
      expect(Math.abs(a * b * c - determinant)).toBeLessThan(1e-6 * scale ** 3)
    }),
  )
})
