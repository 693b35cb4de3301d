import { HilumError } from '../base/errors.ts'

/** What a JPEG, JPEG-LS or JPEG 2000 code stream says of its image. */
export interface CodeStreamHeader {
  readonly rows: number
  readonly columns: number
  readonly components: number
  readonly bits: number
}

const failed = (detail: string): HilumError => new HilumError('DICOM_DECODE_FAILED', detail)

/**
 * Reads SOF (ITU-T T.81 B.2.2, T.87 C.2.2) or SIZ (T.800 A.5.1). The stream must end with its end marker (FFD9), padding
 * after it allowed: some decoders answer a cut stream with a half image. @throws DICOM_DECODE_FAILED
 */
export const readCodeStreamHeader = (stream: Uint8Array): CodeStreamHeader => {
  if (!endsWithMarker(stream)) throw failed('the code stream has no end marker')
  if (stream[0] === 0xff && stream[1] === 0x4f) return readSize(stream)
  if (stream[0] === 0xff && stream[1] === 0xd8) return readStartOfFrame(stream)
  throw failed('the code stream has no start marker')
}

/** Fragments are padded to an even length, with 00 or FF. */
const endsWithMarker = (stream: Uint8Array): boolean => {
  let end = stream.length
  const isEnd = (): boolean => stream[end - 2] === 0xff && stream[end - 1] === 0xd9
  while (end > 2 && !isEnd() && (stream[end - 1] === 0 || stream[end - 1] === 0xff)) end--
  return isEnd()
}

const viewOf = (stream: Uint8Array): DataView =>
  new DataView(stream.buffer, stream.byteOffset, stream.byteLength)

const readSize = (stream: Uint8Array): CodeStreamHeader => {
  if (stream.length < 43 || stream[2] !== 0xff || stream[3] !== 0x51)
    throw failed('the code stream has no SIZ')
  const view = viewOf(stream)
  return {
    columns: view.getUint32(8) - view.getUint32(16),
    rows: view.getUint32(12) - view.getUint32(20),
    components: view.getUint16(40),
    bits: (view.getUint8(42) & 0x7f) + 1,
  }
}

const readStartOfFrame = (stream: Uint8Array): CodeStreamHeader => {
  const view = viewOf(stream)
  let at = 2
  while (at + 10 <= stream.length) {
    if (view.getUint8(at) !== 0xff) throw failed('the code stream has no marker where one should be')
    const marker = view.getUint8(at + 1)
    // SOF0 to SOF15 but DHT, JPG and DAC; SOF55 of JPEG-LS.
    const isFrame =
      (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === 0xf7
    if (isFrame)
      return {
        bits: view.getUint8(at + 4),
        rows: view.getUint16(at + 5),
        columns: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
      }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  throw failed('the code stream has no frame header')
}
