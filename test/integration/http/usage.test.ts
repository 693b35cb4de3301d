import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { changeCanary } from '../../../src/compose/relay.ts'
import { createUsageRoutes } from '../../../src/console/usage-routes.tsx'
import { createUsageApi } from '../../../src/http/api/usage.ts'
import { usageCsv } from '../../../src/http/api/usage-csv.ts'
import { createErrorHandler, type RequestVariables } from '../../../src/http/problem.ts'
import { listUsage } from '../../../src/storage/queries/relay-usage.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { createTestRelay, testPicture, testProvider, testRequest, testSettings } from '../../support/relay.ts'

let database: TestDatabase
let app: Hono<RequestVariables>

const get = async (path: string) => app.request(path)

beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  const sandbox = (name: string) => testProvider(name, 'http://sandbox', { kind: 'sandbox', priceIn: 100 })
  const settings = testSettings([sandbox('steady'), sandbox('candidate')])
  const { relay } = createTestRelay(database, settings)
  const { signal } = new AbortController()
  const parts = [testPicture(), testPicture()]
  const canary = { provider: 'candidate', share: 1, isShadow: true }
  for (let call = 0; call < 4; call++) await relay.ask(testRequest(['steady'], { parts, canary }), signal)
  await relay.settled()
  await relay.close()
  const usage = {
    db,
    currency: 'USD',
    budgets: [{ rule: '', period: 'month' as const, amount: 100 }],
    providers: [{ name: 'steady', model: 'm' }],
    clock: systemClock,
  }
  app = new Hono<RequestVariables>()
  app.onError(createErrorHandler(silentLog))
  app.use(async (context, next) => {
    context.set('requestId', 'r')
    context.set('actor', 'tester')
    await next()
  })
  const change = { db, clock: systemClock }
  app.route('/api', createUsageApi({ ...usage, changeCanary: given => changeCanary(change, given) }))
  app.route('/', createUsageRoutes({ ...usage, version: '0' }))
})

afterAll(() => database.close())

describe('/api/usage', () => {
  it('tells calls, cost, budget left, health and candidates', async () => {
    const response = await get('/api/usage')
    expect(response.status).toBe(200)
    const body = (await response.json()) as Record<string, never>
    expect(body).toMatchObject({
      by: 'provider',
      currency: 'USD',
      rows: expect.arrayContaining([
        expect.objectContaining({ group: 'steady', calls: 4, images: 8, success: 1 }),
      ]),
      earlier: [],
      budgets: [{ rule: '', period: 'month', amount: 100, tokensLeft: null }],
      health: expect.arrayContaining([
        expect.objectContaining({ provider: 'steady', breaker: 'closed', running: 0 }),
      ]),
      canaries: [
        { rule: '(none)', provider: 'candidate', state: 'running', comparisons: 4, agreement: { same: 1 } },
      ],
    })
    const [budget] = body.budgets as unknown as readonly { amountLeft: number; spentAmount: number }[]
    expect(budget!.spentAmount).toBeGreaterThan(0)
    expect(budget!.amountLeft).toBeCloseTo(100 - budget!.spentAmount, 9)
  })

  it.each(['provider', 'model', 'rule', 'study', 'day', 'month'])('groups by %s', async by => {
    const response = await get(`/api/usage?by=${by}`)
    const { rows } = (await response.json()) as { rows: readonly { calls: number }[] }
    expect(rows.reduce((sum, row) => sum + row.calls, 0)).toBe(8)
  })

  it.each([
    ['/api/usage?by=colour', 400],
    ['/api/usage?from=2026-02-01&to=2026-01-01', 400],
    ['/api/usage?from=yesterday', 400],
  ])('%s is refused', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })

  it('exports CSV, in which nothing is a formula', async () => {
    const response = await get('/api/usage.csv?by=provider')
    expect(response.headers.get('content-type')).toContain('text/csv')
    const [names, ...lines] = (await response.text()).trim().split('\r\n')
    expect(names!.split(',').slice(0, 2)).toEqual(['group', 'calls'])
    expect(lines.map(line => line.split(',').slice(0, 2))).toEqual(expect.arrayContaining([['steady', '4']]))
    const [row] = await listUsage(database.db, 'provider', { from: new Date(0), to: new Date('2100-01-01') })
    expect(usageCsv([{ ...row!, group: '=cmd|"x",1' }])).toContain(`"'=cmd|""x"",1"`)
  })
})

describe('a candidate', () => {
  it('is promoted and taken back by hand, audited with who', async () => {
    const post = (path: string) => app.request(path, { method: 'POST' })
    expect((await post('/api/usage/candidates/(none)/nobody/promoted')).status).toBe(404)
    expect((await post('/api/usage/candidates/(none)/candidate/crowned')).status).toBe(400)
    expect((await post('/api/usage/candidates/(none)/candidate/promoted')).status).toBe(200)
    expect((await post('/api/usage/candidates/(none)/candidate/rolled-back')).status).toBe(200)
    const rows =
      await database.sql`select canonical from audit_entry where canonical like '%relay.canary%' order by seq`
    expect(rows.map(row => JSON.parse(String(row.canonical)) as object)).toMatchObject([
      { action: 'relay.canary-promoted', actor: 'tester', subject: '(none)' },
      { action: 'relay.canary-rolled-back', actor: 'tester', detail: { provider: 'candidate' } },
    ])
  })
})

describe('the usage page', () => {
  it.each(['/usage', '/usage?by=rule&days=7', '/usage?by=<script>&days=-1'])('%s shows it', async path => {
    const response = await get(path)
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(text).toContain('Usage of remote models')
    expect(text).toContain('Budgets')
    expect(text).not.toContain('<script>&')
  })
})
