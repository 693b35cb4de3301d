import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { submitNote } from '../../../src/compose/note-job.ts'
import { ruleVocabulary } from '../../../src/compose/rules.ts'
import { cancelWorkitem, retryWorkitem } from '../../../src/compose/workitem-control.ts'
import { createNoteApi } from '../../../src/http/api/notes.ts'
import { createRuleApi } from '../../../src/http/api/rules.ts'
import { createStudyApi } from '../../../src/http/api/studies.ts'
import { createTrailApi } from '../../../src/http/api/trail.ts'
import { createWorkitemApi } from '../../../src/http/api/workitems.ts'
import { createApp } from '../../../src/http/app.ts'
import { createMetrics } from '../../../src/http/metrics.ts'
import type { JobQueue } from '../../../src/jobs/job.ts'
import { defaultRulesText } from '../../../src/routing/default-rules.ts'
import { parseRules } from '../../../src/routing/rule-set.ts'
import { auditEntry, studyStep, workitem } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { insertWorkitem, openTestQueue } from '../../support/jobs.ts'

let database: TestDatabase
let queue: JobQueue
let app: ReturnType<typeof createApp>
let forced: string[] = []

const publicUrl = 'http://localhost:8080'

beforeAll(async () => {
  database = await openTestDatabase()
  queue = await openTestQueue(database)
  const { db } = database
  const control = { db, queue, clock: systemClock }
  const vocabulary = ruleVocabulary({ targets: [] })
  const parsed = parseRules(defaultRulesText([]), vocabulary)
  if (!parsed.ok) throw new Error('the default rules have errors')
  app = createApp({
    access: { apiKey: undefined, publicUrl, listenHost: '127.0.0.1', allowedHosts: [], clock: systemClock },
    clock: systemClock,
    log: silentLog,
    version: '0',
    metrics: createMetrics(db, queue),
    readiness: { database: async () => undefined, disk: async () => 'full' },
    configJsonSchema: {},
    dicomWeb: new Hono(),
    console: new Hono(),
    api: [
      createStudyApi({ db, publicUrl, forceComplete: async id => void forced.push(id) }),
      createWorkitemApi({
        db,
        publicUrl,
        retry: (id, actor) => retryWorkitem(control, id, actor),
        cancel: (id, actor) => cancelWorkitem(control, id, actor),
      }),
      createNoteApi({ db, publicUrl, submit: submitNote(db, queue, systemClock) }),
      createRuleApi({ db, clock: systemClock, vocabulary, activeRules: () => parsed.ruleSet }),
      createTrailApi(db),
    ],
  })
})

afterAll(async () => {
  await queue.stop(0)
  await database.close()
})

const ask = async (path: string, init: RequestInit = {}) => {
  const headers = { host: 'localhost', ...(init.body ? { 'content-type': 'application/json' } : {}) }
  const response = await app.request(path, { ...init, headers })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

const post = (path: string, body?: unknown) =>
  ask(path, { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) })

const stateOf = async (id: string) =>
  (await database.db.select().from(workitem).where(eq(workitem.id, id)))[0]!

