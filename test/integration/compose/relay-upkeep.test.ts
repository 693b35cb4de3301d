import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { keepRelay } from '../../../src/compose/relay-upkeep.ts'
import { listUsage, loadSpent } from '../../../src/storage/queries/relay-usage.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { createTestRelay, testProvider, testRequest, testSettings } from '../../support/relay.ts'
import { type ScriptedProvider, startScriptedProvider } from '../../support/scripted-provider.ts'
import { storeStudy } from '../../support/stored-study.ts'

let database: TestDatabase
let provider: ScriptedProvider
const closing: (() => Promise<void>)[] = []
const { signal } = new AbortController()
const dayMs = 86_400_000
const always = { from: new Date(0), to: new Date('2100-01-01') }

beforeAll(async () => {
  database = await openTestDatabase()
  provider = await startScriptedProvider()
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(async () => {
  await provider.close()
  await database.close()
})

const relay = () => {
  const made = createTestRelay(database, testSettings([testProvider('steady', provider.url)]))
  closing.push(() => made.relay.close())
  return made.relay
}

/** Upkeep as it is so many ms from now. */
const keepIn = (ms: number) =>
  keepRelay({
    db: database.db,
    clock: { now: () => new Date(Date.now() + ms), monotonicMs: () => 0 },
    log: silentLog,
    answerRetentionMs: 7 * dayMs,
  })

const audited = async (action: string) =>
  (await database.sql`select canonical from audit_entry order by seq`)
    .map(row => JSON.parse(String(row.canonical)))
    .filter(entry => entry.action === action)

describe('answers of models', () => {
  it('are kept, and not paid again, until their time; then emptied, and what they cost stays', async () => {
    provider.answerWith({ hits: [7] })
    const asking = relay()
    const request = testRequest(['steady'])
    await asking.ask(request, signal)
    await asking.settled()
    const before = await listUsage(database.db, 'provider', always)
    expect(await keepIn(6 * dayMs)).toEqual({ abandoned: 0, forgotten: 0 })
    await asking.ask(request, signal)
    expect(provider.calls).toHaveLength(1)
    expect(await keepIn(8 * dayMs)).toEqual({ abandoned: 0, forgotten: 1 })
    expect(await listUsage(database.db, 'provider', always)).toEqual(before)
    expect(await database.sql`select id from provider_call where answer is not null`).toHaveLength(0)
    expect((await audited('relay.answers-forgotten'))[0]).toMatchObject({ detail: { answers: 1 } })
    // Asked again it is a new call, never an empty answer.
    expect(await asking.ask(request, signal)).toMatchObject({ answer: { hits: [7] } })
    expect(provider.calls).toHaveLength(2)
  })

  it('go with their study, before their time', async () => {
    const asking = relay()
    const study = await storeStudy(database.db, new Date())
    const [kept, gone] = [testRequest(['steady']), testRequest(['steady'])]
    for (const request of [kept, gone]) await asking.ask(request, signal)
    await asking.settled()
    await database.sql`update provider_call set study_id = ${study.id} where workitem_id = ${kept.workitemId}`
    await database.sql`
      update provider_call set study_id = gen_random_uuid() where workitem_id = ${gone.workitemId}`
    await keepIn(0)
    const rows = await database.sql`
      select workitem_id from provider_call where answer is not null and workitem_id in (${kept.workitemId}, ${gone.workitemId})`
    expect(rows).toMatchObject([{ workitem_id: kept.workitemId }])
  })
})

describe('a call whose process died', () => {
  const abandon = async () => {
    provider.act(() => 'silence')
    const asking = createTestRelay(database, testSettings([testProvider('lost', provider.url)])).relay
    const request = testRequest(['lost'])
    const asked = asking.ask(request, signal).catch(() => undefined)
    const isPending = async () =>
      (
        await database.sql`
        select id from provider_call where workitem_id = ${request.workitemId} and outcome = 'pending'`
      ).length > 0
    while (!(await isPending())) await new Promise(resolve => setTimeout(resolve, 10))
    await asked
    provider.act(() => undefined)
    await asking.close()
    // As the process would have left it, had it died before it could settle.
    await database.sql`
      update provider_call set outcome = 'pending', finished_at = null, code = null, latency_ms = null
      where workitem_id = ${request.workitemId} and attempt = 1`
    await database.sql`delete from provider_call where workitem_id = ${request.workitemId} and attempt > 1`
    return request.workitemId
  }

  it('is ended once its lease is long over, its reservation counted as a cost that nobody knows', async () => {
    const workitemId = await abandon()
    const of = { rule: '(none)', period: 'day', currency: 'USD', at: new Date() } as const
    const spent = await loadSpent(database.db, of)
    const [reserved] =
      await database.sql`select cost, tokens_in from provider_call where workitem_id = ${workitemId}`
    expect(await keepIn(60_000)).toMatchObject({ abandoned: 0 })
    const outcomes = await Promise.all([keepIn(3_600_000), keepIn(3_600_000)])
    expect(outcomes.map(one => one.abandoned).sort()).toEqual([0, 1])
    const [row] = await database.sql`select * from provider_call where workitem_id = ${workitemId}`
    expect(row).toMatchObject({
      outcome: 'failed',
      code: 'RELAY_ABANDONED',
      cost: reserved!.cost,
      tokens_in: reserved!.tokens_in,
      latency_ms: null,
    })
    expect(await loadSpent(database.db, of)).toEqual(spent)
    const usage = (await listUsage(database.db, 'provider', always)).find(one => one.group === 'lost')
    expect(usage).toMatchObject({ failed: 1, unknownCost: 1, availability: null, success: null })
    expect(usage!.cost).toBeCloseTo(Number(reserved!.cost), 9)
    const entries = (await audited('relay.abandoned')).filter(entry => entry.subject === workitemId)
    expect(entries).toMatchObject([
      { detail: { provider: 'lost', reserved: reserved!.cost, currency: 'USD' } },
    ])
  })

  it('leaves limits and breaker as they were, and its work may be asked again', async () => {
    const workitemId = await abandon()
    const gate = () =>
      database.sql`select concurrency, pace, open_until, window_failures from relay_gate where provider = 'lost'`
    const before = await gate()
    await keepIn(3_600_000)
    expect(await gate()).toEqual(before)
    const made = createTestRelay(database, testSettings([testProvider('lost', provider.url)]))
    closing.push(() => made.relay.close())
    expect(await made.relay.ask(testRequest(['lost'], { workitemId }), signal)).toMatchObject({
      provider: 'lost',
    })
  })
})
