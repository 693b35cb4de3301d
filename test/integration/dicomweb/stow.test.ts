import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEntry, instance, quarantine, series, study } from '../../../src/storage/schema.ts'
import { type DicomWebService, openDicomWebService, publicUrl } from '../../support/dicom-web-service.ts'
import { storeLines } from '../../support/store-lines.ts'
import { stowBody, syntheticInstance } from '../../support/synthetic-instance.ts'

let service: DicomWebService

beforeAll(async () => {
  service = await openDicomWebService()
})
afterAll(async () => {
  await service.close()
})

const stagingFiles = (): Promise<string[]> => readdir(join(service.dataDir, 'blobs/staging'))
const rowsOf = async (studyInstanceUid: string) => {
  const { db } = service.database
  const studies = (await db.select().from(study)).filter(row => row.studyInstanceUid === studyInstanceUid)
  const ids = studies.map(row => row.id)
  return {
    studies,
    series: (await db.select().from(series)).filter(row => ids.includes(row.studyId)),
    instances: (await db.select().from(instance)).filter(row => ids.includes(row.studyId)),
  }
}
const auditActions = async (): Promise<unknown[]> =>
  (await service.database.db.select().from(auditEntry)).map(row => JSON.parse(row.canonical))

describe('STOW-RS', () => {
  it('stores instances of several studies, and says where', async () => {
    const files = [
      syntheticInstance({ study: '1.2.10', series: '1.2.10.1', instance: '1.2.10.1.1' }),
      syntheticInstance({ study: '1.2.10', series: '1.2.10.1', instance: '1.2.10.1.2', instanceNumber: 2 }),
      syntheticInstance({ study: '1.2.11', series: '1.2.11.1', instance: '1.2.11.1.1' }),
    ]
    const response = await service.stow('/studies', ...files)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/dicom+json')
    const lines = await storeLines(response)
    expect(lines.map(line => line.kind === 'stored' && line.retrieveUrl)).toEqual([
      `${publicUrl}/dicom-web/studies/1.2.10/series/1.2.10.1/instances/1.2.10.1.1`,
      `${publicUrl}/dicom-web/studies/1.2.10/series/1.2.10.1/instances/1.2.10.1.2`,
      `${publicUrl}/dicom-web/studies/1.2.11/series/1.2.11.1/instances/1.2.11.1.1`,
    ])
    const { studies, series: seriesRows, instances } = await rowsOf('1.2.10')
    expect(studies[0]).toMatchObject({ patientId: 'P1', phase: 'receiving', sources: ['stow'], revision: 0 })
    expect(studies[0]!.header['00100010']?.Value).toEqual([{ Alphabetic: 'Doe^Jane' }])
    expect(seriesRows[0]).toMatchObject({ modality: 'CT', seriesInstanceUid: '1.2.10.1' })
    expect(instances.map(row => row.role)).toEqual(['image', 'image'])
    expect(await service.blobs.read(instances[0]!.digest)).toEqual(
      Buffer.from(files.find(file => file.length === instances[0]!.sizeBytes)!),
    )
    expect(await stagingFiles()).toEqual([])
    expect(await auditActions()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          action: 'instances.received',
          subject: studies[0]!.id,
          detail: expect.objectContaining({ count: 2, source: 'stow' }),
        }),
      ]),
    )
  })

  it('keeps the good part of a body with a broken one, and names the broken one', async () => {
    const good = syntheticInstance({ study: '1.2.20', instance: '1.2.20.1' })
    const broken = syntheticInstance({ study: '1.2.20', instance: '1.2.20.2' }).subarray(0, 600)
    const response = await service.stow('/studies', good, broken, Buffer.from('not DICOM'))
    expect(response.status).toBe(202)
    expect(await storeLines(response)).toEqual([
      expect.objectContaining({ kind: 'stored', sopInstanceUid: '1.2.20.1' }),
      expect.objectContaining({ kind: 'failed', sopInstanceUid: '1.2.20.2', failureReason: 0xc000 }),
      { kind: 'failed', failureReason: 0xc000 },
    ])
    expect(response.headers.get('warning')).toContain('299 hilum "DICOM_UNPARSABLE')
    expect((await rowsOf('1.2.20')).instances).toHaveLength(1)
  })

  it('stores nothing of a body that is cut', async () => {
    const { body, headers } = await stowBody(
      syntheticInstance({ study: '1.2.30', instance: '1.2.30.1' }),
      syntheticInstance({ study: '1.2.30', instance: '1.2.30.2' }),
    )
    for (const length of [body.length - 8, Math.floor(body.length / 2), 10]) {
      const cut = body.slice(0, length)
      const response = await service.app.request('/dicom-web/studies', { method: 'POST', headers, body: cut })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ code: 'DICOMWEB_BODY_CUT' })
    }
    expect(await rowsOf('1.2.30')).toEqual({ studies: [], series: [], instances: [] })
    expect(await stagingFiles()).toEqual([])
  })

  it('takes the same instance twelve times at once as one', async () => {
    const file = syntheticInstance({ study: '1.2.40', instance: '1.2.40.1' })
    const responses = await Promise.all(Array.from({ length: 12 }, () => service.stow('/studies', file)))
    expect(responses.map(response => response.status)).toEqual(Array.from({ length: 12 }, () => 200))
    const { studies, instances } = await rowsOf('1.2.40')
    expect([studies.length, instances.length]).toEqual([1, 1])
    const received = (await auditActions()).filter(
      entry => (entry as { subject: string }).subject === studies[0]!.id,
    )
    expect(received).toHaveLength(1)
  })

  it('refuses other bytes under a SOP Instance UID that is held, and keeps both', async () => {
    const first = syntheticInstance({ study: '1.2.50', instance: '1.2.50.1' })
    const other = syntheticInstance({ study: '1.2.50', instance: '1.2.50.1', value: 7 })
    await service.stow('/studies', first)
    for (let i = 0; i < 2; i++) {
      const response = await service.stow('/studies', other)
      expect(response.status).toBe(409)
      expect(await storeLines(response)).toMatchObject([
        { kind: 'failed', sopInstanceUid: '1.2.50.1', failureReason: 0x0111 },
      ])
    }
    const { instances } = await rowsOf('1.2.50')
    expect(await service.blobs.read(instances[0]!.digest)).toEqual(Buffer.from(first))
    const aside = (await service.database.db.select().from(quarantine)).filter(
      row => row.sopInstanceUid === '1.2.50.1',
    )
    expect(aside).toMatchObject([{ code: 'INTAKE_CONFLICT', source: 'stow' }])
    expect(await service.blobs.read(aside[0]!.digest!)).toEqual(Buffer.from(other))
  })

  it('settles two versions of one instance in one body', async () => {
    const make = (value: number) => syntheticInstance({ study: '1.2.51', instance: '1.2.51.1', value })
    const response = await service.stow('/studies', make(1), make(2), make(1))
    expect(response.status).toBe(202)
    const kinds = (await storeLines(response)).map(line => line.kind)
    expect(kinds.toSorted()).toEqual(['failed', 'stored', 'stored'])
  })

  it('refuses instances of another study than the address', async () => {
    const files = [
      syntheticInstance({ study: '1.2.60', instance: '1.2.60.1' }),
      syntheticInstance({ study: '1.2.61', instance: '1.2.61.1' }),
    ]
    const response = await service.stow('/studies/1.2.60', ...files)
    expect(response.status).toBe(202)
    expect(await storeLines(response)).toMatchObject([
      { kind: 'stored', sopInstanceUid: '1.2.60.1' },
      { kind: 'failed', sopInstanceUid: '1.2.61.1', failureReason: 0xa901 },
    ])
    expect((await service.stow('/studies/1.2.62', ...files)).status).toBe(409)
    expect((await rowsOf('1.2.61')).studies).toEqual([])
  })

  it('sets both patients aside who share a Study Instance UID', async () => {
    await service.stow('/studies', syntheticInstance({ study: '1.2.70', instance: '1.2.70.1' }))
    const second = { study: '1.2.70', series: '1.2.70.9', instance: '1.2.70.9.1', patientId: 'P2' }
    await service.stow('/studies', syntheticInstance(second))
    const { studies } = await rowsOf('1.2.70')
    expect(studies.map(row => [row.patientId, row.phase]).toSorted()).toEqual([
      ['P1', 'quarantined'],
      ['P2', 'quarantined'],
    ])
    const aside = await service.database.db.select().from(quarantine)
    expect(aside.filter(row => row.code === 'INTAKE_TWO_PATIENTS')).toHaveLength(2)
    expect((await service.get('/studies/1.2.70')).status).toBe(404)
  })

  it.each([
    ['a path', '../../../x'],
    ['nothing', ''],
    ['SQL', "1.2'; DROP TABLE study"],
    ['80 characters', `1.${'2'.repeat(78)}`],
  ])('refuses %s for a UID', async (_, uid) => {
    // The writer refuses such a UID too: put it over one of the same length.
    const marker = `1.2.${'9'.repeat(Math.max(uid.length - 4, 4))}`
    const bytes = Buffer.from(syntheticInstance({ study: marker.slice(0, 64), instance: '1.2.80.1' }))
    const at = bytes.indexOf(marker.slice(0, 64))
    bytes.fill(0, at, at + Math.min(marker.length, 64))
    bytes.write(uid.slice(0, 64), at, 'latin1')
    if (uid.length > 64) bytes.write('1..2', at, 'latin1')
    const response = await service.stow('/studies', bytes)
    expect(response.status).toBe(409)
    expect(await storeLines(response)).toMatchObject([{ failureReason: 0xa900 }])
  })

  it('holds what no one can look at, without starting anything: role other', async () => {
    await service.stow(
      '/studies',
      syntheticInstance({ study: '1.2.90', instance: '1.2.90.1', modality: 'SR' }),
    )
    expect((await rowsOf('1.2.90')).instances).toMatchObject([{ role: 'other' }])
  })

  it('takes a header with NUL and lone surrogates', async () => {
    const file = Buffer.from(syntheticInstance({ study: '1.2.91', instance: '1.2.91.1', patientId: 'AxB' }))
    file[file.indexOf('AxB') + 1] = 0
    expect((await service.stow('/studies', file)).status).toBe(200)
    expect((await service.stow('/studies', file)).status).toBe(200)
    expect((await rowsOf('1.2.91')).studies).toHaveLength(1)
  })
})

