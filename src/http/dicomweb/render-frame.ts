import sharp from 'sharp'
import { HilumError } from '../../base/errors.ts'
import { type Dataset, numberOf, textOf } from '../../dicom/dataset.ts'
import type { DecoderPool } from '../../dicom/decoder-pool.ts'
import { frameBytes } from '../../dicom/frame-bytes.ts'
import { datasetBytes, type ParsedInstance, readInstance } from '../../dicom/part10-index.ts'
import { decodeFrame } from '../../dicom/pixel-data.ts'
import { pixelShapeOf } from '../../dicom/pixel-length.ts'
import { transferSyntaxOf } from '../../dicom/transfer-syntax.ts'
import { defaultWindow, greyOf } from './grey.ts'
import type { RenderParameters } from './render-parameters.ts'

/** Media types of pictures, the default first (PS3.18 8.7.4). */
export const pictureTypes = ['image/jpeg', 'image/png'] as const

/** What to draw: a Part 10 file's frame, counted from 1. */
export interface RenderRequest {
  readonly bytes: Uint8Array
  readonly frameNumber: number
  readonly parameters: RenderParameters
  readonly type: (typeof pictureTypes)[number]
  /** Gives up when the client goes. */
  readonly signal: AbortSignal
}

interface Raster {
  readonly pixels: Uint8Array
  readonly rows: number
  readonly columns: number
  readonly channels: 1 | 3
}

/**
 * A frame as a JPEG or PNG. sharp sees raw pixels only, never bytes that came from outside.
 * @throws DICOM_SYNTAX_UNSUPPORTED for what is neither grey nor plain RGB; what decoding throws
 */
export const renderFrame = async (
  request: RenderRequest,
  decoders: DecoderPool | undefined,
): Promise<Buffer> => {
  const parsed = readInstance(request.bytes)
  const { pixels, rows, columns, channels } = await rasterOf(request, parsed, decoders)
  const { viewport, quality } = request.parameters
  const image = sharp(pixels, { raw: { width: columns, height: rows, channels } })
  if (viewport) image.resize({ ...viewport, fit: 'inside' })
  if (channels === 1) image.toColourspace('b-w')
  return request.type === 'image/png'
    ? image.png({ compressionLevel: 1 }).toBuffer()
    : image.jpeg({ quality }).toBuffer()
}

const rasterOf = (
  request: RenderRequest,
  parsed: ParsedInstance,
  decoders: DecoderPool | undefined,
): Promise<Raster> | Raster => {
  const isNative = transferSyntaxOf(parsed.transferSyntaxUid).codec === 'native'
  if (numberOf(parsed.header, '00280002') === 3) return colourRaster(request, parsed)
  return isNative ? nativeRaster(request, parsed) : encodedRaster(request, parsed, decoders)
}

const nativeRaster = ({ bytes, frameNumber, parameters }: RenderRequest, parsed: ParsedInstance): Raster => {
  const places = datasetBytes(bytes, parsed.transferSyntaxUid)
  const { values, rows, columns, isInverted } = decodeFrame(places, parsed, frameNumber - 1, () => {
    throw new HilumError('DICOM_SYNTAX_UNSUPPORTED', 'native pixels need no decoder')
  })
  const slope = numberOf(parsed.header, '00281053') ?? 1
  const intercept = numberOf(parsed.header, '00281052') ?? 0
  return grey(values, { slope, intercept }, parsed.header, { rows, columns, isInverted }, parameters)
}

/** Decoded in a thread with a deadline: damaged code streams make some decoders spin. */
const encodedRaster = async (
  { bytes, frameNumber, parameters, signal }: RenderRequest,
  parsed: ParsedInstance,
  decoders: DecoderPool | undefined,
): Promise<Raster> => {
  if (!decoders) throw new HilumError('DICOM_SYNTAX_UNSUPPORTED', 'compressed frames are not drawn here')
  const { rows, columns } = pixelShapeOf(parsed.header)
  const target = new SharedArrayBuffer(rows * columns * 2)
  await decoders.decodeHu(
    { bytes, frameIndex: frameNumber - 1, rows, columns, target, targetOffset: 0 },
    signal,
  )
  const isInverted = textOf(parsed.header, '00280004') === 'MONOCHROME1'
  const identity = { slope: 1, intercept: 0 }
  return grey(new Int16Array(target), identity, parsed.header, { rows, columns, isInverted }, parameters)
}

const grey = (
  values: ArrayLike<number>,
  rescale: { readonly slope: number; readonly intercept: number },
  header: Dataset,
  {
    rows,
    columns,
    isInverted,
  }: { readonly rows: number; readonly columns: number; readonly isInverted: boolean },
  { window }: RenderParameters,
): Raster => {
  const [lowest, highest] = extremesOf(values).map(value => value * rescale.slope + rescale.intercept)
  const chosen = window ?? defaultWindow(header, lowest!, highest!)
  return { pixels: greyOf(values, rescale, chosen, isInverted), rows, columns, channels: 1 }
}

const extremesOf = (values: ArrayLike<number>): readonly [number, number] => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let at = 0; at < values.length; at++) {
    low = Math.min(low, values[at]!)
    high = Math.max(high, values[at]!)
  }
  return [low, high]
}

/** Native 8-bit RGB, pixel by pixel: secondary captures. */
const colourRaster = ({ bytes, frameNumber }: RenderRequest, parsed: ParsedInstance): Raster => {
  const { header } = parsed
  const isPlain =
    transferSyntaxOf(parsed.transferSyntaxUid).codec === 'native' &&
    textOf(header, '00280004') === 'RGB' &&
    numberOf(header, '00280100') === 8 &&
    (numberOf(header, '00280006') ?? 0) === 0
  if (!isPlain) throw new HilumError('DICOM_SYNTAX_UNSUPPORTED', 'only native 8-bit RGB is drawn in colour')
  const { rows, columns } = pixelShapeOf(header)
  const pixels = frameBytes(datasetBytes(bytes, parsed.transferSyntaxUid), parsed, frameNumber - 1)
  return { pixels, rows, columns, channels: 3 }
}
