import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/base/clock.ts'
import { changeCanary } from '../../../../src/compose/relay.ts'
import { isOnCanarySide } from '../../../../src/inference/relay/canary-side.ts'
import {
  listCanaries,
  listProviderHealth,
  listUsage,
  loadSpent,
} from '../../../../src/storage/queries/relay-usage.ts'
import { openTestDatabase, type TestDatabase } from '../../../support/database.ts'
import {
  cleared,
  createTestRelay,
  type TestRelay,
  testPicture,
  testProvider,
  testRequest,
  testSettings,
} from '../../../support/relay.ts'
import { type ScriptedProvider, startScriptedProvider } from '../../../support/scripted-provider.ts'

let database: TestDatabase
let first: ScriptedProvider
let second: ScriptedProvider
const open: TestRelay[] = []

const { signal } = new AbortController()
const period = { from: new Date(0), to: new Date('2100-01-01') }

const makeRelay: typeof createTestRelay = (...given) => {
  const made = createTestRelay(...given)
  open.push(made)
  return made
}

const twoProviders = () => [testProvider('first', first.url), testProvider('second', second.url)]
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'answered',
    (thrown: { code?: unknown }) => thrown.code,
  )

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  for (const table of [
    'relay_gate',
    'relay_spend',
    'relay_canary',
    'provider_call',
    'relay_comparison',
    'relay_wait',
  ])
    await database.sql`delete from ${database.sql(table)}`
  first = await startScriptedProvider()
  second = await startScriptedProvider()
})
afterEach(async () => {
  for (const made of open.splice(0)) await made.relay.close()
  await Promise.all([first.close(), second.close()])
})

describe('who is asked', () => {
  it('is never one that the data may not go to', async () => {
    const providers = [
      testProvider('blind', first.url, { hasVision: false }),
      testProvider('notes-only', first.url, { approvedFor: ['note'] }),
      testProvider('abroad', first.url, { region: 'far' }),
      testProvider('right', second.url, { region: 'here' }),
    ]
    const { relay } = makeRelay(database, testSettings(providers, { regions: ['here'] }))
    const parts = [testPicture()]
    const names = providers.map(one => one.name)
    expect(await relay.ask(testRequest(names, { parts }), signal)).toMatchObject({ provider: 'right' })
    expect(await codeOf(relay.ask(testRequest(names.slice(0, 3), { parts }), signal))).toBe(
      'RELAY_NO_PROVIDER',
    )
    expect(await codeOf(relay.ask(testRequest(['nobody']), signal))).toBe('RELAY_PROVIDER_UNKNOWN')
    expect(first.calls).toHaveLength(0)
  })

  it('does not leave the allowed ones when they fail', async () => {
    first.act(() => ({ status: 500 }))
    const { relay } = makeRelay(database, testSettings(twoProviders()))
    expect(await codeOf(relay.ask(testRequest(['first']), signal))).toBe('RELAY_UNAVAILABLE')
    expect(second.calls).toHaveLength(0)
  })

  it('is by the priority of the work what the configuration says', async () => {
    const providers = [
      testProvider('first', first.url, { priceIn: 9 }),
      testProvider('second', second.url, { priceIn: 1 }),
    ]
    const of = async (choice: Record<string, 'cheapest' | 'ordered'>) =>
      (
        await makeRelay(database, testSettings(providers, { choice })).relay.ask(
          testRequest(['first', 'second']),
          signal,
        )
      ).provider
    expect(await of({ routine: 'cheapest', urgent: 'ordered' })).toBe('second')
    expect(await of({ routine: 'ordered', urgent: 'cheapest' })).toBe('first')
  })

  it('is the cheapest, or the fastest, where that is asked', async () => {
    const providers = [
      testProvider('first', first.url, { priceIn: 9 }),
      testProvider('second', second.url, { priceIn: 1 }),
    ]
    const { relay } = makeRelay(database, testSettings(providers))
    const names = ['first', 'second']
    expect(await relay.ask(testRequest(names, { choice: 'cheapest' }), signal)).toMatchObject({
      provider: 'second',
    })
    second.act(() => ({ delayMs: 150 }))
    for (let call = 0; call < 3; call++) await relay.ask(testRequest(['second']), signal)
    await relay.ask(testRequest(['first']), signal)
    await relay.settled()
    const fresh = makeRelay(database, testSettings(providers))
    expect(await fresh.relay.ask(testRequest(names, { choice: 'fastest' }), signal)).toMatchObject({
      provider: 'first',
    })
  })
})

