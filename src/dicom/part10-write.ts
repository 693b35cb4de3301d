import { HilumError } from '../base/errors.ts'
import { type Dataset, type Element, textOf } from './dataset.ts'
import { implementationClassUid, implementationVersionName } from './identity.ts'
import { quietDcmjs } from './quiet-dcmjs.ts'
import { explicitLittleEndian } from './transfer-syntax.ts'
import { parseUid } from './uid.ts'
import { writableElement } from './writable-element.ts'

const pixelData = '7FE00010'

/**
 * A Part 10 file (PS3.10 7.1): Explicit VR Little Endian, text in ISO_IR 192, meta from the data set's SOP Class and
 * Instance UID. Binary values are `InlineBinary`, or a Uint8Array (little endian) as the only Value: native pixel data
 * too, which is copied once and not through dcmjs. Group 0002 of `dataset` is ignored.
 * @throws DICOM_BAD_UID, DICOM_VALUE_INVALID (a value its VR does not allow: dcmjs would cut it off silently)
 */
export const writePart10 = (dataset: Dataset): Uint8Array => {
  const dict = new quietDcmjs.data.DicomDict(metaOf(dataset))
  dict.dict = writableDataset({ ...dataset, '00080005': { vr: 'CS', Value: ['ISO_IR 192'] } })
  const head = new Uint8Array(dict.write({ allowInvalidVRLength: true }))
  const pixels = dataset[pixelData]?.Value?.[0]
  return pixels instanceof Uint8Array ? withPixels(head, dataset[pixelData]!.vr, pixels) : head
}

const metaOf = (dataset: Dataset): Record<string, unknown> => ({
  '00020001': { vr: 'OB', Value: [Uint8Array.of(0, 1).buffer] },
  '00020002': { vr: 'UI', Value: [parseUid(textOf(dataset, '00080016'), 'SOP Class UID')] },
  '00020003': { vr: 'UI', Value: [parseUid(textOf(dataset, '00080018'), 'SOP Instance UID')] },
  '00020010': { vr: 'UI', Value: [explicitLittleEndian] },
  '00020012': { vr: 'UI', Value: [implementationClassUid] },
  '00020013': { vr: 'SH', Value: [implementationVersionName] },
})

const writableDataset = (dataset: Dataset): Record<string, unknown> => {
  const tags = Object.keys(dataset).filter(tag => !tag.startsWith('0002') && tag !== pixelData)
  return Object.fromEntries(tags.sort().map(tag => [tag, writable(tag, dataset[tag]!)]))
}

const writable = (tag: string, element: Element): unknown => {
  if (!/^[0-9A-F]{8}$/.test(tag)) throw new HilumError('DICOM_VALUE_INVALID', 'a tag is not 8 hex digits')
  if (element.vr !== 'SQ') return writableElement(tag, element)
  const items = (element.Value ?? []) as readonly Dataset[]
  return { vr: 'SQ', Value: items.map(item => writableDataset(withoutCharacterSet(item))) }
}

/** An item's own character set no longer holds: its text is written as the whole file's is. */
const withoutCharacterSet = ({ '00080005': _, ...item }: Dataset): Dataset => item

/** Pixel Data is the last element of what we write, so it can follow what dcmjs wrote. */
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
