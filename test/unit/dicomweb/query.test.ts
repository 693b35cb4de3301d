import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HilumError } from '../../../src/base/errors.ts'
import { parseQuery } from '../../../src/dicomweb/query.ts'

const read = (text: string, level: 'study' | 'series' | 'instance' = 'study') =>
  parseQuery(new URLSearchParams(text), level)
const matches = (text: string, level: 'study' | 'series' | 'instance' = 'study') =>
  read(text, level).matches.map(({ tag, level: _, vr: __, ...rest }) => [tag, rest])

describe('parseQuery', () => {
  it.each([
    ['PatientID=7', [['00100020', { kind: 'any', values: ['7'] }]]],
    ['00100020=7', [['00100020', { kind: 'any', values: ['7'] }]]],
    ['PatientName=*m%C3%BCl*', [['00100010', { kind: 'wildcard', pattern: '*mül*' }]]],
    ['StudyInstanceUID=1.2%5C1.3,1.4', [['0020000D', { kind: 'any', values: ['1.2', '1.3', '1.4'] }]]],
    ['ModalitiesInStudy=CT%5CSR', [['00080061', { kind: 'any', values: ['CT', 'SR'] }]]],
    ['StudyDate=20200101-20201231', [['00080020', { kind: 'range', from: '20200101', to: '20201231' }]]],
    ['StudyDate=20200101', [['00080020', { kind: 'range', from: '20200101', to: '20200101' }]]],
    ['StudyDate=-20200101', [['00080020', { kind: 'range', to: '20200101' }]]],
    ['StudyTime=10-', [['00080030', { kind: 'range', from: '10' }]]],
    ['PatientID=', []],
    ['PatientID=*', []],
    ['Modality=CT', []],
    ['accept=application/dicom%2Bjson', []],
  ])('reads %s', (text, expected) => {
    expect(matches(text)).toEqual(expected)
  })

  it('reads limit, offset and includefield in all their forms', () => {
    const query = read('limit=101&offset=3&includefield=00081030,StudyID&includefield=00400275.00400009')
    expect(query).toMatchObject({ limit: 101, offset: 3 })
    expect(query.include).toEqual(new Set(['00081030', '00200010', '00400275']))
    expect(read('includefield=all').include).toBe('all')
    expect(read('limit=5000').limit).toBe(1000)
  })

  it('warns of what it does not do', () => {
    expect(read('fuzzymatching=true').warnings).toHaveLength(1)
    expect(read('fuzzymatching=false').warnings).toEqual([])
    expect(read('InstitutionName=x').warnings).toHaveLength(1)
  })

  it.each([
    'limit=-1',
    'limit=abc',
    'limit=99999999999999999999',
    'offset=1.5',
    'PatientID=a%00b',
    'StudyInstanceUID=../../x',
    "StudyInstanceUID=1.2'",
    'StudyDate=2020',
    'StudyDate=20200101-20200102-20200103',
    'Nonsense=1',
    'constructor=1',
    'includefield=nonsense',
    `PatientName=${'*a'.repeat(20)}`,
  ])('refuses %s', text => {
    expect(() => read(text)).toThrow(/DICOMWEB_BAD_QUERY/)
  })

  it('answers or refuses whatever comes, never anything else', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string({ unit: 'binary' })), { maxLength: 4 }), pairs => {
        try {
          parseQuery(pairs, 'instance')
        } catch (error) {
          expect(error).toBeInstanceOf(HilumError)
        }
      }),
    )
  })
})
