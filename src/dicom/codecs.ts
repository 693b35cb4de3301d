import loadCharls from '@cornerstonejs/codec-charls/decodewasmjs'
import codecs from 'dcmjs-codecs'
import { HilumError } from '../base/errors.ts'
import { readCodeStreamHeader } from './code-stream.ts'
import type { PixelCodec } from './transfer-syntax.ts'

/** What a decoder must know of a frame (PS3.3 C.7.6.3). */
export interface FrameShape {
  readonly rows: number
  readonly columns: number
  readonly bitsAllocated: 8 | 16 | 32
  readonly bitsStored: number
  readonly highBit: number
  readonly isSigned: boolean
}

/** One grey frame's encoded bytes to little endian samples of `bitsAllocated`. */
export type DecodeFrame = (codec: PixelCodec, encoded: Uint8Array, shape: FrameShape) => Uint8Array

const { Context, NativeCodecs } = codecs
type DecodeContext = InstanceType<typeof Context>

/**
 * A decoder over fresh WebAssembly instances. After it has thrown, load another: some failures leave the instance so
 * that the next good frame fails too (1 to 4 of 150, measured). It may also spin: run it in a worker with a deadline.
 *
 * dcmjs-codecs decodes everything but JPEG-LS, which CharLS's own build does: twice as fast, and right on signed
 * 16-bit images (WG-04 MR1) where dcmjs-codecs throws.
 */
export const loadDecoder = async (): Promise<DecodeFrame> => {
  if (NativeCodecs.isInitialized()) NativeCodecs.release()
  const [charls] = await Promise.all([
    loadCharls({ print() {}, printErr() {} }),
    NativeCodecs.initializeAsync({ logCodecsInfo: false, logCodecsTrace: false }),
  ])
  const decodeJpegLs = (encoded: Uint8Array): Uint8Array => {
    const decoder = new charls.JpegLSDecoder()
    try {
      decoder.getEncodedBuffer(encoded.length).set(encoded)
      decoder.decode()
      return decoder.getDecodedBuffer().slice()
    } finally {
      decoder.delete()
    }
  }
  return (codec, encoded, shape) => {
    const decode = codec === 'jpeg-ls' ? () => decodeJpegLs(encoded) : contextDecoder(codec, encoded, shape)
    return decodeChecked(codec, encoded, shape, decode)
  }
}

const decoders: Readonly<Partial<Record<PixelCodec, (context: DecodeContext) => DecodeContext>>> = {
  rle: context => NativeCodecs.decodeRle(context),
  jpeg: context => NativeCodecs.decodeJpeg(context, { convertColorspaceToRgb: false }),
  'jpeg-lossless': context => NativeCodecs.decodeJpeg(context, { convertColorspaceToRgb: false }),
  'jpeg-2000': context => NativeCodecs.decodeJpeg2000(context),
  htj2k: context => NativeCodecs.decodeHtJpeg2000(context),
}

/** dcmjs-codecs's decoder of a frame. @throws DICOM_SYNTAX_UNSUPPORTED */
const contextDecoder = (codec: PixelCodec, encoded: Uint8Array, shape: FrameShape): (() => Uint8Array) => {
  const decode = decoders[codec]
  if (!decode) throw new HilumError('DICOM_SYNTAX_UNSUPPORTED', 'no decoder for this transfer syntax')
  const context = new Context({
    width: shape.columns,
    height: shape.rows,
    bitsAllocated: shape.bitsAllocated,
    bitsStored: shape.bitsStored,
    samplesPerPixel: 1,
    pixelRepresentation: shape.isSigned ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    encodedBuffer: encoded,
  })
  return () => decode(context).getDecodedBuffer() ?? new Uint8Array(0)
}

const decodeChecked = (
  codec: PixelCodec,
  encoded: Uint8Array,
  shape: FrameShape,
  decode: () => Uint8Array,
): Uint8Array => {
  if (codec === 'rle') checkRleHeader(encoded, shape)
  else checkCodeStream(encoded, shape)
  const decoded = decodedBytes(codec, decode)
  const expected = (shape.rows * shape.columns * shape.bitsAllocated) / 8
  if (decoded.length !== expected)
    throw new HilumError('DICOM_DECODE_FAILED', `${codec} gave ${decoded.length} bytes, not ${expected}`)
  return decoded
}

/** Both packages throw strings, numbers and foreign errors. */
const decodedBytes = (codec: PixelCodec, decode: () => Uint8Array): Uint8Array => {
  try {
    return decode()
  } catch (cause) {
    throw new HilumError('DICOM_DECODE_FAILED', `the ${codec} stream is damaged`, { cause })
  }
}

const checkCodeStream = (encoded: Uint8Array, shape: FrameShape): void => {
  const found = readCodeStreamHeader(encoded)
  if (found.rows !== shape.rows || found.columns !== shape.columns || found.components !== 1)
    throw new HilumError('DICOM_DECODE_FAILED', 'the code stream is of another size than the header says')
  if (found.bits > shape.bitsAllocated)
    throw new HilumError('DICOM_DECODE_FAILED', 'the code stream has more bits than Bits Allocated')
}

/** PS3.5 G.5: 64 bytes, the count of segments (one a byte of the sample) and where each starts, ascending. */
const checkRleHeader = (encoded: Uint8Array, shape: FrameShape): void => {
  const segments = shape.bitsAllocated / 8
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength)
  const isRight =
    encoded.length > 64 &&
    view.getUint32(0, true) === segments &&
    Array.from({ length: segments }, (_, index) => view.getUint32(4 + index * 4, true)).every(
      (start, index, all) => start >= 64 && start < encoded.length && start > (all[index - 1] ?? 0),
    )
  if (!isRight) throw new HilumError('DICOM_DECODE_FAILED', 'the RLE header is damaged')
}