describe('workitems', () => {
  it('are cancelled once, with an entry in the trail', async () => {
    const id = await insertWorkitem(database)
    expect((await post(`/api/workitems/${id}/cancel`)).status).toBe(200)
    expect(await stateOf(id)).toMatchObject({ state: 'CANCELED', outcome: 'cancelled' })
    const again = await post(`/api/workitems/${id}/cancel`)
    expect([again.status, again.body.code]).toEqual([409, 'HTTP_CONFLICT'])
    const entries = await database.db.select().from(auditEntry)
    expect(
      entries.filter(row => row.canonical.includes(id) && row.canonical.includes('workitem.cancelled')),
    ).toHaveLength(1)
  })

  it('that failed are retried with a new job and an empty journal', async () => {
    const id = await insertWorkitem(database)
    await database.db
      .update(workitem)
      .set({ state: 'CANCELED', outcome: 'failed', order: orderOf() })
      .where(eq(workitem.id, id))
    await database.db
      .insert(studyStep)
      .values({ workitemId: id, step: 'inference', attempt: 0, doneAt: new Date() })
    const before = (await queue.counts()).workitem.waiting
    expect((await post(`/api/workitems/${id}/retry`)).status).toBe(200)
    expect(await stateOf(id)).toMatchObject({ state: 'SCHEDULED', outcome: null, retries: 1 })
    expect((await queue.counts()).workitem.waiting).toBe(before + 1)
    expect(await database.db.select().from(studyStep).where(eq(studyStep.workitemId, id))).toEqual([])
  })

  it('that are parked keep their analysis when they are retried', async () => {
    const id = await insertWorkitem(database)
    await database.db
      .update(workitem)
      .set({ state: 'IN PROGRESS', outcome: 'parked', order: orderOf() })
      .where(eq(workitem.id, id))
    await database.db
      .insert(studyStep)
      .values({ workitemId: id, step: 'inference', attempt: 0, doneAt: new Date() })
    expect((await post(`/api/workitems/${id}/retry`)).status).toBe(200)
    expect(await database.db.select().from(studyStep).where(eq(studyStep.workitemId, id))).toHaveLength(1)
  })

  it('that wait for their next attempt begin it at once, what was refused meanwhile too', async () => {
    const id = await insertWorkitem(database)
    await database.db
      .update(workitem)
      .set({ state: 'IN PROGRESS', code: 'PACS_UNAVAILABLE' })
      .where(eq(workitem.id, id))
    await database.db.transaction(tx =>
      queue.send(tx, 'workitem', id, { workitemId: id }, { startAfterMs: 900_000 }),
    )
    expect((await post(`/api/workitems/${id}/retry`)).status).toBe(200)
    expect(await stateOf(id)).toMatchObject({ state: 'IN PROGRESS', retries: 0 })
    const [job] = await database.sql`
      select start_after <= now() as "isDue" from pgboss.job where singleton_key = ${id}`
    expect(job?.isDue).toBe(true)
    // Now it is due: there is nothing more to hasten.
    expect((await post(`/api/workitems/${id}/retry`)).status).toBe(409)
  })

  it('that run or went well are not retried', async () => {
    const id = await insertWorkitem(database)
    expect((await post(`/api/workitems/${id}/retry`)).status).toBe(409)
    await database.db
      .update(workitem)
      .set({ state: 'COMPLETED', outcome: 'delivered' })
      .where(eq(workitem.id, id))
    expect((await post(`/api/workitems/${id}/retry`)).status).toBe(409)
  })

  it('are listed by state, and a wrong state is named', async () => {
    const { body } = await ask('/api/workitems?state=COMPLETED')
    expect((body.workitems as { state: string }[]).every(item => item.state === 'COMPLETED')).toBe(true)
    const wrong = await ask('/api/workitems?state=DONE')
    expect([wrong.status, wrong.body.code]).toEqual([400, 'HTTP_BAD_REQUEST'])
    expect(String(wrong.body.detail)).toContain('state')
  })
})

const orderOf = () => ({
  detector: 'built-in',
  detectorParams: {},
  summarizeLanguages: [],
  priority: 'urgent' as const,
  outputs: ['nodule-sr'],
  deliverTo: [],
})

describe('what no address or field may hold', () => {
  it.each([
    '/api/studies/%00',
    '/api/workitems/1%00',
    '/api/workitems/%1f/findings',
    '/api/audit?after=%00',
    '/studies/%7F',
  ])('%s is refused', async path => {
    const { status, body } = await ask(path)
    expect([status, body.code]).toEqual([400, 'HTTP_BAD_REQUEST'])
  })

  it('a target in absolute form is refused: it may name another host than the Host header', async () => {
    const response = await app.request(
      '/healthz',
      { headers: { host: 'localhost' } },
      { incoming: { url: 'http://evil.test/healthz' } },
    )
    expect(response.status).toBe(400)
  })

  it('a body that is not JSON is refused as a problem', async () => {
    const { status, headers, body } = await ask('/api/notes', { method: 'POST', body: '{' })
    expect([status, body.code]).toEqual([400, 'HTTP_BAD_REQUEST'])
    expect(headers.get('content-type')).toBe('application/problem+json')
  })

  it.each([
    ['told', (text: string) => text],
    ['chunked', (text: string) => new Blob([text]).stream()],
  ])('a body over 4 MiB is refused, its length %s', async (_, bodyOf) => {
    const text = JSON.stringify({ text: 'a'.repeat(5 * 2 ** 20) })
    for (const path of ['/api/notes', '/api/rules/check']) {
      const { status, body } = await ask(path, {
        method: 'POST',
        body: bodyOf(text),
        duplex: 'half',
      } as RequestInit)
      expect([status, body.code]).toEqual([413, 'HTTP_BODY_TOO_LARGE'])
    }
  })

  it('a refusal of many fields stays short', async () => {
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`field${index}`, 1]))
    const { status, body } = await post('/api/notes', { text: 'a', ...fields })
    expect(status).toBe(400)
    expect(String(body.detail).length).toBeLessThan(1100)
  })

  it('what the API tells is kept by no cache', async () => {
    expect((await ask('/api/studies')).headers.get('cache-control')).toBe('no-store')
  })
})

