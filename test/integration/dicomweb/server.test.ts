import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { type ClientRequest, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPacsClient } from '../../../src/dicomweb/pacs-client.ts'
import { instance } from '../../../src/storage/schema.ts'
import { type DicomWebService, openDicomWebService } from '../../support/dicom-web-service.ts'
import { stowBody, syntheticInstance } from '../../support/synthetic-instance.ts'

let service: DicomWebService
let server: Server
let url: string

const limits = { maxBytes: 3_000_000, idleMs: 300, graceMs: 1000, leastBytesPerSecond: 100 }

beforeAll(async () => {
  service = await openDicomWebService({ limits, maxTransfers: 2 })
  const { app } = service
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0, autoCleanupIncoming: false }) as Server
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await service.close()
})

const stagingFiles = (): Promise<string[]> => readdir(join(service.dataDir, 'blobs/staging'))
const heldUids = async (): Promise<readonly string[]> =>
  (await service.database.db.select().from(instance)).map(row => row.sopInstanceUid)
const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** A POST whose body the test writes by hand. */
const open = (headers: Record<string, string>): ClientRequest =>
  request(`${url}/studies`, { method: 'POST', headers, agent: false })
const answerOf = async (post: ClientRequest) => {
  const [response] = await once(post, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode, headers: response.headers, text }
}