describe('an answer that was paid for', () => {
  it('is given again after a restart, for the same workitem and question alone', async () => {
    first.answerWith({ hits: [7] })
    const request = testRequest(['first', 'second'])
    const before = makeRelay(database, testSettings(twoProviders()))
    await before.relay.ask(request, signal)
    await before.relay.close()
    const { relay } = makeRelay(database, testSettings(twoProviders()))
    expect(await relay.ask(request, signal)).toMatchObject({ answer: { hits: [7] }, provider: 'first' })
    expect(first.calls).toHaveLength(1)
    await relay.ask({ ...request, workitemId: 'another' }, signal)
    await relay.ask({ ...request, instructions: 'Something else.' }, signal)
    expect(first.calls).toHaveLength(3)
  })
})

describe('the intent', () => {
  it('is committed with its audit entry before the request arrives', async () => {
    let seen: readonly Record<string, unknown>[] = []
    const { relay } = makeRelay(database, testSettings(twoProviders()))
    const request = testRequest(['first'], { redactions: { name: 2 } })
    let arrived: Promise<void> | undefined
    first.act(() => {
      arrived =
        database.sql`select canonical from audit_entry where canonical like ${`%${request.workitemId}"%`}`.then(
          rows => {
            seen = rows.map(row => JSON.parse(String(row.canonical)) as Record<string, unknown>)
          },
        )
      return { delayMs: 100 }
    })
    await relay.ask(request, signal)
    await arrived
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({
      action: 'relay.intent',
      subject: request.workitemId,
      detail: { provider: 'first', model: 'first-model', dataClass: 'pixels', redactions: { name: 2 } },
    })
    expect(JSON.stringify(seen)).toMatch(/"bodySha256":"[0-9a-f]{64}"/)
    expect(JSON.stringify(seen)).not.toContain('key-one')
  })

  it('is missing: no request', async () => {
    const { relay } = makeRelay(
      { ...database, sql: (() => Promise.reject(new Error('away'))) as unknown as TestDatabase['sql'] },
      testSettings(twoProviders()),
    )
    expect(await codeOf(relay.ask(testRequest(['first']), signal))).not.toBe('answered')
    expect(first.calls).toHaveLength(0)
  })
})

