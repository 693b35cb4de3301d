import { HilumError } from '../base/errors.ts'
import { type Dataset, has, numberOf, textOf } from './dataset.ts'
import type { StoredValues } from './pixel-data.ts'

/** HU of what is outside the field of view. */
export const paddingHu = -1024

/** The modality LUT of a CT image (PS3.3 C.11.1) and its padding as stored values, both ends included. */
export interface Rescale {
  readonly slope: number
  readonly intercept: number
  readonly padding?: readonly [number, number]
}

/**
 * Reads slope, intercept and padding. A padding value written in the other signedness (LIDC: 63536 as US where pixels
 * are signed) is taken modulo the pixel's width. @throws DICOM_MISSING_RESCALE if HU cannot be told
 */
export const readRescale = (header: Dataset): Rescale => {
  const slope = numberOf(header, '00281053')
  const intercept = numberOf(header, '00281052')
  const type = textOf(header, '00281054') ?? 'HU'
  if (slope === undefined || intercept === undefined || slope === 0 || has(header, '00283000'))
    throw new HilumError('DICOM_MISSING_RESCALE', 'no usable Rescale Slope and Intercept')
  if (type !== 'HU') throw new HilumError('DICOM_MISSING_RESCALE', 'Rescale Type is not HU')
  const padding = readPadding(header)
  return { slope, intercept, ...(padding ? { padding } : {}) }
}

const readPadding = (header: Dataset): readonly [number, number] | undefined => {
  const value = numberOf(header, '00280120')
  if (value === undefined) return undefined
  const limit = numberOf(header, '00280121') ?? value
  const ends = [value, limit].map(end => inPixelRange(header, end))
  return [Math.min(...ends), Math.max(...ends)]
}

const inPixelRange = (header: Dataset, value: number): number => {
  const bits = numberOf(header, '00280100') ?? 16
  const isSigned = numberOf(header, '00280103') === 1
  if (isSigned && value >= 2 ** (bits - 1)) return value - 2 ** bits
  return !isSigned && value < 0 ? value + 2 ** bits : value
}

/**
 * Stored values to HU: value * slope + intercept, rounded, clipped to Int16; padding becomes -1024.
 * @param target as long as `stored`, row-major alike
 */
export const writeHounsfield = (stored: StoredValues, rescale: Rescale, target: Int16Array): void => {
  const { slope, intercept, padding: [low, high] = [1, 0] } = rescale
  for (let at = 0; at < stored.length; at++) {
    const value = stored[at]!
    const hu = value >= low && value <= high ? paddingHu : Math.round(value * slope + intercept)
    target[at] = Math.max(-32768, Math.min(32767, hu))
  }
}