describe('what a request must be', () => {
  const post = (
    headers: Record<string, string>,
    body: string | Uint8Array<ArrayBuffer> = 'x',
    path = '/studies',
  ) => service.app.request(`/dicom-web${path}`, { method: 'POST', headers, body })

  it.each([
    [{ 'content-type': 'application/json' }, 415],
    [{ 'content-type': 'multipart/related; type="application/dicom+json"; boundary=b' }, 415],
    [{ 'content-type': 'multipart/related; boundary=b' }, 415],
    [{ 'content-type': 'multipart/form-data; boundary=b' }, 415],
    [{}, 415],
    [{ 'content-type': 'application/dicom', 'content-encoding': 'gzip' }, 415],
    [{ 'content-type': 'application/dicom', accept: 'application/dicom+xml' }, 406],
    [{ 'content-type': 'multipart/related; type=application/dicom' }, 400],
    [{ 'content-type': `multipart/related; type=application/dicom; boundary=${'b'.repeat(5000)}` }, 400],
    [{ 'content-type': 'multipart/related; type=application/dicom; boundary=b' }, 400],
    [{ 'content-type': 'application/dicom', 'content-length': '99999999999999' }, 413],
    [{ 'content-type': 'application/dicom' }, 409],
  ] as const)('%j is answered %i', async (headers, status) => {
    const response = await post(headers)
    expect(response.status).toBe(status)
  })

  it.each(['/studies/..%2f..%2fetc', '/studies/1.2%00', '/studies/x', '/studies/%zz'])(
    'refuses %s',
    async path => {
      const response = await post({ 'content-type': 'application/dicom' }, 'x', path)
      expect(response.status).toBe(400)
    },
  )

  it('refuses an empty body and one without parts', async () => {
    const headers = { 'content-type': 'multipart/related; type=application/dicom; boundary=b' }
    expect((await post(headers, '')).status).toBe(400)
    const response = await post(headers, '--b--\r\n')
    expect(await response.json()).toMatchObject({ code: 'DICOMWEB_MULTIPART_MALFORMED' })
  })

  it('takes one instance alone, and types in any order, case and quoting', async () => {
    const file = syntheticInstance({ study: '1.2.95', instance: '1.2.95.1' })
    expect((await post({ 'content-type': 'application/dicom' }, new Uint8Array(file))).status).toBe(200)
    const { body } = await stowBody(file)
    const boundary = Buffer.from(body.buffer, 0, 60).toString('latin1').slice(2, 38)
    const headers = {
      'content-type': `Multipart/Related;boundary="${boundary}" ; TYPE=Application/DICOM`,
      accept: 'application/json, */*;q=0.1',
    }
    expect((await post(headers, body)).status).toBe(200)
  })
})
