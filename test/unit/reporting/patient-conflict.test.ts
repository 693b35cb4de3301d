import { expect, test } from 'vitest'
import type { Dataset } from '../../../src/dicom/dataset.ts'
import { comparePatients } from '../../../src/reporting/patient-conflict.ts'

const patient = (changes: Record<string, string | undefined> = {}): Dataset => {
  const { name = 'Doe^Jane', ...rest } = { id: 'P-1', birth: '19600102', sex: 'F', ...changes }
  const text = (vr: string, value: string | undefined) => ({ vr, Value: value === undefined ? [] : [value] })
  return {
    '00100010': { vr: 'PN', Value: [{ Alphabetic: name }] },
    '00100020': text('LO', rest.id),
    '00100030': text('DA', rest.birth),
    '00100040': text('CS', rest.sex),
  }
}

test('the same patient has no differences', () => {
  expect(comparePatients(patient(), patient())).toEqual({ isConflict: false, differences: [] })
})

test.each([
  ['ID and birth date', { id: 'P-2', birth: '19700102' }, true],
  ['ID and sex', { id: 'P-2', sex: 'M' }, true],
  ['ID alone (a merge)', { id: 'P-2' }, false],
  ['birth date and sex but not ID', { birth: '19700102', sex: 'M' }, false],
  ['ID, and a birth date that is no longer told', { id: 'P-2', birth: undefined }, false],
  ['name alone (a marriage)', { name: 'Roe^Jane' }, false],
])('another %s: conflict %s', (_, changes, isConflict) => {
  const verdict = comparePatients(patient(), patient(changes))
  expect(verdict.isConflict).toBe(isConflict)
  expect(verdict.differences.length).toBeGreaterThan(0)
})

test('case, padding and a component group more are no difference', () => {
  const back = {
    ...patient({ sex: 'f ' }),
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'DOE^JANE^^', Ideographic: '土^井' }] },
  }
  expect(comparePatients(patient(), back).differences).toEqual([])
})

test('tells no value', () => {
  const { differences } = comparePatients(
    patient(),
    patient({ id: 'P-2', birth: '19700102', name: 'Roe^Jane' }),
  )
  expect(differences.join(' ')).not.toMatch(/P-2|1970|Roe/)
})
