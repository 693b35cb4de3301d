import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../../src/dicom/dataset.ts'
import { keywordOf, tagOf, vrOf } from '../../../src/dicom/dictionary.ts'
import { hilumManufacturer } from '../../../src/dicom/identity.ts'
import { readDataset, readInstance } from '../../../src/dicom/part10-index.ts'
import { writePart10 } from '../../../src/dicom/part10-write.ts'
import { buildInstanceFacts } from '../../../src/dicom/read-facts.ts'
import { decimalString } from '../../../src/dicom/writable-element.ts'
import { ctDataset, element, writeCtSlice } from '../../support/ct-slice.ts'

const fails = (code: string) => expect.objectContaining({ code })

describe('the dictionary', () => {
  it('knows tags, keywords and VRs, repeating groups too', () => {
    expect(tagOf('PatientName')).toBe('00100010')
    expect(tagOf('constructor')).toBeUndefined()
    expect(keywordOf('60020010')).toBe('OverlayRows')
    expect([vrOf('00280120'), vrOf('7FE00010'), vrOf('00090010'), vrOf('00091001')]).toEqual([
      'US',
      'OW',
      'LO',
      undefined,
    ])
  })
})

describe('writing and reading Part 10', () => {
  it('gives back what was written', () => {
    const stored = Int16Array.from({ length: 256 }, (_, index) => index * 100 - 9000)
    const bytes = writeCtSlice({ name: 'a', stored, position: [1.5, -2, 3e-7] })
    const { header, meta, pixelData, transferSyntaxUid, isPart10 } = readInstance(bytes)
    expect(header['00200032']!.Value).toEqual([1.5, -2, 3e-7])
    expect(header['00100010']!.Value).toEqual([{ Alphabetic: 'Doe^Jo' }])
    expect(meta['00020013']!.Value).toEqual(['HILUM_0_1'])
    expect([transferSyntaxUid, isPart10]).toEqual(['1.2.840.10008.1.2.1', true])
    const { offset, length } = pixelData!
    expect(Buffer.from(bytes.subarray(offset, offset + length))).toEqual(Buffer.from(stored.buffer))
  })

  it('gives back every VR that it writes', () => {
    const binary = (vr: string, length: number) => ({
      vr,
      InlineBinary: Buffer.alloc(length, 7).toString('base64'),
    })
    const values: Dataset = {
      '00101001': { vr: 'PN' },
      '00102160': element('SH', null, 'x'),
      '00081115': element('SQ', {}, { '00080060': element('CS', 'CT') }),
      '00081140': { vr: 'SQ' },
      '00081190': element('UR', 'http://x/y?z'),
      '00080119': element('UC', 'abc', 'd'),
      '00280009': element('AT', '00181063', '7FE00010'),
      '0040A160': element('UT', 'a\\b\nc'),
      '00660016': binary('OF', 8),
      '00720064': element('IS', -3, 7),
      '00720073': binary('OD', 16),
      '0072006D': binary('UN', 4),
      '00720069': binary('OB', 4),
      '00720074': element('FD', 1e300),
      '00720076': element('FL', 1.5, -2),
      '00720078': element('US', 65_535),
      '0072007A': element('UL', 4_294_967_295, 1),
      '0072007E': element('SS', -32_768),
      '00720083': element('UV', 5, '18446744073709551615'),
    }
    expect(readDataset(writePart10({ ...ctDataset({ name: 'a' }), ...values }))).toMatchObject(values)
  })

  it('refuses values that a VR does not hold', () => {
    for (const bad of [
      { '00080050': element('SH', 'x'.repeat(17)) },
      { '00081030': element('LO', 'a\\b') },
      { '00081030': element('LO', 'a\u0007') },
      { '00280010': element('US', 65_536) },
      { '00280010': element('US', null) },
      { '00281053': element('DS', Number.NaN) },
      { '00281053': element('DS', '1.23456789012345678') },
      { '00100010': element('PN', { Alphabetic: 'x'.repeat(65) }) },
      { '00100010': element('PN', { Alphabetic: 'a=b' }) },
      { '00280009': element('AT', 'x') },
      { '00720082': element('SV', 1) },
      { '00720082': element('ZZ', 1) },
      { '00420011': { vr: 'OB', BulkDataURI: 'http://x' } },
    ])
      expect(() => writePart10({ ...ctDataset({ name: 'a' }), ...bad })).toThrow(fails('DICOM_VALUE_INVALID'))
    expect(() => writePart10({})).toThrow(fails('DICOM_BAD_UID'))
  })

  it('counts characters, not bytes', () => {
    const name = '山'.repeat(64)
    const bytes = writePart10({ ...ctDataset({ name: 'a' }), '00081030': element('LO', name) })
    expect(readInstance(bytes).header['00081030']!.Value).toEqual([name])
  })

  it('writes numbers as decimal strings of at most 16 characters', () => {
    expect(decimalString('00281053', 0.1 + 0.2)).toBe('0.3')
    expect(decimalString('00281053', -1 / 3)).toBe('-0.3333333333333')
    expect(decimalString('00281053', -Math.PI * 1e-300).length).toBeLessThanOrEqual(16)
    expect(decimalString('00281053', 123_456_789e8)).toBe('1.23456789e+16')
    expect(decimalString('00281053', -Number.MAX_VALUE)).toBe('-1.79769313e+308')
  })

  it('knows our own objects by their mark', () => {
    const facts = (more: object) =>
      buildInstanceFacts(readInstance(writeCtSlice({ name: 'a', more: { ...more } })), 'd', 1)
    expect(facts({}).isOurs).toBe(false)
    expect(facts({ '00080070': element('LO', hilumManufacturer) }).isOurs).toBe(true)
    const contributed = { '00080070': element('LO', hilumManufacturer) }
    expect(facts({ '0018A001': element('SQ', contributed) }).isOurs).toBe(true)
  })

  it('answers facts, absent where the header has none', () => {
    const facts = buildInstanceFacts(readInstance(writeCtSlice({ name: 'a' })), 'd', 7)
    expect(facts).toMatchObject({ modality: 'CT', rows: 16, pixelSpacing: [1, 1], sizeBytes: 7 })
    expect(facts).not.toHaveProperty('instanceNumber')
    const noUid = writeCtSlice({ name: 'a', more: { '0020000D': { vr: 'UI' } } })
    expect(() => buildInstanceFacts(readInstance(noUid), 'd', 1)).toThrow(fails('DICOM_BAD_UID'))
  })
})