describe('limits', () => {
  it('of concurrency hold over several processes', async () => {
    const providers = [testProvider('first', first.url, { concurrency: 3, callTimeoutMs: 60_000 })]
    first.act(() => ({ delayMs: 30 }))
    const relays = [
      makeRelay(database, testSettings(providers)),
      makeRelay(database, testSettings(providers)),
    ]
    const asked = Array.from({ length: 30 }, (_, index) =>
      relays[index % 2]!.relay.ask(testRequest(['first']), signal),
    )
    expect(await Promise.all(asked)).toHaveLength(30)
    expect(first.peak()).toBeLessThanOrEqual(3)
    expect(first.peak()).toBeGreaterThanOrEqual(2)
  })

  it('of requests let a burst drain, none refused, none lost, and the queue is seen', async () => {
    // 20 studies of 3 calls; the provider refuses what is more than its limit, here scaled to 240 a minute.
    const providers = [testProvider('first', first.url, { requestsPerMinute: 240, concurrency: 50 })]
    const arrived: number[] = []
    let refused = 0
    first.act(({ atMs }) => {
      arrived.push(atMs)
      if (arrived.filter(at => at > atMs - 1000).length <= 4 + 24) return undefined
      refused += 1
      return { status: 429 }
    })
    const relays = [
      makeRelay(database, testSettings(providers)),
      makeRelay(database, testSettings(providers)),
    ]
    const started = performance.now()
    const studies = Array.from({ length: 20 }, async (_, study) => {
      for (let batch = 0; batch < 3; batch++)
        await relays[study % 2]!.relay.ask(testRequest(['first'], { workitemId: `burst-${study}` }), signal)
    })
    await new Promise(resolve => setTimeout(resolve, 400))
    const [health] = await listProviderHealth(database.db)
    expect(health!.waiting).toBeGreaterThan(0)
    await Promise.all(studies)
    expect([arrived.length, refused]).toEqual([60, 0])
    // 24 at once, then 217 a minute.
    expect(performance.now() - started).toBeGreaterThan(((60 - 24) / 217) * 60_000 * 0.9)
    const [left] = await database.sql`select count(*)::int as waiting from relay_wait`
    expect(left).toEqual({ waiting: 0 })
  })

  it('of tokens count what was used, not what was estimated', async () => {
    const { relay } = makeRelay(
      database,
      testSettings([testProvider('first', first.url, { tokensPerMinute: 6_000 })]),
    )
    const parts = [cleared({ kind: 'text', text: 'x'.repeat(9_000) })]
    const ask = async (workitemId: string): Promise<number> => {
      const started = performance.now()
      await relay.ask(testRequest(['first'], { parts, workitemId }), signal)
      await relay.settled()
      return performance.now() - started
    }
    // Estimated are 3,500 tokens, used 1,100: three go at once. The fourth waits until 100 a second have made up 3,500.
    expect(await ask('tokens-1')).toBeLessThan(500)
    expect(await ask('tokens-2')).toBeLessThan(500)
    expect(await ask('tokens-3')).toBeLessThan(500)
    expect(await ask('tokens-4')).toBeGreaterThan(1_000)
  })

  it('adapt: halved by a refusal, back with successes', async () => {
    const { relay } = makeRelay(database, testSettings(twoProviders()))
    first.act(call => (call.number === 1 ? { status: 429, headers: { 'retry-after': '0' } } : undefined))
    await relay.ask(testRequest(['first']), signal)
    await relay.settled()
    const read = async () => (await listProviderHealth(database.db))[0]!.concurrency
    const low = await read()
    expect(low).toBeLessThan(3.5)
    for (let call = 0; call < 12; call++) await relay.ask(testRequest(['first']), signal)
    await relay.settled()
    expect(await read()).toBeGreaterThan(4.5)
  })

  it('adapt to latency too: an attempt that takes too long lowers what runs at once', async () => {
    const providers = [testProvider('first', first.url, { attemptTimeoutMs: 150 })]
    const { relay } = makeRelay(database, testSettings(providers))
    const read = async () => (await listProviderHealth(database.db))[0]!.concurrency
    await relay.ask(testRequest(['first']), signal)
    await relay.settled()
    const before = await read()
    first.act(call => (call.number === 2 ? 'silence' : undefined))
    await relay.ask(testRequest(['first']), signal)
    await relay.settled()
    expect(await read()).toBeLessThan(before - 0.5)
  })

  it('are given back by a process that died', async () => {
    const providers = [testProvider('first', first.url, { concurrency: 1 })]
    const { relay } = makeRelay(database, testSettings(providers))
    await relay.ask(testRequest(['first']), signal)
    await relay.settled()
    await database.sql`update provider_call set outcome = 'pending', lease_until = now() + interval '300 ms'`
    const started = performance.now()
    await relay.ask(testRequest(['first']), signal)
    expect(performance.now() - started).toBeGreaterThan(200)
  })
})

describe('the breaker', () => {
  it('opens, spares the provider, and closes when a probe succeeds', async () => {
    const settings = testSettings(twoProviders(), {
      attempts: 1,
      breaker: { minimumCalls: 4, failureShare: 0.5, cooldownMs: 400 },
    })
    const { relay, events } = makeRelay(database, settings)
    first.act(() => ({ status: 500 }))
    const ask = () => relay.ask(testRequest(['first', 'second']), signal)
    for (let call = 0; call < 8; call++) expect(await ask()).toMatchObject({ provider: 'second' })
    expect(first.calls).toHaveLength(4)
    expect((await listProviderHealth(database.db))[0]).toMatchObject({ provider: 'first', breaker: 'open' })
    expect(events.filter(one => one.event === 'relay.breaker-opened')).toHaveLength(1)
    await new Promise(resolve => setTimeout(resolve, 450))
    await ask()
    expect(first.calls).toHaveLength(5)
    await ask()
    expect(first.calls).toHaveLength(5)
    await new Promise(resolve => setTimeout(resolve, 450))
    first.act(() => undefined)
    expect(await ask()).toMatchObject({ provider: 'first' })
    await relay.settled()
    expect((await listProviderHealth(database.db))[0]).toMatchObject({ breaker: 'closed' })
  })
})

