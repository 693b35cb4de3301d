import { HilumError } from '../base/errors.ts'
import type { ByteSource } from './byte-source.ts'
import { isSignedByPixels, vrOf } from './dictionary.ts'

/** How elements are written: PS3.5 7.1.2 (explicit VR) or 7.1.3 (implicit), and the byte order. */
export interface ElementEncoding {
  readonly isExplicit: boolean
  readonly isLittleEndian: boolean
}

/** Where an element's value lies. `length` is undefined for undefined length (0xFFFFFFFF). */
export interface ElementHeader {
  readonly tag: string
  readonly vr: string
  readonly offset: number
  readonly length: number | undefined
  /** How the value's own elements are written: UN of undefined length holds implicit little endian (PS3.5 6.2.2). */
  readonly valueEncoding: ElementEncoding
}

export const itemTag = 'FFFEE000'
export const itemEndTag = 'FFFEE00D'
export const sequenceEndTag = 'FFFEE0DD'

const implicitLittle: ElementEncoding = { isExplicit: false, isLittleEndian: true }
const longForm = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'])
const shortForm = new Set('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '))

/** True for the two letters of a VR that PS3.5 6.2 knows. */
export const isKnownVr = (vr: string): boolean => longForm.has(vr) || shortForm.has(vr)

/** True for VRs whose length has 16 bits in explicit VR (PS3.5 7.1.2). */
export const isShortForm = (vr: string): boolean => shortForm.has(vr)

/**
 * The header of the element at `at`. Public elements sent as UN are read by the dictionary's VR (PS3.5 6.2.2 note 5).
 * @param isSigned Pixel Representation is 1: 'US or SS' is SS. @throws DICOM_UNPARSABLE
 */
export const readElementHeader = (
  source: ByteSource,
  at: number,
  encoding: ElementEncoding,
  isSigned: boolean,
): ElementHeader => {
  const eight = viewOf(source.bytes(at, 8))
  const little = encoding.isLittleEndian
  const tag = hex4(eight.getUint16(0, little)) + hex4(eight.getUint16(2, little))
  if (tag.startsWith('FFFE')) return placed(tag, 'na', at + 8, eight.getUint32(4, little), encoding)
  if (!encoding.isExplicit) {
    const vr = dictionaryVr(tag, isSigned) ?? 'UN'
    return placed(tag, vr, at + 8, eight.getUint32(4, little), encoding)
  }
  const vr = String.fromCharCode(eight.getUint8(4), eight.getUint8(5))
  if (shortForm.has(vr)) return placed(tag, vr, at + 8, eight.getUint16(6, little), encoding)
  if (!/^[A-Z]{2}$/.test(vr)) throw new HilumError('DICOM_UNPARSABLE', `an element has no VR, at byte ${at}`)
  // PS3.5 6.2 note: VRs to come have the long form.
  const length = viewOf(source.bytes(at + 8, 4)).getUint32(0, little)
  if (vr !== 'UN') return placed(tag, isKnownVr(vr) ? vr : 'UN', at + 12, length, encoding)
  const known = dictionaryVr(tag, isSigned) ?? 'UN'
  if (length === 0xffffffff) return placed(tag, 'SQ', at + 12, length, implicitLittle)
  return placed(tag, known, at + 12, length, known === 'SQ' ? implicitLittle : encoding)
}

const dictionaryVr = (tag: string, isSigned: boolean): string | undefined =>
  isSigned && isSignedByPixels(tag) ? 'SS' : vrOf(tag)

const placed = (
  tag: string,
  vr: string,
  offset: number,
  length: number,
  valueEncoding: ElementEncoding,
): ElementHeader => ({
  tag,
  vr: length === 0xffffffff && vr === 'UN' ? 'SQ' : vr,
  offset,
  length: length === 0xffffffff ? undefined : length,
  valueEncoding,
})

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

const hex4 = (value: number): string => value.toString(16).padStart(4, '0').toUpperCase()
