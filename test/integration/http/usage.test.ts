import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { changeCanary } from '../../../src/compose/relay.ts'
import { createUsageRoutes } from '../../../src/console/usage-routes.tsx'
import { createUsageApi } from '../../../src/http/api/usage.ts'
import { usageCsv } from '../../../src/http/api/usage-csv.ts'
import { createErrorHandler, type RequestVariables } from '../../../src/http/problem.ts'
import { listUsage, type UsageRow } from '../../../src/storage/queries/relay-usage.ts'
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

describe('a comparison', () => {
  /** The calls of `steady` as they would have been this many days ago, slower by ms. */
  const copyBack = async (days: number, ms: number): Promise<void> => {
    await database.sql`
      insert into provider_call (id, workitem_id, rule_name, provider, model, key_id, role, request_hash, attempt, images,
        started_at, lease_until, finished_at, outcome, code, tokens_in, tokens_out, price_in, price_out, cost, currency, latency_ms, hits)
      select gen_random_uuid(), workitem_id, rule_name, provider, model, key_id, role, request_hash, attempt, images,
        started_at - ${days} * interval '1 day', lease_until, finished_at, 'failed', 'RELAY_TIMEOUT', 0, 0, price_in, price_out,
        cost * 2, currency, latency_ms, hits from provider_call where provider = 'steady' limit 1`
    await database.sql`
      insert into provider_call (id, workitem_id, rule_name, provider, model, key_id, role, request_hash, attempt, images,
        started_at, lease_until, finished_at, outcome, tokens_in, tokens_out, price_in, price_out, cost, currency, latency_ms, hits)
      select gen_random_uuid(), workitem_id, rule_name, provider, model, key_id, role, request_hash, attempt, images,
        started_at - ${days} * interval '1 day', lease_until, finished_at, outcome, tokens_in, tokens_out, price_in, price_out,
        cost * 2, currency, 1000 + ${ms}::float8, 3 from provider_call
      where provider = 'steady' and started_at > now() - interval '1 day' limit 3`
  }

  it('sets two providers side by side, and each beside itself in the period before', async () => {
    await copyBack(10, 200)
    const now = Date.now()
    const day = (days: number) => new Date(now - days * 86_400_000).toISOString()
    const path = `/api/usage?by=provider&from=${day(7)}&to=${day(-1)}`
    const { rows, earlier } = (await (await get(path)).json()) as {
      rows: readonly UsageRow[]
      earlier: readonly UsageRow[]
    }
    expect(rows.map(row => row.group).sort()).toEqual(['candidate', 'steady'])
    for (const row of rows) expect(row).toMatchObject({ calls: 4, availability: 1, success: 1 })
    const [before] = earlier
    expect(earlier).toHaveLength(1)
    expect(before).toMatchObject({ group: 'steady', calls: 4, answered: 3, hits: expect.any(Number) })
    expect(before!.availability).toBeCloseTo(0.75, 9)
    expect(before!.success).toBeCloseTo(0.75, 9)
    expect(before!.p50Ms).toBeCloseTo(1200, 6)
    expect(before!.p99Ms).toBeCloseTo(1200, 6)
    const steady = rows.find(row => row.group === 'steady')!
    expect(before!.cost).toBeCloseTo(2 * steady.cost, 9)
    // Eight days of both periods: a month at this volume.
    expect(steady.costPerMonth).toBeCloseTo((steady.cost / 8) * 30.4375, 6)
    expect(steady.costPer1000Images).toBeCloseTo((steady.cost / steady.images) * 1000, 9)
  })

  it('of any two periods is asked for by their bounds', async () => {
    const of = async (from: number, to: number) => {
      const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
      const response = await get(`/api/usage?by=provider&from=${at(from)}&to=${at(to)}`)
      return ((await response.json()) as { rows: readonly UsageRow[] }).rows
    }
    expect((await of(12, 9)).map(row => row.p50Ms)).toEqual([1200])
    expect((await of(8, 2)).map(row => row.group)).toEqual([])
  })

  it('stands on the page: both providers, the period before, health and candidates', async () => {
    const text = await (await get('/usage?by=provider&days=7')).text()
    for (const shown of ['steady', 'candidate', 'Before', 'P99', 'Providers now', 'in use', 'Candidates'])
      expect(text).toContain(shown)
    expect(text).toContain('share of equal answers 1.00')
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
