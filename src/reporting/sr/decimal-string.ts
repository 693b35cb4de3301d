import { HilumError } from '../../base/errors.ts'

/** Longest DS value (PS3.5 table 6.2-1). */
const longestDs = 16

/**
 * A number as DS, at most 16 characters, with up to `decimals` decimals and no trailing zeros. Falls back to an
 * exponent where it would not fit.
 * @throws REPORTING_BAD_NUMBER for NaN and infinities
 */
export const decimalString = (value: number, decimals: number): string => {
  if (!Number.isFinite(value))
    throw new HilumError('REPORTING_BAD_NUMBER', 'a measurement is not a finite number')
  const fixed = withoutTrailingZeros(value.toFixed(decimals))
  if (!fixed.includes('e') && fixed.length <= longestDs) return fixed
  return value.toExponential(8)
}

const withoutTrailingZeros = (text: string): string => {
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return short === '-0' ? '0' : short
}
