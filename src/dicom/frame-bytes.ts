import { HilumError } from '../base/errors.ts'
import type { Fragment } from './fragments.ts'
import type { ParsedInstance, PixelDataPlace } from './part10-index.ts'
import { pixelShapeOf } from './pixel-length.ts'

/**
 * The encoded bytes of one frame, all its fragments joined (PS3.5 A.4), or the native bytes of one frame as they are.
 * @param bytes what the places count in (`datasetBytes`) @param frameIndex from 0
 * @throws DICOM_PIXELS_MISMATCH if there is no such frame, DICOM_DECODE_FAILED if fragments cannot be told apart
 */
export const frameBytes = (bytes: Uint8Array, parsed: ParsedInstance, frameIndex: number): Uint8Array => {
  const { pixelData } = parsed
  if (!pixelData) throw new HilumError('DICOM_PIXELS_MISMATCH', 'the instance has no pixel data')
  const shape = pixelShapeOf(parsed.header)
  if (!Number.isInteger(frameIndex) || frameIndex < 0 || frameIndex >= shape.frames)
    throw new HilumError('DICOM_PIXELS_MISMATCH', `there is no frame ${frameIndex + 1}`)
  if (pixelData.fragments) return joined(bytes, fragmentsOfFrame(bytes, pixelData, frameIndex, shape.frames))
  const bits = shape.rows * shape.columns * shape.samplesPerPixel * shape.bitsAllocated
  if (bits % 8 !== 0) throw new HilumError('DICOM_SYNTAX_UNSUPPORTED', 'frames do not start on a byte')
  const start = pixelData.offset + (frameIndex * bits) / 8
  return bytes.subarray(start, start + bits / 8)
}

const joined = (bytes: Uint8Array, fragments: readonly Fragment[]): Uint8Array => {
  const parts = fragments.map(({ offset, length }) => bytes.subarray(offset, offset + length))
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

const fragmentsOfFrame = (
  bytes: Uint8Array,
  { fragments = [], offsetTable = [] }: PixelDataPlace,
  frameIndex: number,
  frames: number,
): readonly Fragment[] => {
  if (frames === 1) return fragments
  if (fragments.length === frames) return [fragments[frameIndex]!]
  const starts =
    offsetTable.length === frames ? startsByTable(fragments, offsetTable) : startsByMarker(bytes, fragments)
  if (starts.length !== frames || starts.includes(-1))
    throw new HilumError('DICOM_DECODE_FAILED', 'fragments cannot be told apart into frames')
  return fragments.slice(starts[frameIndex], starts[frameIndex + 1])
}

/** The table counts from the first fragment's item header (PS3.5 A.4), eight bytes before its value. */
const startsByTable = (fragments: readonly Fragment[], table: readonly number[]): readonly number[] => {
  const byOffset = new Map(
    fragments.map((fragment, index) => [fragment.offset - fragments[0]!.offset, index]),
  )
  return table.map(offset => byOffset.get(offset) ?? -1)
}

/** A new frame starts where a JPEG (FFD8) or JPEG 2000 (FF4F FF51) code stream does. */
const startsByMarker = (bytes: Uint8Array, fragments: readonly Fragment[]): readonly number[] =>
  fragments.flatMap(({ offset }, index) => {
    const [a, b, c, d] = bytes.subarray(offset, offset + 4)
    const isStart = a === 0xff && (b === 0xd8 || (b === 0x4f && c === 0xff && d === 0x51))
    return isStart ? [index] : []
  })
