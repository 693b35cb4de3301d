import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { Explanation } from '../../../src/console/parts/explanation.tsx'
import { createConsoleRoutes } from '../../../src/console/routes.tsx'
import { DecoderPool } from '../../../src/dicom/decoder-pool.ts'
import { createFindingImageRoutes } from '../../../src/http/api/finding-image.ts'
import { createMetrics } from '../../../src/http/metrics.ts'
import { createErrorHandler, type RequestVariables } from '../../../src/http/problem.ts'
import { openBlobStore } from '../../../src/storage/blob-store.ts'
import { saveSourceCursor } from '../../../src/storage/queries/source-feed.ts'
import { type AnalysedStudy, analysedAt, storeAnalysedStudy } from '../../support/analysed-study.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { storeStudy } from '../../support/stored-study.ts'

describe('the console', () => {
  let database: TestDatabase
  let folder: string
  let decoders: DecoderPool
  let app: Hono<RequestVariables>
  let stored: AnalysedStudy

  const get = async (path: string): Promise<{ status: number; text: string; headers: Headers }> => {
    const answer = await app.request(path)
    return { status: answer.status, text: await answer.text(), headers: answer.headers }
  }

  beforeAll(async () => {
    database = await openTestDatabase()
    folder = await mkdtemp(join(tmpdir(), 'hilum-console-'))
    decoders = new DecoderPool({ threads: 1 })
    const blobs = await openBlobStore(folder, analysedAt)
    app = new Hono<RequestVariables>()
    app.onError(createErrorHandler(silentLog))
    app.route('/api', createFindingImageRoutes({ db: database.db, blobs, decoders }))
    const console = { publicUrl: 'http://hilum.test', version: '0.1.0', sources: ['orthanc', 'well'] }
    app.route('/', createConsoleRoutes({ db: database.db, ...console }))
    expect((await get('/')).text).toContain('No study has come yet')
    stored = await storeAnalysedStudy(database.db, blobs)
  }, 60_000)

  afterAll(async () => {
    await decoders?.close()
    await database?.close()
    if (folder) await rm(folder, { recursive: true })
  })

  it('lists studies with patient, rule, state, findings and delivery, and is not cached', async () => {
    const { status, text, headers } = await get('/')
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text).toMatch(/^<!doctype html>/)
    expect(text).toContain('Yamada Tarou (山田 太郎)')
    expect(text).toContain(`href="/studies/${stored.studyId}"`)
    expect(text).toContain('chest-ct-nodules')
    expect(text).toContain('held: delivered')
    expect(text).toContain('orthanc: refused')
    expect(text).toContain('DICOM_DECODE_FAILED')
    expect(text).not.toContain('No study has come yet')
  })

  it('shows one study: completion, reasons, analyses, findings, results and what a person may do', async () => {
    const { text } = await get(`/studies/${stored.studyId}`)
    expect(text).toContain('the PACS has no more of it')
    expect(text).toMatch(/<strong>sliceThicknessMm<\/strong> is 2\.5/)
    expect(text).toContain('unknown or absent')
    expect(text).toContain('Slices are 2.5 mm thick.')
    expect(text).toContain(`src="/api/workitems/${stored.delivered}/findings/0/image.png"`)
    expect(text).toContain(`action="/api/workitems/${stored.failed}/retry"`)
    expect(text).not.toContain(`action="/api/workitems/${stored.delivered}/retry"`)
    expect(text).not.toContain('/cancel"')
    expect(text).toContain('The compressed pixels are damaged. Send the instance again.')
    expect(text).toContain(`/instances/${stored.reportUid}"`)
    expect(text).toContain('12.0 s')
    expect(await get(`/studies/${stored.studyInstanceUid}`)).toMatchObject({ status: 200 })
    expect(await get('/studies/1.2.3')).toMatchObject({ status: 404 })
  })

  it('offers to go on with a study that is still arriving', async () => {
    const row = await storeStudy(database.db, analysedAt)
    const { text } = await get(`/studies/${row.id}`)
    expect(text).toContain(`action="/api/studies/${row.id}/force-complete"`)
    expect(text).toContain('It is still arriving.')
  })

  it('offers to cancel what runs or waits, and to retry what waits or a person must decide on', async () => {
    const rest = async (state: string, outcome: string | null, code: string | null) => {
      await database.sql`
        update workitem set state = ${state}, outcome = ${outcome}, code = ${code} where id = ${stored.failed}`
      return (await get(`/studies/${stored.studyId}`)).text
    }
    const running = await rest('IN PROGRESS', null, null)
    expect(running).toContain(`action="/api/workitems/${stored.failed}/cancel"`)
    expect(running).not.toContain(`action="/api/workitems/${stored.failed}/retry"`)
    const waiting = await rest('IN PROGRESS', null, 'PACS_UNAVAILABLE')
    expect(waiting).toContain(`action="/api/workitems/${stored.failed}/cancel"`)
    expect(waiting).toContain(`action="/api/workitems/${stored.failed}/retry"`)
    expect(waiting).toContain('It is asked again; see its own log if this stays.')
    const parked = await rest('IN PROGRESS', 'parked', 'DELIVERY_REFUSED')
    expect(parked).toContain(`action="/api/workitems/${stored.failed}/cancel"`)
    expect(parked).toContain(`action="/api/workitems/${stored.failed}/retry"`)
    await rest('CANCELED', 'failed', 'DICOM_DECODE_FAILED')
  })

  it('says which source cannot be asked, and nothing of one that is well or no longer configured', async () => {
    const lastError = 'PACS_REFUSED: HTTP 401'
    for (const source of ['orthanc', 'gone'])
      await saveSourceCursor(database.db as never, source, { lastError }, analysedAt)
    await saveSourceCursor(database.db as never, 'well', { lastError: null }, analysedAt)
    const { text } = await get('/')
    expect(text).toMatch(/The source <strong>orthanc<\/strong> has failed since/)
    expect(text).toContain('HTTP 401')
    expect(text).toContain('Check the credentials and what the account may do.')
    expect(text).not.toMatch(/<strong>(gone|well)<\/strong>/)
    const queue = { counts: async () => ({}) as never }
    const told = await createMetrics(database.db, queue, ['orthanc', 'well']).registry.metrics()
    expect(told).toContain('hilum_source_up{source="orthanc"} 0')
    expect(told).toContain('hilum_source_up{source="well"} 1')
  })

  it('says so where a study has no series to ask a rule about', () => {
    const said = String(Explanation({ explanation: { series: [] }, names: new Map() }))
    expect(said).toContain('The study has no series with images to ask about.')
  })

  it('carries the safety notice on every page, nothing inline, and escapes what came from outside', async () => {
    for (const path of ['/', '/?page=2', `/studies/${stored.studyId}`, '/studies/none']) {
      const { text } = await get(path)
      expect(text).toContain('UNVERIFIED, research use only')
      expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/)
      expect(text).not.toContain('<b>chest</b>')
      expect(text).not.toMatch(/\bnormal\b|\bnegative\b|no nodule/i)
    }
    expect((await get('/console.css')).headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect((await get('/console.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it('draws a finding on its slice', async () => {
    const path = `/api/workitems/${stored.delivered}/findings/0/image.png`
    for (const [query, side] of [
      ['', 384],
      ['?whole', 768],
    ] as const) {
      const answer = await app.request(`${path}${query}`)
      expect(answer.headers.get('content-type')).toBe('image/png')
      const { data, info } = await sharp(await answer.arrayBuffer())
        .raw()
        .toBuffer({ resolveWithObject: true })
      expect([info.width, info.height]).toEqual([side, side])
      let outline = 0
      for (let i = 0; i < data.length; i += info.channels) if (data[i]! - data[i + 2]! > 80) outline++
      expect(outline).toBeGreaterThan(40)
    }
    expect(await get(`/api/workitems/${stored.delivered}/findings/1/image.png`)).toMatchObject({
      status: 404,
    })
    expect(await get(`/api/workitems/${stored.delivered}/findings/x/image.png`)).toMatchObject({
      status: 404,
    })
  })
})
