import { createServer } from 'node:http'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createPacsClient, type PacsClient } from '../../../src/dicomweb/pacs-client.ts'
import { makeSmallStudy } from '../../support/dicom-study.ts'
import { type FaultyPacs, startFaultyPacs } from '../../support/faulty-pacs.ts'

const signal = new AbortController().signal
const timeouts = { answerMs: 250, idleMs: 250, wholeMs: 500 }
const drain = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const _ of bytes) {
    // Only that it comes matters.
  }
}

describe('the client of a PACS', () => {
  let pacs: FaultyPacs
  let client: PacsClient
  const [instance] = makeSmallStudy({ name: 'client', slices: 1 })
  const { studyInstanceUid } = instance!

  beforeAll(async () => {
    pacs = await startFaultyPacs()
    pacs.hold(instance!.bytes)
    client = createPacsClient({ dicomwebUrl: pacs.url, timeouts })
  })
  afterEach(() => pacs.failWith(() => undefined))
  afterAll(() => pacs?.close())

  it('gives up on a PACS that trickles, within the limits of one exchange', async () => {
    pacs.failWith(() => 'trickle')
    const started = performance.now()
    await expect(client.retrieve({ studyInstanceUid }, drain, signal)).rejects.toMatchObject({
      code: 'PACS_UNAVAILABLE',
    })
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('gives up on a PACS that falls silent, but not because we are slow', async () => {
    const slow = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
      await drain(bytes)
      await new Promise(resolve => setTimeout(resolve, 600))
    }
    expect(await client.retrieve({ studyInstanceUid }, slow, signal)).toBe(1)
    pacs.failWith(() => 'stall')
    await expect(client.retrieve({ studyInstanceUid }, slow, signal)).rejects.toMatchObject({
      code: 'PACS_UNAVAILABLE',
    })
  })

  it('takes an answer without its closing boundary for a broken one', async () => {
    pacs.failWith(() => 'cutCleanly')
    await expect(client.retrieve({ studyInstanceUid }, drain, signal)).rejects.toMatchObject({
      code: 'PACS_BAD_ANSWER',
    })
  })

  it('does not follow a redirect', async () => {
    pacs.failWith(() => 'redirect')
    const asked = pacs.requests.length
    await expect(client.searchStudies({}, signal)).rejects.toMatchObject({ code: 'PACS_REFUSED' })
    expect(pacs.requests.length).toBe(asked + 1)
  })

  it('asks once where dicomweb-client by itself would ask again', async () => {
    pacs.failWith(() => ({ status: 503 }))
    const asked = pacs.requests.length
    const answer = await client.store(instance!.bytes, signal)
    expect(answer).toMatchObject({ status: 503, stored: [] })
    expect(pacs.requests.length).toBe(asked + 1)
  })

  it('is stopped by its signal in the middle of an exchange', async () => {
    pacs.failWith(() => ({ delayMs: 200 }))
    const stop = new AbortController()
    const asked = client.searchStudies({}, stop.signal)
    setTimeout(() => stop.abort(), 20)
    await expect(asked).rejects.toMatchObject({ code: 'BASE_CANCELLED' })
  })

  it('leaves nothing on a signal that lives long', async () => {
    const long = new AbortController()
    const add = vi.spyOn(long.signal, 'addEventListener')
    const remove = vi.spyOn(long.signal, 'removeEventListener')
    await client.searchStudies({}, long.signal)
    await client.retrieve({ studyInstanceUid }, drain, long.signal)
    await client.retrieve({ studyInstanceUid: '1.2.3' }, drain, long.signal).catch(() => undefined)
    pacs.failWith(() => 'refuse')
    await client.searchStudies({}, long.signal).catch(() => undefined)
    const ours = (calls: readonly (readonly unknown[])[]): number =>
      calls.filter(([name]) => name === 'abort').length
    expect(ours(add.mock.calls)).toBeGreaterThan(0)
    expect(ours(remove.mock.calls)).toBeGreaterThanOrEqual(ours(add.mock.calls))
  })

  it('keeps what the PACS said out of its errors and off the console', async () => {
    const server = createServer((_, response) => {
      response.writeHead(500, { 'content-type': 'application/dicom+json' }).end('{"name":"Doe^Jane"}')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const silent = (['log', 'warn', 'error'] as const).map(name => vi.spyOn(console, name))
    const secret = createPacsClient({
      dicomwebUrl: `http://127.0.0.1:${port}`,
      auth: { username: 'hilum', password: 'hunter2' },
    })
    const failures = await Promise.all([
      secret.searchStudies({ PatientID: 'P1' }, signal).catch((thrown: unknown) => thrown),
      secret.metadata({ studyInstanceUid: '1.2.3' }, signal).catch((thrown: unknown) => thrown),
      secret.retrieve({ studyInstanceUid: '1.2.3' }, drain, signal).catch((thrown: unknown) => thrown),
    ])
    server.close()
    expect(inspect(failures, { depth: 10 })).not.toMatch(/Doe|hunter2|1\.2\.3|P1|Basic/)
    for (const spy of silent) expect(spy).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })

  it('logs in as it is told, and asks for bytes that are not compressed on the way', async () => {
    const seen: unknown[] = []
    const listening: typeof fetch = async (_, init) => {
      seen.push(init?.headers)
      return new Response('[]', { headers: { 'content-type': 'application/dicom+json' } })
    }
    const dicomwebUrl = 'http://pacs.test'
    await createPacsClient({
      dicomwebUrl,
      auth: { username: 'a', password: 'b' },
      fetch: listening,
    }).searchStudies({}, signal)
    await createPacsClient({ dicomwebUrl, auth: { bearer: 't' }, fetch: listening }).searchStudies({}, signal)
    expect(seen).toMatchObject([
      { authorization: 'Basic YTpi', 'accept-encoding': 'identity' },
      { authorization: 'Bearer t' },
    ])
  })

  it.each<[string, string, number, string | undefined]>([
    ['with a charset', 'application/dicom+json; charset=utf-8', 200, undefined],
    ['as plain JSON', 'application/json', 200, undefined],
    ['as nothing at all', 'application/dicom+json', 204, undefined],
    ['as a web page', 'text/html', 200, 'PACS_BAD_ANSWER'],
    ['as multipart', 'multipart/related; boundary=x', 200, 'PACS_BAD_ANSWER'],
  ])('reads an answer %s', async (_, contentType, status, code) => {
    const answering: typeof fetch = async () =>
      new Response(status === 204 ? null : '[]', { status, headers: { 'content-type': contentType } })
    const asked = createPacsClient({ dicomwebUrl: 'http://pacs.test', fetch: answering })
    const outcome = await asked.searchStudies({}, signal).catch((thrown: { code: string }) => thrown.code)
    expect(outcome).toEqual(code ?? [])
  })

  it('does not read an answer without an end', async () => {
    const endless: typeof fetch = async () => {
      const chunk = new Uint8Array(2 ** 20).fill(32)
      const body = new ReadableStream({ pull: controller => controller.enqueue(chunk) })
      return new Response(body, { headers: { 'content-type': 'application/dicom+json' } })
    }
    const asked = createPacsClient({ dicomwebUrl: 'http://pacs.test', fetch: endless })
    await expect(asked.searchStudies({}, signal)).rejects.toMatchObject({ code: 'PACS_BAD_ANSWER' })
  })
})
