import { HilumError } from '../base/errors.ts'
import type { ByteSource } from './byte-source.ts'
import { type Dataset, textOf } from './dataset.ts'
import { readDatasetAt, type ValuePlace, type ValueVerdict } from './dataset-read.ts'
import { isKnownVr, readElementHeader } from './element-header.ts'
import { explicitBigEndian, explicitLittleEndian, implicitLittleEndian } from './transfer-syntax.ts'

/** Where the data set starts, and how it is written. */
export interface Part10Start {
  readonly meta: Dataset
  readonly datasetOffset: number
  readonly transferSyntaxUid: string
  readonly isPart10: boolean
}

/**
 * Reads preamble and file meta information (PS3.10 7.1). A data set without them, or a meta that names no transfer
 * syntax, is taken for implicit or explicit VR by its first element, if that is of group 0008: what follows must then
 * hold together to the last byte, and its pixels be native. @throws DICOM_UNPARSABLE
 */
export const findDataset = (source: ByteSource): Part10Start => {
  const metaOffset = [128, 0].find(offset => isMark(source, offset))
  const meta = metaOffset === undefined ? noMeta : readMeta(source, metaOffset + 4)
  const named = textOf(meta.dataset, '00020010')?.replace(/\0+$/, '')
  return {
    meta: meta.dataset,
    datasetOffset: meta.end,
    transferSyntaxUid: named ?? guessSyntax(source, meta.end),
    isPart10: metaOffset === 128 && named !== undefined,
  }
}

const noMeta = { dataset: {} as Dataset, end: 0 }

const isMark = (source: ByteSource, offset: number): boolean =>
  source.length >= offset + 4 && Buffer.from(source.bytes(offset, 4)).toString('latin1') === 'DICM'

/** Group 0002 ends where another group begins: its length element is often wrong and not needed. */
const readMeta = (source: ByteSource, start: number): { dataset: Dataset; end: number } => {
  let end = start
  while (isGroup2(source, end)) {
    const { offset, length } = readElementHeader(source, end, explicitLittle, false)
    if (length === undefined) throw new HilumError('DICOM_UNPARSABLE', 'file meta information has no length')
    end = offset + length
  }
  const judge = (place: ValuePlace): ValueVerdict => (place.length > 1024 ? 'omit' : 'inline')
  const reading = { source, encoding: explicitLittle, judge, isLast: () => false }
  return { dataset: readDatasetAt(reading, start, end).dataset, end }
}

const explicitLittle = { isExplicit: true, isLittleEndian: true }

const isGroup2 = (source: ByteSource, at: number): boolean => {
  if (at + 8 > source.length) return false
  const [low, high] = source.bytes(at, 2)
  return low === 2 && high === 0
}

const guessSyntax = (source: ByteSource, at: number): string => {
  const eight = source.bytes(at, 8)
  const vr = String.fromCharCode(eight[4]!, eight[5]!)
  if (eight[0] === 8 && eight[1] === 0) return isKnownVr(vr) ? explicitLittleEndian : implicitLittleEndian
  if (eight[0] === 0 && eight[1] === 8 && isKnownVr(vr)) return explicitBigEndian
  throw new HilumError(
    'DICOM_UNPARSABLE',
    'neither file meta information nor a data set that starts with group 0008',
  )
}
