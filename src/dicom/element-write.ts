import { HilumError } from '../base/errors.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { Dataset, Element } from './dataset.ts'
import { isShortForm } from './element-header.ts'
import { writableElement } from './writable-element.ts'

const undefinedLength = 0xffffffff
/** Text of the default repertoire, one byte a character (PS3.5 6.2). All other text is UTF-8. */
const ascii = new Set(['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'TM', 'UI'])
/** Padded with NUL to an even length; text is padded with a space (PS3.5 6.2). */
const nulPadded = new Set(['UI', 'OB', 'OD', 'OF', 'OW', 'UN'])

/** Fixed width of a value, bytes, with how it is written. */
const numbers: Readonly<
  Record<string, readonly [width: number, write: (view: DataView, value: never) => void]>
> = {
  AT: [
    4,
    (view, value: number) => {
      view.setUint16(0, value >>> 16, true)
      view.setUint16(2, value & 0xffff, true)
    },
  ],
  FD: [8, (view, value: number) => view.setFloat64(0, value, true)],
  FL: [4, (view, value: number) => view.setFloat32(0, value, true)],
  SL: [4, (view, value: number) => view.setInt32(0, value, true)],
  SS: [2, (view, value: number) => view.setInt16(0, value, true)],
  UL: [4, (view, value: number) => view.setUint32(0, value, true)],
  US: [2, (view, value: number) => view.setUint16(0, value, true)],
  UV: [8, (view, value: bigint) => view.setBigUint64(0, value, true)],
}

/**
 * Writes a data set's elements in the order of their tags, Explicit VR Little Endian (PS3.5 7.1.2), sequences and items of
 * undefined length. An item's Specific Character Set is left out: its text is written as the whole file's is.
 * @throws DICOM_VALUE_INVALID
 */
export const writeElements = (out: ByteWriter, dataset: Dataset): void => {
  for (const tag of Object.keys(dataset).sort()) writeElement(out, tag, dataset[tag]!)
}

/** Writes one element. @throws DICOM_VALUE_INVALID */
export const writeElement = (out: ByteWriter, tag: string, element: Element): void => {
  const { vr } = element
  writeTag(out, tag)
  out.ascii(vr)
  if (vr === 'SQ') writeSequence(out, (element.Value ?? []) as readonly Dataset[])
  else writeValue(out, tag, element)
}

const writeValue = (out: ByteWriter, tag: string, element: Element): void => {
  const { vr } = element
  const { Value } = writableElement(tag, element)
  const isShort = isShortForm(vr)
  out.uint16(0)
  if (!isShort) out.uint32(0)
  const start = out.length
  writeValues(out, vr, Value)
  if ((out.length - start) % 2 === 1) out.ascii(nulPadded.has(vr) ? '\0' : ' ')
  if (isShort) out.setUint16(start - 2, out.length - start)
  else out.setUint32(start - 4, out.length - start)
}

const writeTag = (out: ByteWriter, tag: string): void => {
  if (!/^[0-9A-F]{8}$/.test(tag)) throw new HilumError('DICOM_VALUE_INVALID', 'a tag is not 8 hex digits')
  out.uint16(Number.parseInt(tag.slice(0, 4), 16))
  out.uint16(Number.parseInt(tag.slice(4), 16))
}

const writeSequence = (out: ByteWriter, items: readonly Dataset[]): void => {
  out.uint16(0)
  out.uint32(undefinedLength)
  for (const { '00080005': _, ...item } of items) {
    writeTag(out, 'FFFEE000')
    out.uint32(undefinedLength)
    writeElements(out, item)
    writeTag(out, 'FFFEE00D')
    out.uint32(0)
  }
  writeTag(out, 'FFFEE0DD')
  out.uint32(0)
}

const writeValues = (out: ByteWriter, vr: string, values: readonly unknown[]): void => {
  const number = numbers[vr]
  if (number) {
    const [width, write] = number
    for (const value of values) write(out.view(width), value as never)
  } else if (values[0] instanceof ArrayBuffer) out.bytes(new Uint8Array(values[0]))
  else {
    const text = values.join('\\')
    if (ascii.has(vr)) out.ascii(text)
    else out.utf8(text)
  }
}