describe('budgets', () => {
  const costing = () => [
    testProvider('dear', first.url, { priceIn: 1000, priceOut: 1000 }),
    testProvider('cheap', second.url, { priceIn: 0, priceOut: 0 }),
  ]

  it('hard: the cheaper provider takes over, else it says so', async () => {
    // A call costs 1.1, reserved are about 0.5.
    const budgets = [{ rule: '', period: 'day' as const, amount: 2, soft: 0.5 }]
    const { relay, events } = makeRelay(database, testSettings(costing(), { budgets }))
    const ask = async (names: readonly string[]) => {
      const reply = await relay.ask(testRequest(names), signal)
      await relay.settled()
      return reply.provider
    }
    expect(await ask(['dear', 'cheap'])).toBe('dear')
    expect(await ask(['dear', 'cheap'])).toBe('dear')
    expect(await ask(['dear', 'cheap'])).toBe('cheap')
    expect(await codeOf(ask(['dear']))).toBe('RELAY_BUDGET_SPENT')
    expect(first.calls).toHaveLength(2)
    expect(events.some(one => one.event === 'relay.budget-soft')).toBe(true)
    const spent = await loadSpent(database.db, { rule: '', period: 'day', currency: 'USD', at: new Date() })
    expect(spent.amount).toBeCloseTo(2.2, 6)
  })

  it('are not overdrawn by calls at once', async () => {
    const budgets = [{ rule: '(none)', period: 'month' as const, tokens: 5_000, soft: 0.9 }]
    const { relay } = makeRelay(database, testSettings(costing(), { budgets }))
    first.act(() => ({ delayMs: 50 }))
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(relay.ask(testRequest(['dear']), signal))),
    )
    await relay.settled()
    const spent = await loadSpent(database.db, {
      rule: '(none)',
      period: 'month',
      currency: 'USD',
      at: new Date(),
    })
    expect(codes).toContain('RELAY_BUDGET_SPENT')
    // An answer may take more than was estimated of the question; what was admitted was within the budget.
    expect(spent.tokens).toBeLessThanOrEqual(5_000 + 5 * 600)
    expect(new Set(codes)).toEqual(new Set(['answered', 'RELAY_BUDGET_SPENT']))
  })
})

