import { HilumError } from '../base/errors.ts'
import type { DecodeFrame, FrameShape } from './codecs.ts'
import { type Dataset, numberOf, textOf } from './dataset.ts'
import { inLittleEndian } from './element-value.ts'
import { frameBytes } from './frame-bytes.ts'
import type { ParsedInstance } from './part10-index.ts'
import { pixelShapeOf } from './pixel-length.ts'
import { transferSyntaxOf } from './transfer-syntax.ts'

/** Stored values of a frame, row-major [row, column]: unused bits masked, signed ones sign-extended (PS3.5 8.1.1). */
export interface StoredFrame {
  readonly values: StoredValues
  readonly rows: number
  readonly columns: number
  /** MONOCHROME1: the lowest value is meant to be shown white. HU do not change by it. */
  readonly isInverted: boolean
}

export type StoredValues = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array

/** Frames over this are refused before they are decoded: a code stream of a few bytes may claim 65535 x 65535. */
const maxPixels = 2 ** 26

/**
 * Decodes one grey frame. Pure but for the decoder it is given.
 * @param bytes what the places of `parsed` count in (`datasetBytes`) @param frameIndex from 0
 * @throws DICOM_PIXELS_MISMATCH, DICOM_SYNTAX_UNSUPPORTED (colour, single bits, unknown syntax), DICOM_DECODE_FAILED
 */
export const decodeFrame = (
  bytes: Uint8Array,
  parsed: ParsedInstance,
  frameIndex: number,
  decode: DecodeFrame,
): StoredFrame => {
  const shape = greyShapeOf(parsed.header)
  const { codec, isLittleEndian } = transferSyntaxOf(parsed.transferSyntaxUid)
  const frame = frameBytes(bytes, parsed, frameIndex)
  const samples =
    codec === 'native'
      ? inLittleEndian(swapUnit(parsed, shape), frame, isLittleEndian)
      : decode(codec, frame, shape)
  return {
    values: storedValues(samples, shape),
    rows: shape.rows,
    columns: shape.columns,
    isInverted: textOf(parsed.header, '00280004') === 'MONOCHROME1',
  }
}

/** The shape of a grey image's frames. @throws DICOM_PIXELS_MISMATCH, DICOM_SYNTAX_UNSUPPORTED */
export const greyShapeOf = (header: Dataset): FrameShape => {
  const { rows, columns, samplesPerPixel, bitsAllocated } = pixelShapeOf(header)
  const photometric = textOf(header, '00280004')
  if (samplesPerPixel !== 1 || (photometric !== 'MONOCHROME1' && photometric !== 'MONOCHROME2'))
    throw new HilumError('DICOM_SYNTAX_UNSUPPORTED', 'not a grey image (MONOCHROME1 or MONOCHROME2)')
  if (bitsAllocated !== 8 && bitsAllocated !== 16 && bitsAllocated !== 32)
    throw new HilumError('DICOM_SYNTAX_UNSUPPORTED', `Bits Allocated of ${bitsAllocated} is not read`)
  if (rows * columns > maxPixels)
    throw new HilumError('DICOM_SYNTAX_UNSUPPORTED', `a frame of more than ${maxPixels} pixels`)
  const bitsStored = numberOf(header, '00280101')
  const highBit = numberOf(header, '00280102') ?? (bitsStored ?? 0) - 1
  if (!bitsStored || bitsStored > bitsAllocated || highBit >= bitsAllocated || highBit < bitsStored - 1)
    throw new HilumError('DICOM_PIXELS_MISMATCH', 'Bits Stored and High Bit do not fit Bits Allocated')
  const isSigned = numberOf(header, '00280103') === 1
  return { rows, columns, bitsAllocated, bitsStored, highBit, isSigned }
}

/** Big endian swaps by the VR's word, so 8-bit pixels of VR OW are swapped in pairs (PS3.5 7.3). */
const swapUnit = (parsed: ParsedInstance, shape: FrameShape): string => {
  if (shape.bitsAllocated === 32) return 'OL'
  return shape.bitsAllocated === 16 ? 'OW' : (parsed.pixelData?.vr ?? 'OB')
}

const storedValues = (samples: Uint8Array, shape: FrameShape): StoredValues => {
  const count = shape.rows * shape.columns
  const values = typedValues(samples, shape, count)
  const unused = shape.bitsAllocated - shape.bitsStored
  if (unused === 0) return values
  // Two shifts in the type's own width drop the bits above High Bit and extend the sign.
  const up = 32 - (shape.highBit + 1)
  const down = 32 - shape.bitsStored
  for (let at = 0; at < count; at++)
    values[at] = shape.isSigned ? (values[at]! << up) >> down : (values[at]! << up) >>> down
  return values
}

/** A copy, aligned: the source may start at an odd byte, and is the caller's. */
const typedValues = (samples: Uint8Array, shape: FrameShape, count: number): StoredValues => {
  const { buffer } = new Uint8Array(samples.subarray(0, (count * shape.bitsAllocated) / 8))
  if (shape.bitsAllocated === 8) return shape.isSigned ? new Int8Array(buffer) : new Uint8Array(buffer)
  if (shape.bitsAllocated === 16) return shape.isSigned ? new Int16Array(buffer) : new Uint16Array(buffer)
  return shape.isSigned ? new Int32Array(buffer) : new Uint32Array(buffer)
}
