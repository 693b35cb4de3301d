import { describe, expect, it } from 'vitest'
import { itemsOf, textOf } from '../../../../src/dicom/dataset.ts'
import { blankCodeStreamComments } from '../../../../src/dicom/deidentify/blank-code-stream.ts'
import { decideAction } from '../../../../src/dicom/deidentify/decide-action.ts'
import { deidentifyDataset } from '../../../../src/dicom/deidentify/deidentify-dataset.ts'
import { deidentifyFile } from '../../../../src/dicom/deidentify/deidentify-file.ts'
import { profileTable } from '../../../../src/dicom/deidentify/profile-table.ts'
import { reidentifyDataset } from '../../../../src/dicom/deidentify/reidentify-dataset.ts'
import { shiftDate } from '../../../../src/dicom/deidentify/shift-date.ts'
import { readDataset, readInstance } from '../../../../src/dicom/part10-index.ts'
import { isValidUid } from '../../../../src/dicom/uid.ts'
import { ctDataset, element, writeCtSlice } from '../../../support/ct-slice.ts'

const secret = 'a site secret of 32 characters or more'
const basic = { secret, options: [] } as const
const ct = '1.2.840.10008.5.1.4.1.1.2'
const context = (
  ...options: Parameters<typeof decideAction>[2]['options'] extends ReadonlySet<infer O> ? O[] : never
) => ({
  options: new Set(options),
  sopClassUid: ct,
  isSafePrivate: false,
})

const patient = {
  '00080020': element('DA', '20240305'),
  '00080021': element('DA', '20240307'),
  '00080050': element('SH', 'ACC-77'),
  '00100010': element('PN', { Alphabetic: 'Doe^Jo' }),
  '00100020': element('LO', 'MRN-1234'),
  '00100030': element('DA', '19600101'),
  '00101010': element('AS', '064Y'),
  '00081030': element('LO', 'CT thorax, Jo Doe'),
}
const dataset = ctDataset({ name: 'x', more: patient })

describe('the table of PS3.15 E.1-1', () => {
  it('has its rows, each with an action of the standard', () => {
    expect(profileTable.size).toBe(421)
    for (const [tag, row] of profileTable) {
      expect(tag).toMatch(/^[0-9A-F]{8}$/)
      expect(row.basic).toMatch(/^(D|Z|X|K|C|U|X\/Z|X\/D|X\/Z\/D|X\/Z\/U|Z\/D)$/)
    }
  })

  it.each([
    ['00100010', 'PN', 'Z'],
    ['00080018', 'UI', 'U'],
    ['00080050', 'SH', 'Z'],
    ['00181000', 'LO', 'X'],
    ['0040A730', 'SQ', 'D'],
    ['60003000', 'OW', 'X'],
    ['00091001', 'LO', 'X'],
    ['00080023', 'DA', 'Z'],
    ['00280010', 'US', 'K'],
    ['0018A002', 'DT', 'X'],
  ])('(%s) %s is %s in a CT', (tag, vr, action) => {
    expect(decideAction(tag, vr, context())).toBe(action)
  })

  it('chooses by the type of the IOD, and what is valid everywhere where it does not know it', () => {
    const as = (sopClassUid: string | undefined) =>
      decideAction('00181000', 'LO', { ...context(), sopClassUid })
    expect([as(ct), as('1.2.840.10008.5.1.4.1.1.66.4'), as('1.2.3')]).toEqual(['X', 'D', 'D'])
  })

  it('follows the options', () => {
    expect(decideAction('00101010', 'AS', context('patientCharacteristics'))).toBe('K')
    expect(decideAction('00080021', 'DA', context('modifiedDates'))).toBe('C')
    expect(decideAction('00080021', 'DA', context('fullDates'))).toBe('K')
    expect(decideAction('0020000D', 'UI', context('uids'))).toBe('K')
    expect(decideAction('00080080', 'LO', context('institutionIdentity'))).toBe('K')
    expect(decideAction('00181000', 'LO', context('deviceIdentity'))).toBe('K')
  })
})

