import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dataset } from '../../../src/dicom/dataset.ts'
import { type DicomWebService, openDicomWebService, publicUrl } from '../../support/dicom-web-service.ts'
import { syntheticInstance } from '../../support/synthetic-instance.ts'

let service: DicomWebService

const files = [
  { study: '1.2.1', series: '1.2.1.1', instance: '1.2.1.1.1', patientName: 'Müller^Jörg', patientId: 'A_1' },
  { study: '1.2.1', series: '1.2.1.1', instance: '1.2.1.1.10', instanceNumber: 10 },
  { study: '1.2.1', series: '1.2.1.1', instance: '1.2.1.1.2', instanceNumber: 2 },
  { study: '1.2.1', series: '1.2.1.2', instance: '1.2.1.2.1', modality: 'SR' },
  { study: '1.2.2', series: '1.2.2.1', instance: '1.2.2.1.1', studyDate: '20251231', patientId: 'AB1' },
  { study: '1.2.3', series: '1.2.3.1', instance: '1.2.3.1.1', modality: 'MR', patientId: '100%' },
].map(file => ({ ...file, patientId: file.study === '1.2.1' ? 'A_1' : file.patientId! }))

beforeAll(async () => {
  service = await openDicomWebService()
  const japanese = {
    '00100010': {
      vr: 'PN',
      Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' }],
    },
  }
  for (const file of files) {
    const more = file.study === '1.2.3' ? japanese : {}
    const patientName = file.study === '1.2.1' ? 'Müller^Jörg' : 'Doe^Jane'
    await service.stow('/studies', syntheticInstance({ patientName, ...file, more }))
  }
})
afterAll(async () => {
  await service.close()
})

const search = async (path: string): Promise<readonly Dataset[]> => {
  const response = await service.get(path)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/dicom+json')
  return (await response.json()) as Dataset[]
}
const uids = async (path: string, tag = '0020000D'): Promise<readonly unknown[]> =>
  (await search(path)).map(found => found[tag]?.Value?.[0])

describe('search for studies', () => {
  it.each([
    ['', ['1.2.3', '1.2.2', '1.2.1']],
    ['?limit=2', ['1.2.3', '1.2.2']],
    ['?limit=1&offset=1', ['1.2.2']],
    ['?limit=0', []],
    ['?offset=50', []],
    ['?StudyInstanceUID=1.2.1,1.2.3', ['1.2.3', '1.2.1']],
    ['?StudyInstanceUID=1.2.1%5C1.2.3', ['1.2.3', '1.2.1']],
    ['?0020000D=1.2.2', ['1.2.2']],
    ['?PatientID=A_1', ['1.2.1']],
    ['?PatientID=A_*', ['1.2.1']],
    ['?PatientID=A?1', ['1.2.2', '1.2.1']],
    ['?PatientID=a_1', []],
    ['?PatientID=100%25', ['1.2.3']],
    ['?PatientID=%2A%25', ['1.2.3']],
    ['?PatientName=M%C3%BCller%5EJ%C3%B6rg', ['1.2.1']],
    ['?PatientName=m%C3%BCller*', ['1.2.1']],
    ['?PatientName=%E5%B1%B1%E7%94%B0*', ['1.2.3']],
    ['?PatientName=Yamada%5ETarou%3D%E5%B1%B1*', ['1.2.3']],
    ["?PatientName='%3B--", []],
    ['?PatientName=%5C%25', []],
    ['?StudyDate=20260101-20261231', ['1.2.3', '1.2.1']],
    ['?StudyDate=-20251231', ['1.2.2']],
    ['?StudyDate=20260103-', []],
    ['?StudyTime=10-10', ['1.2.3', '1.2.2', '1.2.1']],
    ['?StudyTime=1012-', []],
    ['?ModalitiesInStudy=SR', ['1.2.1']],
    ['?ModalitiesInStudy=MR%5CSR', ['1.2.3', '1.2.1']],
    ['?ModalitiesInStudy=CT,MR', ['1.2.3', '1.2.2', '1.2.1']],
    ['?AccessionNumber=ACC1&ModalitiesInStudy=MR', ['1.2.3']],
    ['?StudyDescription=*hes*&ReferringPhysicianName=*', ['1.2.3', '1.2.2', '1.2.1']],
    ['?StudyDescription=', ['1.2.3', '1.2.2', '1.2.1']],
    ['?Modality=MR', ['1.2.3', '1.2.2', '1.2.1']],
    [
      '?limit=101&offset=0&fuzzymatching=false&includefield=00081030,00080060,00080090,00100030',
      ['1.2.3', '1.2.2', '1.2.1'],
    ],
  ])('/studies%s', async (query, expected) => {
    expect(await uids(`/studies${query}`)).toEqual(expected)
  })

  it('answers the attributes of the standard, and what was asked besides', async () => {
    const [found] = await search(
      '/studies?StudyInstanceUID=1.2.1&includefield=IssuerOfPatientID,StudyID,Modality',
    )
    expect(found).toMatchObject({
      '00080005': { Value: ['ISO_IR 192'] },
      '00080020': { Value: ['20260102'] },
      '00080061': { vr: 'CS', Value: ['CT', 'SR'] },
      '00080090': { vr: 'PN' },
      '00081190': { vr: 'UR', Value: [`${publicUrl}/dicom-web/studies/1.2.1`] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Müller^Jörg' }] },
      '00201206': { Value: [2] },
      '00201208': { Value: [4] },
    })
    expect(found).not.toHaveProperty('00080060')
    const [all] = await search('/studies?StudyInstanceUID=1.2.1&includefield=all')
    expect(all).not.toHaveProperty('00200032')
  })

  it('says what it did not do', async () => {
    expect((await service.get('/studies?fuzzymatching=true')).headers.get('warning')).toContain('literal')
    expect((await service.get('/studies?limit=1')).headers.get('warning')).toContain('additional results')
    expect((await service.get('/studies')).headers.get('warning')).toBeNull()
    const nothing = await service.get('/studies?PatientID=nobody')
    expect([nothing.status, await nothing.text()]).toEqual([200, '[]'])
  })

  it.each([
    '/studies?limit=-1',
    '/studies?limit=abc',
    '/studies?PatientID=%00',
    '/studies?StudyInstanceUID=1..2',
    '/studies?StudyDate=x',
    '/studies?nonsense=1',
    '/studies/..%2f..%2fx/series',
    '/studies/1.2.1%00/series',
    '/studies/%zz/series',
  ])('refuses %s', async path => {
    const response = await service.get(path)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'DICOMWEB_BAD_QUERY' })
  })

  it('answers JSON only', async () => {
    expect((await service.get('/studies', { accept: 'application/dicom+xml' })).status).toBe(406)
    expect((await service.get('/studies', { accept: 'application/json' })).status).toBe(200)
    expect(
      (await service.get('/studies?accept=application/dicom+json', { accept: 'text/html' })).status,
    ).toBe(200)
  })
})