describe('a candidate', () => {
  const canary = (share: number, isShadow: boolean) => ({ provider: 'second', share, isShadow })

  it('gets its share of workitems, the same ones every time', async () => {
    const { relay } = makeRelay(database, testSettings(twoProviders()))
    const ids = Array.from({ length: 40 }, (_, index) => `w-${index}`)
    const ask = async (workitemId: string) =>
      (await relay.ask(testRequest(['first'], { workitemId, canary: canary(0.5, false) }), signal)).provider
    const once: string[] = []
    for (const id of ids) once.push(await ask(id))
    const again: string[] = []
    for (const id of ids) again.push(await ask(id))
    expect(again).toEqual(once)
    expect(once).toEqual(ids.map(id => (isOnCanarySide(id, 'second', 0.5) ? 'second' : 'first')))
  })

  it('that fails is taken back by itself, audited; nothing is lost', async () => {
    second.act(() => ({ status: 400, body: { error: { message: 'no' } } }))
    const { relay, events } = makeRelay(database, testSettings(twoProviders()))
    for (let call = 0; call < 10; call++)
      expect(await relay.ask(testRequest(['first'], { canary: canary(1, false) }), signal)).toMatchObject({
        provider: 'first',
      })
    expect(second.calls).toHaveLength(5)
    expect(events.filter(one => one.event === 'relay.canary-rolled-back')).toHaveLength(1)
    const [entry] = await database.sql`
      select canonical from audit_entry where canonical like '%relay.canary-rolled-back%' order by seq desc limit 1`
    expect(JSON.parse(String(entry!.canonical))).toMatchObject({
      actor: 'system',
      detail: { provider: 'second' },
    })
    expect(await listCanaries(database.db, period)).toMatchObject([
      { provider: 'second', state: 'rolled-back', calls: 5, failures: 5 },
    ])
  })

  it('that is promoted comes first, without a share', async () => {
    const { relay } = makeRelay(database, testSettings(twoProviders()))
    const change = {
      rule: '(none)',
      provider: 'second',
      state: 'promoted' as const,
      reason: 'better',
      actor: 'me',
    }
    expect(await changeCanary({ db: database.db, clock: systemClock }, change)).toBe(true)
    expect(await changeCanary({ db: database.db, clock: systemClock }, change)).toBe(false)
    const request = testRequest(['first'], { canary: canary(0, false) })
    expect(await relay.ask(request, signal)).toMatchObject({ provider: 'second' })
    // It stays guarded.
    second.act(() => ({ status: 400, body: { error: { message: 'no' } } }))
    for (let call = 0; call < 6; call++)
      expect(await relay.ask(testRequest(['first'], { canary: canary(0, false) }), signal)).toMatchObject({
        provider: 'first',
      })
    expect(await listCanaries(database.db, period)).toMatchObject([{ state: 'rolled-back', actor: 'system' }])
  })

  it('in the shadow is compared and never given on', async () => {
    first.answerWith({ hits: [1, 2] })
    second.answerWith({ hits: [1] })
    const { relay } = makeRelay(database, testSettings(twoProviders()))
    const count = (answer: unknown) => (answer as { hits: number[] }).hits.length
    const request = testRequest(['first'], {
      canary: canary(1, true),
      countHits: count,
      compare: (used, candidate) => ({ used: count(used), candidate: count(candidate) }),
    })
    const reply = await relay.ask(request, signal)
    expect(reply).toMatchObject({ provider: 'first', answer: { hits: [1, 2] } })
    await relay.settled()
    expect(await listCanaries(database.db, period)).toMatchObject([
      { provider: 'second', comparisons: 1, agreement: { used: 2, candidate: 1 } },
    ])
    // Asked again, the used answer is given again: not the shadow's.
    expect(await relay.ask(request, signal)).toMatchObject({ provider: 'first' })
  })

  it('in the shadow that is slow or broken holds nobody up', async () => {
    second.act(() => 'silence')
    const { relay } = makeRelay(database, testSettings(twoProviders()))
    const started = performance.now()
    await relay.ask(testRequest(['first'], { canary: canary(1, true) }), signal)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('the sandbox', () => {
  it('answers the same every time, without network, and costs what it would', async () => {
    const sandbox = testProvider('sandbox', 'http://256.0.0.1', { kind: 'sandbox', priceIn: 1000 })
    const { relay } = makeRelay(database, testSettings([sandbox]))
    const one = await relay.ask(testRequest(['sandbox']), signal)
    const two = await relay.ask(testRequest(['sandbox']), signal)
    expect(one.answer).toEqual({ hits: [] })
    expect(two.answer).toEqual(one.answer)
    expect(one.cost.amount).toBeGreaterThan(0)
  })
})

describe('a thousand requests of which one in fifty fails', () => {
  it('end right or honest, every one', async () => {
    const faults = [
      { status: 500 },
      { status: 503 },
      { status: 429 },
      { status: 402 },
      { status: 413 },
      'drop',
      'refuse',
      'cut',
      'garbage',
      'html',
      'redirect',
      { body: { error: { message: 'x' } } },
      { content: 'no JSON' },
      { content: '{"hits":[1', finish: 'length' },
      { delayMs: 30 },
      'silence',
    ] as const
    const providers = [
      testProvider('first', first.url, { concurrency: 20, attemptTimeoutMs: 300 }),
      testProvider('second', second.url, { concurrency: 20 }),
    ]
    first.answerWith({ hits: [42] })
    second.answerWith({ hits: [42] })
    first.act(call => (call.number % 50 === 0 ? faults[(call.number / 50) % faults.length] : undefined))
    const { relay } = makeRelay(database, testSettings(providers, { retryAfterCapMs: 50 }))
    const ends: unknown[] = []
    const one = async () => {
      try {
        ends.push((await relay.ask(testRequest(['first', 'second']), signal)).answer)
      } catch (thrown) {
        ends.push((thrown as { code: string }).code)
      }
    }
    for (let round = 0; round < 50; round++) await Promise.all(Array.from({ length: 20 }, one))
    const right = ends.filter(end => JSON.stringify(end) === '{"hits":[42]}')
    const honest = ends.filter(end => end === 'RELAY_BAD_ANSWER')
    expect(ends).toHaveLength(1000)
    expect(right.length + honest.length).toBe(1000)
    expect(right.length).toBeGreaterThan(985)
  })
})

describe('usage', () => {
  it('adds up calls, tokens and cost by provider, rule and month', async () => {
    second.act(() => ({ status: 500 }))
    const { relay } = makeRelay(database, testSettings(twoProviders()))
    const parts = Array.from({ length: 4 }, testPicture)
    for (let call = 0; call < 5; call++) await relay.ask(testRequest(['first'], { parts }), signal)
    await codeOf(relay.ask(testRequest(['second']), signal))
    await relay.settled()
    const rows = await listUsage(database.db, 'provider', period)
    const cost = 5 * ((1000 * 2 + 100 * 10) / 1e6)
    expect(rows).toMatchObject([
      { group: 'first', calls: 5, answered: 5, images: 20, tokensIn: 5000, availability: 1, success: 1 },
      { group: 'second', calls: 3, answered: 0, failed: 3, availability: 0, success: 0, p50Ms: null },
    ])
    expect(rows[0]!.cost).toBeCloseTo(cost, 9)
    expect(rows[0]!.costPer1000Images).toBeCloseTo((cost / 20) * 1000, 9)
    expect(await listUsage(database.db, 'rule', period)).toMatchObject([{ group: '(none)', calls: 8 }])
    expect(await listUsage(database.db, 'month', period)).toMatchObject([
      { group: new Date().toISOString().slice(0, 7) },
    ])
  })
})
