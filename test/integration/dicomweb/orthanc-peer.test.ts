import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instance } from '../../../src/storage/schema.ts'
import { type DicomWebService, openDicomWebService } from '../../support/dicom-web-service.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../../support/orthanc.ts'
import { syntheticInstance } from '../../support/synthetic-instance.ts'

describe.skipIf(!hasOrthanc())('a real Orthanc as our client', () => {
  let service: DicomWebService
  let server: Server
  let orthanc: TestOrthanc

  beforeAll(async () => {
    service = await openDicomWebService()
    const { fetch } = service.app
    server = serve({ fetch, hostname: '127.0.0.1', port: 0, autoCleanupIncoming: false }) as Server
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const Servers = { hilum: [`http://127.0.0.1:${port}/dicom-web/`] }
    orthanc = await startOrthanc({ DicomWeb: { Enable: true, Root: '/dicom-web/', Servers } })
  })
  afterAll(async () => {
    await orthanc?.close()
    server?.close()
    await service?.close()
  })

  const ask = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${orthanc.url}/dicom-web/servers/hilum/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    const text = await response.text()
    expect(response.status, text).toBe(200)
    return JSON.parse(text)
  }
  const files = Array.from({ length: 12 }, (_, index) =>
    syntheticInstance({ study: '1.5.1', instance: `1.5.1.1.${index}`, instanceNumber: index, size: 64 }),
  )

  it('forwards a study by STOW-RS, twice, and we hold its bytes once', async () => {
    const ids = await orthanc.upload(...files)
    for (const _ of [1, 2]) await ask('stow', { Resources: ids, Synchronous: true })
    const rows = await service.database.db.select().from(instance)
    expect(rows).toHaveLength(12)
    const held = await Promise.all(rows.map(row => service.blobs.read(row.digest)))
    expect(held.every(bytes => files.some(file => bytes.equals(file)))).toBe(true)
  })

  it('finds the study by QIDO-RS', async () => {
    const found = (await ask('qido', { Uri: '/studies', Arguments: { PatientID: 'P1' } })) as unknown[]
    expect(found).toHaveLength(1)
    expect(await ask('qido', { Uri: '/studies', Arguments: { PatientID: 'nobody' } })).toEqual([])
  })

  it('fetches it by WADO-RS', async () => {
    await orthanc.reset()
    await ask('retrieve', { Resources: [{ Study: '1.5.1' }], Synchronous: true })
    expect(await orthanc.get('/instances')).toHaveLength(12)
  })
})