describe('search for series and instances', () => {
  it.each([
    ['/studies/1.2.1/series', ['1.2.1.1', '1.2.1.2']],
    ['/studies/1.2.1/series?includefield=0008103E,00080021', ['1.2.1.1', '1.2.1.2']],
    ['/studies/1.2.1/series?Modality=SR', ['1.2.1.2']],
    ['/studies/1.2.1/series?SeriesInstanceUID=1.2.1.1&SeriesNumber=2', ['1.2.1.1']],
    ['/studies/9.9/series', []],
    ['/series?PatientID=AB1', ['1.2.2.1']],
    ['/series?Modality=CT', ['1.2.2.1', '1.2.1.1']],
  ])('%s', async (path, expected) => {
    expect(await uids(path, '0020000E')).toEqual(expected)
  })

  it.each([
    ['/studies/1.2.1/series/1.2.1.1/instances', ['1.2.1.1.1', '1.2.1.1.2', '1.2.1.1.10']],
    ['/studies/1.2.1/instances?InstanceNumber=2', ['1.2.1.1.2']],
    ['/studies/1.2.1/instances?SOPInstanceUID=1.2.1.2.1', ['1.2.1.2.1']],
    ['/studies/1.2.2/series/1.2.1.1/instances', []],
    ['/instances?StudyInstanceUID=1.2.3', ['1.2.3.1.1']],
  ])('%s', async (path, expected) => {
    expect(await uids(path, '00080018')).toEqual(expected)
  })

  it('answers series and instance attributes', async () => {
    const [series] = await search('/series?SeriesInstanceUID=1.2.1.1')
    expect(series).toMatchObject({
      '00080060': { Value: ['CT'] },
      '00081190': { Value: [`${publicUrl}/dicom-web/studies/1.2.1/series/1.2.1.1`] },
      '00100020': { Value: ['A_1'] },
      '00200011': { Value: [2] },
      '00201209': { Value: [3] },
    })
    const [instance] = await search('/instances?SOPInstanceUID=1.2.1.1.1&includefield=ImagePositionPatient')
    expect(instance).toMatchObject({
      '00080016': { Value: ['1.2.840.10008.5.1.4.1.1.2'] },
      '00200032': { Value: [0, 0, 1] },
      '00280010': { Value: [4] },
    })
    expect(instance).not.toHaveProperty('00100020')
  })
})
