import { HilumError } from '../../base/errors.ts'
import { bufferSource } from '../byte-source.ts'
import { readElementHeader } from '../element-header.ts'

const littleEndian = { isExplicit: true, isLittleEndian: true }
const metaStart = 132

/**
 * Puts encapsulated pixel data (PS3.5 A.4) behind a Part 10 file that writePart10 made without pixels, and the transfer
 * syntax they are in into its meta: both are explicit little endian, so the data set stays as it is.
 * @param fragments all items with their headers, and the sequence delimiter
 */
export const withEncapsulatedPixels = (
  file: Uint8Array,
  transferSyntaxUid: string,
  fragments: Uint8Array,
): Uint8Array => {
  const place = syntaxPlace(file)
  const uid = Buffer.from(
    transferSyntaxUid.length % 2 === 0 ? transferSyntaxUid : `${transferSyntaxUid}\0`,
    'latin1',
  )
  const head = Buffer.from(file.subarray(0, place.offset))
  head.writeUInt16LE(uid.length, place.offset - 2)
  const groupLength = head.readUInt32LE(metaStart + 8)
  head.writeUInt32LE(groupLength + uid.length - place.length, metaStart + 8)
  const pixelHeader = Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff])
  return Buffer.concat([head, uid, file.subarray(place.offset + place.length), pixelHeader, fragments])
}

const syntaxPlace = (file: Uint8Array): { readonly offset: number; readonly length: number } => {
  const source = bufferSource(file)
  for (let at = metaStart; at < file.length; ) {
    const header = readElementHeader(source, at, littleEndian, false)
    if (header.length === undefined) break
    if (header.tag === '00020010') return { offset: header.offset, length: header.length }
    at = header.offset + header.length
  }
  throw new HilumError('DICOM_NOT_DEIDENTIFIED', 'the written file names no transfer syntax')
}
