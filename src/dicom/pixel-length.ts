import { HilumError } from '../base/errors.ts'
import { type Dataset, has, numberOf, textOf } from './dataset.ts'

/** The pixel module's numbers that say how long the pixels are (PS3.3 C.7.6.3). Whole numbers, all positive. */
export interface PixelShape {
  readonly rows: number
  readonly columns: number
  readonly samplesPerPixel: number
  readonly bitsAllocated: number
  readonly frames: number
}

const maxFrameBytes = 2 ** 31

/** Reads them. Samples per Pixel and frames are 1 where absent. @throws DICOM_PIXELS_MISMATCH if one makes no sense */
export const pixelShapeOf = (header: Dataset): PixelShape => {
  const shape: PixelShape = {
    rows: positive(header, '00280010', 65_535),
    columns: positive(header, '00280011', 65_535),
    bitsAllocated: positive(header, '00280100', 64),
    samplesPerPixel: has(header, '00280002') ? positive(header, '00280002', 4) : 1,
    frames: has(header, '00280008') && textOf(header, '00280008') ? positive(header, '00280008', 2 ** 31) : 1,
  }
  if (frameBits(header, shape) > maxFrameBytes * 8) throw mismatch('one frame would be over 2 GiB')
  return shape
}

/**
 * Bytes of native pixel data, without the byte that makes the length even. Frames of single-bit pixels are packed
 * without padding between them (PS3.5 8.1.1); YBR_FULL_422 has two samples a pixel (PS3.3 C.7.6.3.1.2).
 */
export const nativePixelBytes = (header: Dataset, shape: PixelShape): number => {
  const bits = frameBits(header, shape) * shape.frames
  if (!Number.isSafeInteger(bits)) throw mismatch('the pixels would be longer than any file')
  return Math.ceil(bits / 8)
}

const frameBits = (header: Dataset, shape: PixelShape): number => {
  const isHalved = shape.samplesPerPixel === 3 && textOf(header, '00280004') === 'YBR_FULL_422'
  return shape.rows * shape.columns * (isHalved ? 2 : shape.samplesPerPixel) * shape.bitsAllocated
}

/** Refuses pixels shorter than the header says, or longer by more than padding. @throws DICOM_PIXELS_MISMATCH */
export const checkNativeLength = (header: Dataset, length: number): void => {
  const expected = nativePixelBytes(header, pixelShapeOf(header))
  if (length !== expected && length !== expected + (expected % 2))
    throw mismatch(`${length} bytes of pixels where the header asks for ${expected}`)
}

const positive = (header: Dataset, tag: string, most: number): number => {
  const value = numberOf(header, tag)
  if (value === undefined || !Number.isInteger(value) || value < 1 || value > most)
    throw mismatch(`(${tag.slice(0, 4)},${tag.slice(4)}) is missing or out of range`)
  return value
}

const mismatch = (detail: string): HilumError => new HilumError('DICOM_PIXELS_MISMATCH', detail)