describe('a server on a socket', () => {
  it('streams a study in and out, byte for byte', async () => {
    const files = Array.from({ length: 20 }, (_, index) =>
      syntheticInstance({ study: '1.3.1', instance: `1.3.1.1.${index}`, instanceNumber: index, size: 128 }),
    )
    const { body, headers } = await stowBody(...files)
    const chunks = new ReadableStream({
      start(controller) {
        for (let at = 0; at < body.length; at += 10_007) controller.enqueue(body.slice(at, at + 10_007))
        controller.close()
      },
    })
    const response = await fetch(`${url}/studies`, {
      method: 'POST',
      headers,
      body: chunks,
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(200)
    const client = createPacsClient({ dicomwebUrl: url })
    const signal = AbortSignal.timeout(20_000)
    const got: Buffer[] = []
    const count = await client.retrieve(
      { studyInstanceUid: '1.3.1' },
      async bytes => {
        const all: Uint8Array[] = []
        for await (const chunk of bytes) all.push(chunk)
        got.push(Buffer.concat(all))
      },
      signal,
    )
    expect(count).toBe(20)
    expect(got).toEqual(files.map(file => Buffer.from(file)))
  })

  it('is searched, stored to and read by dicomweb-client', async () => {
    const client = createPacsClient({ dicomwebUrl: url })
    const signal = AbortSignal.timeout(20_000)
    const file = syntheticInstance({ study: '1.3.2', instance: '1.3.2.1', patientName: 'Müller^Jörg' })
    for (const _ of [1, 2]) {
      expect(await client.store(file, signal)).toMatchObject({
        status: 200,
        stored: [{ sopInstanceUid: '1.3.2.1' }],
        failed: [],
      })
    }
    const other = syntheticInstance({ study: '1.3.2', instance: '1.3.2.1', value: 3 })
    expect(await client.store(other, signal)).toMatchObject({
      status: 409,
      stored: [],
      failed: [{ sopInstanceUid: '1.3.2.1', reason: 0x0111 }],
    })
    const found = await client.searchStudies({ PatientName: 'Müller*' }, signal)
    expect(found.map(one => one['0020000D']?.Value?.[0])).toEqual(['1.3.2'])
    expect(await client.searchStudies({ PatientID: 'nobody' }, signal)).toEqual([])
    expect(await client.searchInstances('1.3.2', {}, signal)).toHaveLength(1)
    const [metadata] = await client.metadata({ studyInstanceUid: '1.3.2' }, signal)
    expect(metadata!['00100010']?.Value).toEqual([{ Alphabetic: 'Müller^Jörg' }])
  })

  it('forgets a body whose connection breaks', async () => {
    const { body, headers } = await stowBody(
      syntheticInstance({ study: '1.3.3', instance: '1.3.3.1', size: 256 }),
    )
    const post = open({ ...headers, 'content-length': String(body.length) })
    post.on('error', () => {})
    post.write(body.subarray(0, body.length - 100))
    await expect.poll(stagingFiles).toHaveLength(1)
    post.destroy()
    await expect.poll(stagingFiles).toEqual([])
    expect(await heldUids()).not.toContain('1.3.3.1')
  })

  it('cuts off who says nothing for too long', async () => {
    const { body, headers } = await stowBody(syntheticInstance({ study: '1.3.4', instance: '1.3.4.1' }))
    const post = open(headers)
    post.on('error', () => {})
    post.write(body.subarray(0, 500))
    expect(await answerOf(post)).toMatchObject({ status: 408, headers: { connection: 'close' } })
    expect(await stagingFiles()).toEqual([])
  })

  it('cuts off who drips, since he would hold his place for ever', async () => {
    const { body, headers } = await stowBody(syntheticInstance({ study: '1.3.8', instance: '1.3.8.1' }))
    const post = open(headers)
    post.on('error', () => {})
    post.write(body.subarray(0, 10))
    let at = 10
    const drip = setInterval(() => post.write(body.subarray(at, ++at)), 50)
    const begun = performance.now()
    const answer = await answerOf(post)
    clearInterval(drip)
    expect(answer).toMatchObject({ status: 408, headers: { connection: 'close' } })
    expect(at).toBeGreaterThan(18)
    expect(performance.now() - begun).toBeLessThan(4000)
    expect(await stagingFiles()).toEqual([])
  })

  it('says 413 to a chunked body that is too long, once it has all been sent', async () => {
    const files = Array.from({ length: 30 }, (_, index) =>
      syntheticInstance({ study: '1.3.5', instance: `1.3.5.${index}`, size: 256 }),
    )
    const { body, headers } = await stowBody(...files)
    const post = open(headers)
    post.end(body)
    expect(await answerOf(post)).toMatchObject({ status: 413 })
    expect(await heldUids()).not.toContain('1.3.5.0')
    expect(await stagingFiles()).toEqual([])
    const announced = open({ ...headers, 'content-length': String(body.length) })
    announced.end(body)
    expect(await answerOf(announced)).toMatchObject({ status: 413 })
  })

  it('sends away whom it has no hands for, before reading', async () => {
    const { body, headers } = await stowBody(syntheticInstance({ study: '1.3.6', instance: '1.3.6.1' }))
    const slow = [open(headers), open(headers)]
    const answers = slow.map(answerOf)
    for (const post of slow) post.write(body.subarray(0, 300))
    await expect.poll(stagingFiles).toHaveLength(2)
    const third = open(headers)
    third.end(body)
    expect(await answerOf(third)).toMatchObject({ status: 503, headers: { 'retry-after': '30' } })
    for (const post of slow) post.end(body.subarray(300))
    expect((await Promise.all(answers)).map(answer => answer.status)).toEqual([200, 200])
  })

  it('cuts the answer, without a closing boundary, if bytes are gone', async () => {
    const files = [1, 2].map(number =>
      syntheticInstance({ study: '1.3.7', instance: `1.3.7.${number}`, instanceNumber: number }),
    )
    await service.stow('/studies', ...files)
    const rows = await service.database.db.select().from(instance)
    await service.blobs.remove(rows.find(row => row.sopInstanceUid === '1.3.7.2')!.digest)
    const response = await fetch(`${url}/studies/1.3.7`)
    expect(response.status).toBe(200)
    await expect(response.arrayBuffer()).rejects.toThrow()
  })

  it('stops reading from the disk for who does not read', async () => {
    const post = request(`${url}/studies/1.3.1`, { agent: false })
    post.end()
    const [response] = await once(post, 'response')
    await wait(50)
    response.destroy()
    expect((await fetch(`${url}/studies?limit=1`)).status).toBe(200)
  })
})