describe('a data set', () => {
  it('says what was done to it', () => {
    const { dataset: made } = deidentifyDataset(dataset, { secret, options: ['modifiedDates'] })
    expect(textOf(made, '00120062')).toBe('YES')
    expect(textOf(made, '00280303')).toBe('MODIFIED')
    expect(itemsOf(made, '00120064').map(item => textOf(item, '00080100'))).toEqual(['113100', '113107'])
  })

  it('keeps intervals, and moves all dates of a patient alike', () => {
    const { dataset: made, reidentification } = deidentifyDataset(dataset, {
      secret,
      options: ['modifiedDates'],
    })
    expect(textOf(made, '00080020')).toBe(shiftDate('20240305', reidentification.shiftDays))
    expect(textOf(made, '00080021')).toBe(shiftDate('20240307', reidentification.shiftDays))
    expect(textOf(made, '00080020')).not.toBe('20240305')
    const other = deidentifyDataset(ctDataset({ name: 'y', more: patient }), {
      secret,
      options: ['modifiedDates'],
    })
    expect(other.reidentification.shiftDays).toBe(reidentification.shiftDays)
  })

  it('gives UIDs that are valid, the same everywhere, and another site cannot make', () => {
    const one = deidentifyDataset({ ...dataset, '0040A171': element('UI', '1.2.3') }, basic).dataset
    const other = deidentifyDataset(dataset, { ...basic, secret: `${secret}, another` }).dataset
    expect(isValidUid(textOf(one, '0020000D'))).toBe(true)
    expect(textOf(one, '0040A171')).toBe(textOf(one, '0020000D'))
    expect(textOf(other, '0020000D')).not.toBe(textOf(one, '0020000D'))
    expect(textOf(one, '00080016')).toBe(ct)
  })

  it('gives a result that returns its own UIDs and patient again', () => {
    const { dataset: made, reidentification } = deidentifyDataset(dataset, basic)
    const result = {
      ...made,
      '0040A375': element('SQ', {
        '0020000D': element('UI', textOf(made, '0020000D')),
        '00080018': element('UI', '2.25.9'),
      }),
    }
    const back = reidentifyDataset(result, reidentification)
    for (const tag of ['0020000D', '0020000E', '00080018', '00100020', '00080050', '00080020'])
      expect(back[tag]).toEqual(dataset[tag])
    expect(textOf(itemsOf(back, '0040A375')[0]!, '0020000D')).toBe('1.2.3')
    expect(textOf(itemsOf(back, '0040A375')[0]!, '00080018')).toBe('2.25.9')
    expect(back['00120062']).toBeUndefined()
  })

  it('keeps a private element that the site lists, with its creator, and no other', () => {
    const more = {
      '00190010': element('LO', 'GEMS'),
      '00191002': element('SL', 1),
      '00191003': element('LO', 'x'),
    }
    const safePrivate = [{ creator: 'GEMS', group: 0x19, element: 2 }]
    const { dataset: made } = deidentifyDataset(
      { ...dataset, ...more },
      { secret, options: ['safePrivate'], safePrivate },
    )
    expect(Object.keys(made).filter(tag => tag.startsWith('0019'))).toEqual(['00190010', '00191002'])
  })

  it('keeps the number of a template, and no other number that is called a term', () => {
    const more = {
      '0040A504': element('SQ', {
        '00080105': element('CS', 'DCMR'),
        '0040DB00': element('CS', '1500'),
      }),
      '0040A491': element('CS', '123456'),
    }
    const { dataset: made } = deidentifyDataset({ ...dataset, ...more }, basic)
    expect(textOf(itemsOf(made, '0040A504')[0]!, '0040DB00')).toBe('1500')
    expect(made['0040A491']).toBeUndefined()
    const long = { '0040A504': element('SQ', { '0040DB00': element('CS', '1234567') }) }
    const other = deidentifyDataset({ ...dataset, ...long }, basic).dataset
    expect(textOf(itemsOf(other, '0040A504')[0]!, '0040DB00')).toBeUndefined()
  })

  it('leaves a description empty where its placeholders are longer than its VR', () => {
    const cleanText = (): string => '[NAME-1] '.repeat(10)
    const { dataset: made } = deidentifyDataset(dataset, { secret, options: ['cleanDescriptors'], cleanText })
    expect(textOf(made, '00081030')).toBeUndefined()
  })

  it('cleans descriptions with what it is given', () => {
    const cleanText = (text: string): string => text.replace('Jo Doe', '')
    const { dataset: made } = deidentifyDataset(dataset, { secret, options: ['cleanDescriptors'], cleanText })
    expect(textOf(made, '00081030')).toBe('CT thorax,')
  })

  it.each([
    [{ secret: 'short', options: [] }],
    [{ secret, options: ['fullDates', 'modifiedDates'] }],
    [{ secret, options: ['cleanDescriptors'] }],
    [{ secret, options: ['safePrivate'] }],
  ] as const)('refuses a profile that cannot be followed: %j', profile => {
    expect(() => deidentifyDataset(dataset, profile)).toThrow(
      expect.objectContaining({ code: 'DICOM_NOT_DEIDENTIFIED' }),
    )
  })
})

