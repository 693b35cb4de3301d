import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalString } from '../../../../src/reporting/sr/decimal-string.ts'

test.each([
  [8.24, 1, '8.2'],
  [23, 1, '23'],
  [-12.4, 0, '-12'],
  [-0.04, 1, '0'],
  [0.5, 2, '0.5'],
  [100, 0, '100'],
  [6370.626, 0, '6371'],
  [123456789012345680, 1, '1.23456789e+17'],
])('writes %d with %d decimals as %s', (value, decimals, text) => {
  expect(decimalString(value, decimals)).toBe(text)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', value => {
  expect(() => decimalString(value, 1)).toThrow('REPORTING_BAD_NUMBER')
})

test('always fits 16 characters and stays the number to the decimals asked for, or to eight digits', () => {
  const numbers = fc.double({ noNaN: true, min: -1e300, max: 1e300 })
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 4 }), (value, decimals) => {
      const text = decimalString(value, decimals)
      expect(text.length).toBeLessThanOrEqual(16)
      const tolerance = Math.max(0.5000001 * 10 ** -decimals, Math.abs(value) * 1e-8)
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(tolerance)
    }),
  )
})