/** Explicit little endian elements by hand. */
const part10 = (syntax: string, ...elements: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    short('00020010', 'UI', padded(syntax)),
    ...elements,
  ])

const padded = (text: string): string => (text.length % 2 === 0 ? text : `${text}\0`)

const tagBytes = (tag: string): readonly number[] => {
  const [a, b, c, d] = Buffer.from(tag, 'hex')
  return [b!, a!, d!, c!]
}

const short = (tag: string, vr: string, value: string): Buffer => {
  const length = Buffer.alloc(2)
  length.writeUInt16LE(value.length)
  return Buffer.concat([Buffer.from(tagBytes(tag)), Buffer.from(vr), length, Buffer.from(value, 'latin1')])
}

const long = (tag: string, vr: string, length: number, value = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(6)
  head.writeUInt32LE(length, 2)
  return Buffer.concat([Buffer.from(tagBytes(tag)), Buffer.from(vr), head, value])
}

const item = (tag: string, length: number): Buffer => {
  const head = Buffer.alloc(4)
  head.writeUInt32LE(length)
  return Buffer.concat([Buffer.from(tagBytes(tag)), head])
}

const explicit = '1.2.840.10008.1.2.1'
const undefinedLength = 0xffffffff

describe('hostile files', () => {
  it('nesting, however deep', () => {
    const opening = Buffer.concat([
      long('00081140', 'SQ', undefinedLength),
      item('FFFEE000', undefinedLength),
    ])
    const nested = (depth: number) => part10(explicit, ...Array.from({ length: depth }, () => opening))
    const closing = Buffer.concat([item('FFFEE00D', 0), item('FFFEE0DD', 0)])
    const closed = Buffer.concat([nested(32), ...Array.from({ length: 32 }, () => closing)])
    expect(Object.keys(readInstance(closed).header)).toEqual(['00081140'])
    expect(() => readInstance(nested(33))).toThrow(fails('DICOM_TOO_DEEP'))
    expect(() => readInstance(nested(100_000))).toThrow(fails('DICOM_TOO_DEEP'))
  })

  it('more elements than any object has', () => {
    const items = Buffer.alloc(8 * 200_001)
    for (let at = 0; at < items.length; at += 8) item('FFFEE000', 0).copy(items, at)
    const bytes = part10(explicit, long('00081140', 'SQ', items.length, items))
    expect(() => readInstance(bytes)).toThrow(fails('DICOM_TOO_MANY_ELEMENTS'))
  })

  it('elements that leave what holds them, come twice or have no VR', () => {
    const overlapping = Buffer.concat([item('FFFEE000', 8), short('00080018', 'UI', '1.2.3.4.5.6.7.8.9.0')])
    for (const body of [
      [long('00081140', 'SQ', overlapping.length, overlapping)],
      [short('00080060', 'CS', 'CT'), short('00080060', 'CS', 'MR')],
      [Buffer.from([8, 0, 0x60, 0, 0, 0, 0, 0])],
      [item('FFFEE00D', 0)],
      [long('00081140', 'SQ', undefinedLength), short('00080060', 'CS', 'CT')],
      [long('00420011', 'OB', 0xfffffffe)],
    ])
      expect(() => readInstance(part10(explicit, ...body))).toThrow(fails('DICOM_UNPARSABLE'))
  })

  it('pixels that are not as long as the header says', () => {
    const shape = (rows: number, frames = '1') => [
      short('00280008', 'IS', padded(frames)),
      short('00280010', 'US', String.fromCharCode(rows & 255, rows >> 8)),
      short('00280011', 'US', String.fromCharCode(rows & 255, rows >> 8)),
      short('00280100', 'US', '\x10\0'),
    ]
    const read = (rows: number, frames: string, length: number) => () =>
      readInstance(
        part10(explicit, ...shape(rows, frames), long('7FE00010', 'OW', length, Buffer.alloc(length))),
      )
    expect(read(4, '1', 32)).not.toThrow()
    for (const wrong of [read(4, '1', 30), read(4, '1', 64), read(4, '2', 32), read(65_535, '1', 32)])
      expect(wrong).toThrow(fails('DICOM_PIXELS_MISMATCH'))
    for (const frames of ['0', '-1', '2147483647', 'x'])
      expect(read(46_341, frames, 32)).toThrow(fails('DICOM_PIXELS_MISMATCH'))
  })

  it('a bomb in a deflated data set', () => {
    const bomb = deflateRawSync(Buffer.alloc(300 * 2 ** 20))
    expect(() => readInstance(part10('1.2.840.10008.1.2.1.99', bomb))).toThrow(fails('DICOM_UNPARSABLE'))
  })

  it('no DICOM at all', () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('DICM'),
      Buffer.alloc(200),
      Buffer.from('%PDF-1.7 and more'),
    ])
      expect(() => readInstance(bytes)).toThrow(fails('DICOM_UNPARSABLE'))
  })
})

describe('the full data set', () => {
  const text = 'x'.repeat(5000)
  const bytes = writeCtSlice({
    name: 'a',
    more: {
      '00420011': element('OB', Uint8Array.of(1, 2)),
      '0040A160': element('UT', text),
      '00700022': element('FL', ...Array.from({ length: 10_000 }, (_, index) => index / 2)),
    },
  })

  it('keeps long text and coordinates inline, pixels out', () => {
    const dataset = readDataset(bytes)
    expect(dataset['0040A160']!.Value).toEqual([text])
    expect(dataset['00700022']!.Value).toHaveLength(10_000)
    expect(dataset['00420011']!.InlineBinary).toBe('AQI=')
    expect(dataset).not.toHaveProperty('7FE00010')
    expect(readInstance(bytes).header).not.toHaveProperty('0040A160')
  })

  it('lets a URI stand for what is asked', () => {
    const dataset = readDataset(bytes, ({ path, vr, length }) =>
      vr === 'OW' ? `/bulk/${path.join('/')}?${length}` : undefined,
    )
    expect(dataset['7FE00010']).toEqual({ vr: 'OW', BulkDataURI: '/bulk/7FE00010?512' })
  })
})