describe('a file', () => {
  const stored = Int16Array.from({ length: 256 }, (_, at) => at)

  it('keeps its pixels bit by bit and is readable', () => {
    const file = writeCtSlice({ name: 'f', stored, more: patient })
    const made = deidentifyFile(file, basic)
    const parsed = readInstance(made.bytes)
    const { offset, length } = parsed.pixelData!
    expect(Buffer.from(made.bytes.subarray(offset, offset + length))).toEqual(Buffer.from(stored.buffer))
    expect(textOf(readDataset(made.bytes), '00100010')).toMatch(/^P-[0-9A-F]{12}$/)
    expect(parsed.meta['00020003']!.Value![0]).toBe(textOf(parsed.header, '00080018'))
  })

  it('lays a mask over writing, and refuses it without', () => {
    const written = { '00280301': element('CS', 'YES') }
    const file = writeCtSlice({ name: 'f', stored, more: written })
    expect(() => deidentifyFile(file, basic)).toThrow(
      expect.objectContaining({ code: 'DICOM_NOT_DEIDENTIFIED' }),
    )
    const made = deidentifyFile(file, basic, [{ column: 0, row: 0, columns: 16, rows: 15 }])
    const { offset, length } = readInstance(made.bytes).pixelData!
    expect(made.bytes.subarray(offset, offset + length - 32).every(byte => byte === 0)).toBe(true)
    expect(made.bytes[offset + length - 2]).toBe(255)
    expect(textOf(made.dataset, '00280301')).toBe('NO')
  })

  it('refuses a mask that leaves the picture', () => {
    const file = writeCtSlice({ name: 'f', stored })
    expect(() => deidentifyFile(file, basic, [{ column: 10, row: 0, columns: 16, rows: 1 }])).toThrow(
      /does not fit/,
    )
  })
})

describe('comments of code streams', () => {
  it('are blanked, pixels and needed segments are not', () => {
    const comment = Buffer.from('\xff\xfe\x00\x0aJOHN DOE', 'latin1')
    const app0 = Buffer.from('\xff\xe0\x00\x06JFIF', 'latin1')
    const scan = Buffer.from('\xff\xda\x00\x04ab\xff\xfe\x00\x06DOE!', 'latin1')
    const stream = Buffer.concat([Buffer.from([0xff, 0xd8]), app0, comment, scan])
    blankCodeStreamComments(stream)
    expect(stream.toString('latin1')).not.toContain('JOHN')
    expect(stream.toString('latin1')).toContain('JFIF')
    expect(stream.subarray(-scan.length)).toEqual(scan)
  })
})

describe('dates', () => {
  it.each([
    ['20240301', -1, '20240229'],
    ['2024.03.01', 1, '20240302'],
    ['20231231235959.5+0800', 1, '20240101235959.5+0800'],
    ['20240230', 1, undefined],
    ['2024', 1, undefined],
    ['CNRY', 1, undefined],
  ])('%s moved by %i', (value, days, moved) => {
    expect(shiftDate(value, days)).toBe(moved)
  })
})
