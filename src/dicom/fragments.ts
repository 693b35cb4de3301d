import { HilumError } from '../base/errors.ts'
import { type ByteSource, checkWithin } from './byte-source.ts'
import { itemTag, readElementHeader, sequenceEndTag } from './element-header.ts'

/** A fragment's bytes, without its item header. */
export interface Fragment {
  readonly offset: number
  readonly length: number
}

const maxFragments = 200_000
const littleEndian = { isExplicit: true, isLittleEndian: true }

/**
 * The fragments of encapsulated pixel data and its basic offset table (PS3.5 A.4): the first item is the table.
 * @param offset of the first item. @throws DICOM_UNPARSABLE
 */
export const encapsulatedFragments = (
  source: ByteSource,
  offset: number,
): {
  readonly fragments: readonly Fragment[]
  readonly offsetTable: readonly number[]
  readonly length: number
} => {
  const items: Fragment[] = []
  let at = offset
  for (;;) {
    const item = readElementHeader(source, at, littleEndian, false)
    if (item.tag === sequenceEndTag) break
    if (item.tag !== itemTag || item.length === undefined || items.length > maxFragments)
      throw new HilumError('DICOM_UNPARSABLE', `pixel data holds what is no fragment, at byte ${at}`)
    checkWithin(item.offset, item.length, source.length)
    items.push({ offset: item.offset, length: item.length })
    at = item.offset + item.length
  }
  const [table, ...fragments] = items
  if (!table) throw new HilumError('DICOM_UNPARSABLE', 'pixel data has no offset table item')
  return { fragments, offsetTable: readOffsetTable(source, table), length: at + 8 - offset }
}

const readOffsetTable = (source: ByteSource, table: Fragment): readonly number[] => {
  if (table.length > maxFragments * 4 || table.length % 4 !== 0)
    throw new HilumError('DICOM_UNPARSABLE', 'the basic offset table has no sensible length')
  const bytes = source.bytes(table.offset, table.length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Array.from({ length: table.length / 4 }, (_, index) => view.getUint32(index * 4, true))
}
