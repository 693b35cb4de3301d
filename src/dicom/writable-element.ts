import { HilumError } from '../base/errors.ts'
import type { Element, PersonName } from './dataset.ts'
import { isKnownVr, isShortForm } from './element-header.ts'

/** Longest value in characters, by VR (PS3.5 6.2). DT and UI in bytes, the same for what they may hold. */
const longest: Readonly<Record<string, number>> = {
  AE: 16,
  AS: 4,
  CS: 16,
  DA: 8,
  DS: 16,
  DT: 26,
  IS: 12,
  LO: 64,
  LT: 10_240,
  SH: 16,
  ST: 1024,
  TM: 14,
  UI: 64,
}

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  US: [0, 0xffff],
  SS: [-0x8000, 0x7fff],
  UL: [0, 0xffffffff],
  SL: [-0x80000000, 0x7fffffff],
}

/** Of no object that we write. A sequence has no values of its own. */
const unwritable = new Set(['OL', 'OV', 'SV', 'SQ'])
const singleValued = new Set(['LT', 'ST', 'UT', 'UR'])

/** An element's values as they are written, checked: text, numbers, or one buffer. @throws DICOM_VALUE_INVALID */
export const writableElement = (tag: string, element: Element): { vr: string; Value: readonly unknown[] } => {
  const { vr } = element
  if (!isKnownVr(vr) || unwritable.has(vr)) throw invalid(tag, vr, 'is a VR that is not written')
  if (element.InlineBinary !== undefined)
    return { vr, Value: [arrayBufferOf(Buffer.from(element.InlineBinary, 'base64'))] }
  const values = element.Value ?? []
  if (values[0] instanceof Uint8Array) return { vr, Value: [arrayBufferOf(values[0])] }
  if (element.BulkDataURI !== undefined) throw invalid(tag, vr, 'is only a reference to bulk data')
  const written = values.map(value => writableValue(tag, vr, value))
  checkTotal(tag, vr, written)
  return { vr, Value: written }
}

const arrayBufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

const writableValue = (tag: string, vr: string, value: unknown): unknown => {
  if (value === null || value === undefined || value === '')
    return isNumeric(vr) ? reject(tag, vr, 'is empty') : ''
  if (vr === 'PN') return writableName(tag, value as PersonName | string)
  if (vr === 'AT') return tagNumber(tag, value)
  if (vr === 'UV')
    return /^\d+$/.test(String(value)) ? BigInt(String(value)) : reject(tag, vr, 'is no number')
  if (isNumeric(vr)) return writableNumber(tag, vr, Number(value))
  if (vr === 'DS' && typeof value === 'number') return decimalString(tag, value)
  return writableText(tag, vr, String(value))
}

/** An AT value is written as a number. */
const tagNumber = (tag: string, value: unknown): number =>
  /^[0-9A-F]{8}$/i.test(String(value)) ? Number.parseInt(String(value), 16) : reject(tag, 'AT', 'is no tag')

const isNumeric = (vr: string): boolean => vr in ranges || ['FL', 'FD', 'UV'].includes(vr)

const writableNumber = (tag: string, vr: string, value: number): number => {
  const range = ranges[vr]
  if (Number.isNaN(value) || !Number.isFinite(value)) throw invalid(tag, vr, 'is not a number')
  if (range && (!Number.isInteger(value) || value < range[0] || value > range[1]))
    throw invalid(tag, vr, 'is out of range')
  return value
}

/** A DS has 16 characters: as many digits as fit (PS3.5 6.2). @throws DICOM_VALUE_INVALID */
export const decimalString = (tag: string, value: number): string => {
  if (!Number.isFinite(value)) throw invalid(tag, 'DS', 'is not a number')
  const shortest = String(value)
  if (shortest.length <= 16) return shortest
  for (let digits = 15; digits > 0; digits--) {
    const rounded = String(Number(value.toPrecision(digits)))
    if (rounded.length <= 16 && rounded !== 'Infinity' && rounded !== '-Infinity') return rounded
  }
  // From 1e16 on a number is printed with all its digits.
  return value.toExponential(8)
}

const writableText = (tag: string, vr: string, text: string): string => {
  const most = longest[vr]
  if (most !== undefined && [...text].length > most) throw invalid(tag, vr, `is longer than ${most}`)
  if (!singleValued.has(vr) && text.includes('\\')) throw invalid(tag, vr, 'holds a backslash')
  // PS3.5 6.1.3: only these controls, and in text only.
  const allowed = singleValued.has(vr) ? /[^\P{Cc}\t\n\f\r]/u : /\p{Cc}/u
  if (allowed.test(text)) throw invalid(tag, vr, 'holds a control character')
  return text
}

const writableName = (tag: string, name: PersonName | string): string => {
  const groups =
    typeof name === 'string'
      ? name.split('=')
      : [name.Alphabetic ?? '', name.Ideographic ?? '', name.Phonetic ?? '']
  if (groups.length > 3) throw invalid(tag, 'PN', 'has more than three component groups')
  for (const group of groups) {
    if ([...group].length > 64) throw invalid(tag, 'PN', 'is longer than 64')
    if (/[\\=\p{Cc}]/u.test(group)) throw invalid(tag, 'PN', 'holds a delimiter or control character')
  }
  return groups.join('=').replace(/=+$/, '')
}

/** All values of a VR with a 16-bit length together. */
const checkTotal = (tag: string, vr: string, values: readonly unknown[]): void => {
  if (!isShortForm(vr)) return
  const bytes = isNumeric(vr) ? values.length * 8 : Buffer.byteLength(values.join('\\'))
  if (bytes > 0xfffe && (!isNumeric(vr) || values.length * bytesOf(vr) > 0xfffe))
    throw invalid(tag, vr, 'is longer than 65,534 bytes in all')
}

const bytesOf = (vr: string): number => (vr === 'FD' ? 8 : vr === 'US' || vr === 'SS' ? 2 : 4)

const reject = (tag: string, vr: string, what: string): never => {
  throw invalid(tag, vr, what)
}

const invalid = (tag: string, vr: string, what: string): HilumError =>
  new HilumError('DICOM_VALUE_INVALID', `(${tag.slice(0, 4)},${tag.slice(4)}) ${vr} ${what}`)
