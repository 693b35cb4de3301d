import { HilumError } from '../base/errors.ts'
import { type ByteWriter, createByteWriter } from './byte-writer.ts'
import { type Dataset, textOf } from './dataset.ts'
import { writeElement, writeElements } from './element-write.ts'
import { implementationClassUid, implementationVersionName } from './identity.ts'
import { explicitLittleEndian } from './transfer-syntax.ts'
import { parseUid } from './uid.ts'

const pixelData = '7FE00010'

/**
 * A Part 10 file (PS3.10 7.1): Explicit VR Little Endian, text in ISO_IR 192, meta from the data set's SOP Class and
 * Instance UID. Binary values are `InlineBinary`, or a Uint8Array (little endian) as the only Value: native pixel data
 * too, which is copied once. Group 0002 of `dataset` is ignored.
 * @throws DICOM_BAD_UID, DICOM_VALUE_INVALID (a value its VR does not allow)
 */
export const writePart10 = (dataset: Dataset): Uint8Array => {
  const out = createByteWriter()
  out.bytes(new Uint8Array(128))
  out.ascii('DICM')
  writeMeta(out, dataset)
  writeElements(out, contentOf(dataset))
  const head = out.finish()
  const pixels = dataset[pixelData]?.Value?.[0]
  return pixels instanceof Uint8Array ? withPixels(head, dataset[pixelData]!.vr, pixels) : head
}

/** File Meta Information (PS3.10 7.1) behind its group length. */
const writeMeta = (out: ByteWriter, dataset: Dataset): void => {
  const meta = createByteWriter(512)
  writeElements(meta, metaOf(dataset))
  writeElement(out, '00020000', { vr: 'UL', Value: [meta.length] })
  out.bytes(meta.finish())
}

const metaOf = (dataset: Dataset): Dataset => ({
  '00020001': { vr: 'OB', Value: [Uint8Array.of(0, 1)] },
  '00020002': { vr: 'UI', Value: [parseUid(textOf(dataset, '00080016'), 'SOP Class UID')] },
  '00020003': { vr: 'UI', Value: [parseUid(textOf(dataset, '00080018'), 'SOP Instance UID')] },
  '00020010': { vr: 'UI', Value: [explicitLittleEndian] },
  '00020012': { vr: 'UI', Value: [implementationClassUid] },
  '00020013': { vr: 'SH', Value: [implementationVersionName] },
})

/** What follows the meta, without pixels, its text in ISO_IR 192. */
const contentOf = (dataset: Dataset): Dataset =>
  Object.fromEntries(
    Object.entries({ ...dataset, '00080005': { vr: 'CS', Value: ['ISO_IR 192'] } }).filter(
      ([tag]) => !tag.startsWith('0002') && tag !== pixelData,
    ),
  )

/** Pixel Data is the last element of what we write, so it can follow all others. */
const withPixels = (head: Uint8Array, vr: string, pixels: Uint8Array): Uint8Array => {
  const length = pixels.length + (pixels.length % 2)
  if (length > 0xfffffffe) throw new HilumError('DICOM_VALUE_INVALID', 'pixel data is over 4 GiB')
  const file = new Uint8Array(head.length + 12 + length)
  file.set(head)
  const view = new DataView(file.buffer, head.length, 12)
  view.setUint16(0, 0x7fe0, true)
  view.setUint16(2, 0x0010, true)
  view.setUint8(4, vr.charCodeAt(0))
  view.setUint8(5, vr.charCodeAt(1))
  view.setUint32(8, length, true)
  file.set(pixels, head.length + 12)
  return file
}