describe('studies', () => {
  it('are found by our id and by Study Instance UID, with their timeline, without patient attributes', async () => {
    const id = await insertWorkitem(database)
    const { studyId } = await stateOf(id)
    const { status, body } = await ask(`/api/studies/${studyId}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: studyId, phase: 'complete', series: [], decisions: [], objects: [] })
    expect((body.workitems as { id: string }[]).map(item => item.id)).toEqual([id])
    expect(JSON.stringify(body)).not.toContain('TEST')
    const byUid = await ask(`/api/studies/${String(body.studyInstanceUid)}`)
    expect(byUid.body.id).toBe(studyId)
  })

  it('answer problem+json where there is none', async () => {
    const { status, headers, body } = await ask('/api/studies/1.2.3')
    expect([status, headers.get('content-type'), body.code]).toEqual([
      404,
      'application/problem+json',
      'HTTP_NOT_FOUND',
    ])
    expect(body.requestId).toBe(headers.get('x-request-id'))
  })

  it('are forced by name of the actor', async () => {
    const { studyId } = await stateOf(await insertWorkitem(database))
    forced = []
    expect((await post(`/api/studies/${studyId}/force-complete`)).status).toBe(200)
    expect(forced).toEqual([studyId])
  })
})

describe('notes', () => {
  it('are kept with a job, as text or as a DocumentReference', async () => {
    const before = (await queue.counts()).note.waiting
    const plain = await post('/api/notes', { text: 'Cough. No fever.', language: 'en' })
    expect([plain.status, plain.body.state]).toEqual([201, 'received'])
    const data = Buffer.from('Batuk. Tiada demam.').toString('base64')
    const documentReference = {
      resourceType: 'DocumentReference',
      status: 'current',
      content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data } }],
    }
    expect((await post('/api/notes', { documentReference })).status).toBe(201)
    expect((await queue.counts()).note.waiting).toBe(before + 2)
    const { body } = await ask(`/api/notes/${String(plain.body.id)}`)
    expect(body).toMatchObject({ state: 'received', summary: null, objects: [] })
  })

  it.each([
    [{}, 'either text or documentReference'],
    [
      {
        text: 'a',
        documentReference: { resourceType: 'DocumentReference', content: [{ attachment: { data: 'YQ==' } }] },
      },
      'either',
    ],
    [{ text: 'a', language: 'fr' }, 'language'],
    [{ text: 'a', patient: '1' }, 'patient'],
    [{ text: 'a\0b' }, 'text'],
    [{ text: 'a\ud800' }, 'text'],
    [{ text: 'a', patientId: 'a\0b' }, 'patientId'],
    [{ text: 'a', accessionNumber: '\u001b[2J' }, 'accessionNumber'],
    [{ text: 'a', studyInstanceUid: '../../x' }, 'studyInstanceUid'],
    [{ text: 'a', authoredAt: '0000-01-01T00:00:00Z' }, 'authoredAt'],
    [{ text: 'a', authoredAt: '9999-12-31T23:59:59-23:00' }, 'authoredAt'],
    [
      {
        documentReference: {
          resourceType: 'DocumentReference',
          content: [{ attachment: { contentType: 'image/png', data: 'YQ==' } }],
        },
      },
      'image/png',
    ],
  ])('%j is refused by name', async (body, expected) => {
    const response = await post('/api/notes', body)
    expect([response.status, response.body.code]).toEqual([400, 'HTTP_BAD_REQUEST'])
    expect(String(response.body.detail)).toContain(expected)
  })
})

describe('a DocumentReference is refused', () => {
  it.each([
    ['with a NUL', 'AAAA'],
    ['that is empty', ''],
    ['that is too long', Buffer.from('a'.repeat(200_001)).toString('base64')],
    ['that is not UTF-8', '/w=='],
  ])('%s', async (_, data) => {
    const documentReference = { resourceType: 'DocumentReference', content: [{ attachment: { data } }] }
    const { status, body } = await post('/api/notes', { documentReference })
    expect([status, body.code]).toEqual([400, 'HTTP_BAD_REQUEST'])
    expect(String(body.detail)).toContain('attachment.data')
  })
})

describe('rules', () => {
  it('are shown and checked, with line and column of what is wrong', async () => {
    expect((await ask('/api/rules')).body.rules).toEqual(['chest-ct-nodules'])
    const text =
      'version: 1\nrules:\n  - name: a\n    when: { attribute: Modalty, equals: CT }\n    do: { detect: { detector: built-in } }\n'
    const { status, body } = await post('/api/rules/check', { text })
    expect([status, body.ok]).toEqual([200, false])
    expect((body.errors as { line: number; message: string }[])[0]).toMatchObject({ line: 4 })
    expect(JSON.stringify(body.errors)).toContain('Modality')
  })

  it('with a thousand faults are answered soon, and with a hundred of them', async () => {
    for (const text of ['version: 1\nrules: [', '"', ': ', 'a: 1\n', '  - k: 1\n'].map(x => x.repeat(9000))) {
      const begun = performance.now()
      const { status, body } = await post('/api/rules/check', { text })
      expect([status, body.ok]).toEqual([200, false])
      expect((body.errors as unknown[]).length).toBeLessThanOrEqual(100)
      expect(performance.now() - begun).toBeLessThan(3000)
    }
  })

  it('with one long word are answered with a short message', async () => {
    const { body } = await post('/api/rules/check', { text: '!'.repeat(50_000) })
    expect(JSON.stringify(body).length).toBeLessThan(5000)
  })

  it('are explained for no study of an impossible id', async () => {
    const asked = { text: defaultRulesText([]), study: 'a\0b' }
    expect((await post('/api/rules/explain', asked)).status).toBe(400)
  })

  it('are explained for a study that is held', async () => {
    const { studyId } = await stateOf(await insertWorkitem(database))
    const { status, body } = await post('/api/rules/explain', { text: defaultRulesText([]), study: studyId })
    expect(status).toBe(200)
    expect((body.matches as { isMatch: boolean }[])[0]).toMatchObject({
      ruleName: 'chest-ct-nodules',
      isMatch: false,
    })
  })
})

describe('the service', () => {
  it('is alive, and not ready while a check fails', async () => {
    expect((await ask('/healthz')).body).toEqual({ status: 'ok' })
    const ready = await ask('/readyz')
    expect([ready.status, ready.body.checks]).toEqual([503, { database: 'ok', disk: 'full' }])
  })

  it('counts in Prometheus form, without a UID', async () => {
    const response = await app.request('/metrics', { headers: { host: 'localhost' } })
    const text = await response.text()
    expect(text).toMatch(/hilum_workitems\{state="COMPLETED",outcome="delivered"\} \d/)
    expect(text).toMatch(/hilum_jobs\{queue="workitem",state="waiting"\} \d/)
    expect(text).not.toMatch(/2\.25\./)
  })

  it('describes every endpoint in OpenAPI', async () => {
    const { body } = await ask('/api/openapi.json')
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining([
        '/api/studies/{id}',
        '/api/workitems/{id}/retry',
        '/api/notes',
        '/api/rules/check',
        '/api/audit',
        '/api/deliveries',
      ]),
    )
  })

  it('hands out the audit chain and the deliveries', async () => {
    const { body } = await ask('/api/audit?limit=3')
    expect((body.entries as { seq: number }[])[0]?.seq).toBe(1)
    expect((await ask('/api/deliveries?state=refused')).body.deliveries).toEqual([])
  })
})
