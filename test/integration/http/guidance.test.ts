import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { createGuidanceRoutes } from '../../../src/console/guidance-routes.tsx'
import { createGuidanceApi } from '../../../src/http/api/guidance.ts'
import { createErrorHandler, type RequestVariables } from '../../../src/http/problem.ts'
import { finding, study, workitem } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { insertWorkitem } from '../../support/jobs.ts'
import { testFindings, testStack } from '../../support/report-input.ts'

let database: TestDatabase
let id: string

beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  id = await insertWorkitem(database)
  const algorithm = { name: 'built-in', version: '1', manufacturer: 'Hilum', parameters: '' }
  await db.update(workitem).set({ algorithm }).where(eq(workitem.id, id))
  await db.insert(finding).values({
    workitemId: id,
    ordinal: 0,
    finding: { ...testFindings(testStack())[0]!, type: 'solid', diameterMm: 8.2, volumeMm3: 290 },
  })
})
afterAll(() => database?.close())

const ageIs = (header: object) =>
  database.db.update(study).set({ header: header as typeof study.$inferSelect.header })

const appWith = (isEnabled: boolean) => {
  const deps = { db: database.db, isEnabled }
  const app = new Hono<RequestVariables>()
    .route('/api', createGuidanceApi(deps))
    .route('/', createGuidanceRoutes({ ...deps, version: '0' }))
  app.onError(createErrorHandler(silentLog))
  return app
}

const ask = async (path: string, isEnabled = true) => {
  const response = await appWith(isEnabled).request(path)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('guidance over HTTP', () => {
  it('is off unless the site has opted in', async () => {
    for (const path of [`/api/workitems/${id}/guidance?context=screening`, `/workitems/${id}/guidance`])
      expect(await ask(path, false)).toMatchObject({ status: 403, body: { code: 'GUIDANCE_OFF' } })
  })

  it('asks for what it does not know', async () => {
    await ageIs({})
    const path = `/api/workitems/${id}/guidance`
    expect(await ask(`${path}?context=screening`)).toMatchObject({
      status: 422,
      body: { code: 'GUIDANCE_INCOMPLETE', detail: expect.stringContaining('age') },
    })
    expect(await ask(`${path}?context=incidental&ageYears=60`)).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('risk') },
    })
    expect((await ask(path)).status).toBe(400)
    expect((await ask('/api/workitems/none/guidance?context=screening')).status).toBe(404)
  })

  it('answers with the tables, the age from the study', async () => {
    await ageIs({ '00101010': { vr: 'AS', Value: ['061Y'] } })
    const path = `/api/workitems/${id}/guidance`
    expect(await ask(`${path}?context=screening`)).toMatchObject({
      status: 200,
      body: { ageYears: 61, guidance: { guideline: 'Lung-RADS v2022', category: '4A' } },
    })
    expect(await ask(`${path}?context=incidental&risk=low`)).toMatchObject({
      body: { guidance: { guideline: 'Fleischner 2017', rows: [{ sizeMm: 8, borderlineAtMm: [8.5] }] } },
    })
  })

  it('shows them on a page, and what is missing', async () => {
    const page = async (query: string) =>
      (await appWith(true).request(`/workitems/${id}/guidance${query}`)).text()
    expect(await page('')).toContain('Why the CT was made')
    expect(await page('?context=screening&risk=&ageYears=')).toContain('Category 4A')
    expect(await page('?context=incidental&risk=')).toContain('the risk is not given')
    expect(await page('?context=%3Cscript%3E')).not.toContain('<script>')
  })
})
