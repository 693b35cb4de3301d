import type { TextDecode, TextKind } from './charset.ts'
import type { Element, PersonName } from './dataset.ts'

const numberReaders: Readonly<
  Record<string, readonly [number, (view: DataView, at: number, little: boolean) => unknown]>
> = {
  US: [2, (view, at, little) => view.getUint16(at, little)],
  SS: [2, (view, at, little) => view.getInt16(at, little)],
  UL: [4, (view, at, little) => view.getUint32(at, little)],
  SL: [4, (view, at, little) => view.getInt32(at, little)],
  FL: [4, (view, at, little) => finite(view.getFloat32(at, little))],
  FD: [8, (view, at, little) => finite(view.getFloat64(at, little))],
  UV: [8, (view, at, little) => safeInteger(view.getBigUint64(at, little))],
  SV: [8, (view, at, little) => safeInteger(view.getBigInt64(at, little))],
  AT: [4, (view, at, little) => hex4(view.getUint16(at, little)) + hex4(view.getUint16(at + 2, little))],
}

const textKinds: Readonly<Record<string, TextKind>> = {
  SH: 'values',
  LO: 'values',
  UC: 'values',
  PN: 'names',
  ST: 'text',
  LT: 'text',
  UT: 'text',
}

/**
 * An element of the DICOM JSON model (PS3.18 F.2) from its bytes. DS and IS become numbers where they are numbers, else
 * their text; 64-bit integers beyond 2^53 and non-finite floats become text; binary VRs InlineBinary (little endian).
 */
export const readElementValue = (
  vr: string,
  bytes: Uint8Array,
  littleEndian: boolean,
  decode: TextDecode,
): Element => {
  if (bytes.length === 0) return { vr }
  const reader = numberReaders[vr]
  if (reader) return { vr, Value: readNumbers(bytes, littleEndian, reader) }
  if (vr.startsWith('O') || vr === 'UN')
    return { vr, InlineBinary: Buffer.from(inLittleEndian(vr, bytes, littleEndian)).toString('base64') }
  const kind = textKinds[vr]
  const text = kind
    ? decode(bytes, kind)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  return readText(vr, text, kind)
}

const readText = (vr: string, text: string, kind: TextKind | undefined): Element => {
  if (kind === 'text' || vr === 'UR') {
    const value = text.replace(/[\0 ]+$/, '')
    return value === '' ? { vr } : { vr, Value: [value] }
  }
  const parts = text.split('\\').map(part => trimPadding(part))
  if (parts.every(part => part === '')) return { vr }
  return { vr, Value: parts.map(part => jsonValueOf(vr, part)) }
}

/** Trailing spaces and NULs are padding; leading spaces too where they mean nothing (PS3.5 6.2). */
const trimPadding = (text: string): string => text.replace(/[\0 ]+$/, '').replace(/^ +/, '')

const jsonValueOf = (vr: string, part: string): unknown => {
  if (part === '') return null
  if (vr === 'PN') return personNameOf(part)
  if (vr === 'DS' || vr === 'IS') return decimalOf(part)
  return part
}

const decimalOf = (part: string): number | string =>
  /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(part) && Number.isFinite(Number(part)) ? Number(part) : part

const personNameOf = (text: string): PersonName => {
  const [alphabetic, ideographic, phonetic] = text.split('=').map(group => group.replace(/ +$/, ''))
  return {
    ...(alphabetic ? { Alphabetic: alphabetic } : {}),
    ...(ideographic ? { Ideographic: ideographic } : {}),
    ...(phonetic ? { Phonetic: phonetic } : {}),
  }
}

const readNumbers = (
  bytes: Uint8Array,
  littleEndian: boolean,
  [size, read]: (typeof numberReaders)[string] & {},
): readonly unknown[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const count = Math.floor(bytes.length / size)
  return Array.from({ length: count }, (_, index) => read(view, index * size, littleEndian))
}

const unitBytes: Readonly<Record<string, number>> = { OW: 2, OF: 4, OL: 4, OD: 8, OV: 8 }

/** Bulk values of the JSON model are little endian (PS3.18 F.2.7), whatever they came in. */
export const inLittleEndian = (vr: string, bytes: Uint8Array, littleEndian: boolean): Uint8Array => {
  const unit = unitBytes[vr]
  if (littleEndian || unit === undefined) return bytes
  const swapped = new Uint8Array(bytes)
  for (let at = 0; at + unit <= swapped.length; at += unit) swapped.subarray(at, at + unit).reverse()
  return swapped
}

/** PS3.18 F.2.3: JSON has no NaN or infinity, they are text. */
const finite = (value: number): number | string => (Number.isFinite(value) ? value : String(value))

const safeInteger = (value: bigint): number | string =>
  Number.isSafeInteger(Number(value)) ? Number(value) : String(value)

const hex4 = (value: number): string => value.toString(16).padStart(4, '0').toUpperCase()
