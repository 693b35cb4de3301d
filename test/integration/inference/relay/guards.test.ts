import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isOnCanarySide } from '../../../../src/inference/relay/canary-side.ts'
import type { CanaryGuards } from '../../../../src/inference/relay/provider.ts'
import { openTestDatabase, type TestDatabase } from '../../../support/database.ts'
import {
  createTestRelay,
  type TestRelay,
  testProvider,
  testRequest,
  testSettings,
} from '../../../support/relay.ts'
import { type ScriptedProvider, startScriptedProvider } from '../../../support/scripted-provider.ts'

let database: TestDatabase
let steady: ScriptedProvider
let candidate: ScriptedProvider
let made: TestRelay

const { signal } = new AbortController()
const usual: CanaryGuards = { minimumCalls: 5, maxErrorShare: 0.2, maxLatencyMs: 10_000, maxHitRatio: 3 }

/** The record of the last call may still be written when it is judged: one more then. */
const isEnough = (calls: number): boolean => calls === usual.minimumCalls || calls === usual.minimumCalls + 1

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  for (const table of ['relay_gate', 'relay_canary', 'provider_call', 'relay_comparison'])
    await database.sql`delete from ${database.sql(table)}`
  ;[steady, candidate] = await Promise.all([startScriptedProvider(), startScriptedProvider()])
})
afterEach(async () => {
  await made.relay.close()
  await Promise.all([steady.close(), candidate.close()])
})

/** Asks for as many workitems, half of them the candidate's; the providers that answered, in order. */
const ask = async (
  workitems: number,
  { guards = {}, isShadow = false }: { guards?: Partial<CanaryGuards>; isShadow?: boolean } = {},
): Promise<readonly string[]> => {
  const providers = [testProvider('steady', steady.url), testProvider('candidate', candidate.url)]
  made = createTestRelay(database, testSettings(providers, { guards: { ...usual, ...guards } }))
  const answered: string[] = []
  for (let index = 0; index < workitems; index++) {
    const request = testRequest(['steady'], {
      workitemId: `guarded-${index}`,
      canary: { provider: 'candidate', share: 0.5, isShadow },
      countHits: answer => (answer as { readonly hits: readonly number[] }).hits.length,
    })
    answered.push((await made.relay.ask(request, signal)).provider)
    if (isShadow) await made.relay.settled()
  }
  await made.relay.settled()
  return answered
}

const wanted = Array.from({ length: 30 }, (_, index) =>
  isOnCanarySide(`guarded-${index}`, 'candidate', 0.5) ? 'candidate' : 'steady',
)

const state = async () =>
  (await database.sql`select state, reason, actor from relay_canary where provider = 'candidate'`)[0]

const auditReason = async (): Promise<unknown> => {
  const [row] = await database.sql`
    select canonical from audit_entry where canonical like '%relay.canary-rolled-back%' order by seq desc limit 1`
  return row && JSON.parse(String(row.canonical)).detail.reason
}

describe('the guards of a candidate, against a provider that really answers', () => {
  it('leave one alone that does as the others do', async () => {
    steady.answerWith({ hits: [1, 2] })
    candidate.answerWith({ hits: [1] })
    expect(await ask(30)).toEqual(wanted)
    expect(await state()).toBeUndefined()
  })

  it.each([
    ['more', [1, 2, 3, 4, 5, 6, 7, 8], '4.00 times'],
    ['fewer', [], '0.00 times'],
  ])(
    'take back one that finds many times %s, audited, and its work goes to the others',
    async (_, hits, told) => {
      steady.answerWith({ hits: [1, 2] })
      candidate.answerWith({ hits })
      const answered = await ask(30)
      const asked = answered.filter(name => name === 'candidate').length
      expect(asked).toSatisfy(isEnough)
      const last = answered.lastIndexOf('candidate')
      expect(answered.slice(0, last + 1)).toEqual(wanted.slice(0, last + 1))
      expect(wanted.slice(last + 1)).toContain('candidate')
      expect(await state()).toMatchObject({ state: 'rolled-back', actor: 'system' })
      expect(await auditReason()).toContain(told)
      expect(made.events.filter(one => one.event === 'relay.canary-rolled-back')).toHaveLength(1)
    },
  )

  it('take back one that is slow', async () => {
    candidate.act(() => ({ delayMs: 80 }))
    const answered = await ask(30, { guards: { maxLatencyMs: 60 } })
    expect(answered.filter(name => name === 'candidate').length).toSatisfy(isEnough)
    expect(await state()).toMatchObject({ state: 'rolled-back' })
    expect(await auditReason()).toMatch(/95th percentile of latency is \d+ ms/)
  })

  it('take back one in the shadow too: it is not asked any more, and none of its answers was used', async () => {
    steady.answerWith({ hits: [1] })
    candidate.answerWith({ hits: [1, 2, 3, 4, 5] })
    const answered = await ask(30, { isShadow: true })
    expect(new Set(answered)).toEqual(new Set(['steady']))
    expect(candidate.calls.length).toSatisfy(isEnough)
    expect(await state()).toMatchObject({ state: 'rolled-back' })
  })

  it('judge nobody by fewer calls than are asked for', async () => {
    steady.answerWith({ hits: [1] })
    candidate.answerWith({ hits: [1, 2, 3, 4, 5] })
    expect(await ask(30, { guards: { minimumCalls: 100 } })).toEqual(wanted)
    expect(await state()).toBeUndefined()
  })
})
