import { HilumError } from '../base/errors.ts'
import type { DecodeFrame } from './codecs.ts'
import type { DecodeRequest } from './decoder-thread.ts'
import { readRescale, writeHounsfield } from './hounsfield.ts'
import { datasetBytes, readInstance } from './part10-index.ts'
import { decodeFrame } from './pixel-data.ts'
import { transferSyntaxOf } from './transfer-syntax.ts'

/**
 * From a Part 10 file to HU in the requested place, all in one go. `load` is asked for a decoder if the pixels are
 * compressed.
 * @throws what readInstance, decodeFrame and readRescale throw; DICOM_PIXELS_MISMATCH if the image has another size
 */
export const decodeToHu = async (request: DecodeRequest, load: () => Promise<DecodeFrame>): Promise<void> => {
  const parsed = readInstance(request.bytes)
  const rescale = readRescale(parsed.header)
  const { codec } = transferSyntaxOf(parsed.transferSyntaxUid)
  const decode = codec === 'native' || codec === 'other' ? noDecoder : await load()
  const bytes = datasetBytes(request.bytes, parsed.transferSyntaxUid)
  const { values, rows, columns } = decodeFrame(bytes, parsed, request.frameIndex, decode)
  if (rows !== request.rows || columns !== request.columns)
    throw new HilumError('DICOM_PIXELS_MISMATCH', 'the slice has another size than its stack')
  const target = new Int16Array(request.target, request.targetOffset * 2, rows * columns)
  writeHounsfield(values, rescale, target)
}

const noDecoder: DecodeFrame = () => {
  throw new HilumError('DICOM_SYNTAX_UNSUPPORTED', 'no decoder for this transfer syntax')
}
