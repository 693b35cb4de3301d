import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createConsoleRoutes } from '../../../src/console/routes.tsx'
import { createWorkitemApi } from '../../../src/http/api/workitems.ts'
import { openBlobStore } from '../../../src/storage/blob-store.ts'
import { finding, studyStep } from '../../../src/storage/schema.ts'
import { type AnalysedStudy, analysedAt, storeAnalysedStudy } from '../../support/analysed-study.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'

const modelWords = [
  {
    provider: 'eyes',
    model: 'eyes-model',
    summaries: ['<script>alert(1)</script> One spot.'],
    recommendedActions: ['biopsy <b>now</b>'],
    criticalFlags: [],
    priority: 'critical',
    findings: [
      {
        place: 'C01',
        kind: 'solid',
        confidence: 0.9,
        recommendation: 'biopsy',
        description: '"><img src=x>',
      },
    ],
  },
] as const
const sources = [
  { reader: 'built-in', verdict: 'found' },
  { reader: 'vision', verdict: 'not-found' },
] as const

let database: TestDatabase
let folder: string
let stored: AnalysedStudy

beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'hilum-words-'))
  stored = await storeAnalysedStudy(database.db, await openBlobStore(folder, analysedAt))
  await database.db.insert(studyStep).values({
    workitemId: stored.delivered,
    step: 'inference',
    attempt: 0,
    output: { modelWords },
    doneAt: analysedAt,
  })
  const [row] = await database.db.select().from(finding).limit(1)
  await database.db.update(finding).set({ finding: { ...row!.finding, sources } })
}, 60_000)
afterAll(async () => {
  await database?.close()
  if (folder) await rm(folder, { recursive: true })
})

it('stand in the API beside what is ours, with who found each finding', async () => {
  const unused = () => Promise.reject(new Error('not expected to be asked'))
  const api = createWorkitemApi({ db: database.db, publicUrl: '', retry: unused, cancel: unused })
  const detail = async (id: string) => (await api.request(`/workitems/${id}`)).json()
  expect(await detail(stored.delivered)).toMatchObject({ modelWords, findings: [{ sources }] })
  expect(await detail(stored.failed)).toMatchObject({ modelWords: [] })
})

it('stand on the page as the words of the model, escaped', async () => {
  const app = createConsoleRoutes({ db: database.db, publicUrl: '', version: '0.1.0', sources: [] })
  const text = await (await app.request(`/studies/${stored.studyId}`)).text()
  expect(text).toContain('Words of the model eyes-model')
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; One spot.')
  expect(text).toContain('biopsy &lt;b&gt;now&lt;/b&gt;')
  expect(text).not.toMatch(/<script>alert|<img src=x>/)
  expect(text).toContain('built-in alone, vision did not find it')
})
