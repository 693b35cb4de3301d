import { describe, expect, it } from 'vitest'
import { readInstance } from '../../../src/dicom/part10-index.ts'
import { buildInstanceFacts } from '../../../src/dicom/read-facts.ts'
import { decideRole, failureReasonOf, refuseInstance, studyKeyOf } from '../../../src/intake/accept.ts'
import { digestOfDigests, settle } from '../../../src/intake/receipt.ts'
import { type SyntheticInstance, syntheticInstance } from '../../support/synthetic-instance.ts'

const parse = (wanted: SyntheticInstance) => readInstance(syntheticInstance(wanted))
const factsOf = (wanted: SyntheticInstance, digest = 'd1') => buildInstanceFacts(parse(wanted), digest, 100)

describe('decideRole', () => {
  const hilum = { '00080070': { vr: 'LO', Value: ['Hilum'] } }
  it.each<[string, SyntheticInstance, boolean, string]>([
    ['a CT slice', {}, false, 'image'],
    ['an MR slice', { modality: 'MR' }, false, 'image'],
    ['a secondary capture', { modality: 'OT', sopClass: '1.2.840.10008.5.1.4.1.1.7' }, false, 'image'],
    ['a report', { modality: 'SR' }, false, 'other'],
    ['a segmentation, which has pixels', { modality: 'SEG' }, false, 'other'],
    ['a segmentation that says CT', { sopClass: '1.2.840.10008.5.1.4.1.1.66.4' }, false, 'other'],
    ['a dose, which has pixels', { sopClass: '1.2.840.10008.5.1.4.1.1.481.2' }, false, 'other'],
    ['a presentation state', { modality: 'PR', sopClass: '1.2.840.10008.5.1.4.1.1.11.1' }, false, 'other'],
    ['what the ledger lists', { modality: 'SR' }, true, 'ours'],
    ['a slice that the ledger lists', {}, true, 'ours'],
    ['what bears our mark', { more: hilum }, false, 'ours'],
  ])('%s', (_, wanted, isInLedger, role) => {
    expect(decideRole(factsOf(wanted), isInLedger)).toBe(role)
  })
})

describe('a study', () => {
  it('is known by patient, issuer and UID, absent ones empty', () => {
    const more = { '00100021': { vr: 'LO', Value: ['Ward 1'] }, '00100020': { vr: 'LO' } }
    const { header } = parse({ more })
    expect(studyKeyOf(header, factsOf({}))).toEqual({
      patientId: '',
      issuerOfPatientId: 'Ward 1',
      studyInstanceUid: '1.2.3',
    })
  })

  it('must be the one of the address', () => {
    expect(refuseInstance(factsOf({}), undefined)).toBeUndefined()
    expect(refuseInstance(factsOf({}), '1.2.3')).toBeUndefined()
    expect(refuseInstance(factsOf({}), '1.2.4')).toMatchObject({ code: 'INTAKE_STUDY_MISMATCH' })
  })
})

describe('settle', () => {
  const state = (digest: string, ...stored: readonly string[]) => ({
    stored: new Set(stored),
    held: new Map([['1.2.3.1.1.1', digest]]),
  })
  const facts = factsOf({})
  it.each([
    ['new', state('d1', '1.2.3.1.1.1'), false, { kind: 'stored', isDuplicate: false, isCoerced: false }],
    ['held already', state('d1'), false, { kind: 'stored', isDuplicate: true, isCoerced: false }],
    ['held with other bytes', state('d2'), false, { kind: 'refused', code: 'INTAKE_CONFLICT' }],
    ['ours, come back changed', state('d2'), true, { kind: 'stored', isDuplicate: true, isCoerced: true }],
  ] as const)('%s', (_, batch, isCoerced, expected) => {
    expect(settle({ kind: 'readable', facts }, isCoerced, batch)).toMatchObject(expected)
  })
})

it('has a failure reason for every refusal', () => {
  expect(failureReasonOf('DICOM_BAD_UID')).toBe(0xa900)
  expect(failureReasonOf('DICOM_UNPARSABLE')).toBe(0xc000)
  expect(failureReasonOf('BASE_UNEXPECTED')).toBe(0x0110)
})

it('hashes digests in any order alike', () => {
  expect(digestOfDigests(['b', 'a'])).toBe(digestOfDigests(['a', 'b']))
  expect(digestOfDigests(['ab'])).not.toBe(digestOfDigests(['a', 'b']))
})
