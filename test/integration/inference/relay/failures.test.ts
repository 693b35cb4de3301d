import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HilumError } from '../../../../src/base/errors.ts'
import { openTestDatabase, type TestDatabase } from '../../../support/database.ts'
import {
  createTestRelay,
  type TestRelay,
  testPicture,
  testProvider,
  testRequest,
  testSettings,
} from '../../../support/relay.ts'
import { type Act, type ScriptedProvider, startScriptedProvider } from '../../../support/scripted-provider.ts'

let database: TestDatabase
let first: ScriptedProvider
let second: ScriptedProvider
let made: TestRelay

const signal = new AbortController().signal

const rows = async (workitemId: string) => {
  await made.relay.settled()
  return database.sql`select provider, outcome, code, status, attempt, tokens_in, tokens_out, cost, role, key_id
    from provider_call where workitem_id = ${workitemId} order by attempt`
}

const failureOf = async (work: Promise<unknown>): Promise<HilumError> => {
  try {
    await work
  } catch (thrown) {
    if (thrown instanceof HilumError) return thrown
    throw thrown
  }
  throw new Error('it did not fail')
}

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

beforeEach(async () => {
  // Cooldowns of one test are no other's.
  await database.sql`delete from relay_gate`
  first = await startScriptedProvider()
  second = await startScriptedProvider()
  made = createTestRelay(
    database,
    testSettings([testProvider('first', first.url), testProvider('second', second.url)]),
  )
})

afterEach(async () => {
  await made.relay.close()
  await Promise.all([first.close(), second.close()])
})

const ask = (request = testRequest(['first', 'second'])) => made.relay.ask(request, signal)

describe('a failure that passes', () => {
  it.each([500, 502, 503, 504, 529])('%i: again with the same provider', async status => {
    first.act(call => (call.number === 1 ? { status } : undefined))
    const request = testRequest(['first', 'second'])
    const reply = await ask(request)
    expect(reply).toMatchObject({ provider: 'first', attempts: 2, answer: { hits: [] } })
    expect(await rows(request.workitemId)).toMatchObject([
      { outcome: 'failed', code: 'RELAY_UNAVAILABLE', status, cost: 0 },
      { outcome: 'answered', code: null, status: 200 },
    ])
  })

  it('goes to the next provider when it stays', async () => {
    first.act(() => ({ status: 503 }))
    expect(await ask()).toMatchObject({ provider: 'second', attempts: 4 })
    expect(first.calls).toHaveLength(3)
  })

  it('is nobody listening: again, then the next', async () => {
    await first.close()
    expect(await ask()).toMatchObject({ provider: 'second', attempts: 4 })
  })

  it('stays honest when all fail', async () => {
    for (const provider of [first, second]) provider.act(() => ({ status: 500 }))
    const error = await failureOf(ask())
    expect([error.code, error.failureClass]).toEqual(['RELAY_UNAVAILABLE', 'transient'])
  })
})

describe('429', () => {
  it.each([
    ['seconds', '0.2', 150, 1000],
    ['more than the cap', '999999', 250, 1000],
    ['a date that has passed', 'Thu, 01 Jan 1970 00:00:00 GMT', 5, 200],
    ['a negative number', '-5', 5, 200],
    ['nonsense', 'soon', 5, 200],
  ])('waits %s', async (_, header, atLeastMs, atMostMs) => {
    first.act(call => (call.number === 1 ? { status: 429, headers: { 'retry-after': header } } : undefined))
    expect(await ask()).toMatchObject({ provider: 'first', attempts: 2 })
    const [one, two] = first.calls
    expect(two!.atMs - one!.atMs).toBeGreaterThanOrEqual(atLeastMs)
    expect(two!.atMs - one!.atMs).toBeLessThan(atMostMs)
  })

  it('goes to the next when it stays, and lowers the shared concurrency', async () => {
    first.act(() => ({ status: 429 }))
    expect(await ask()).toMatchObject({ provider: 'second' })
    const [gate] = await database.sql`select concurrency, pace from relay_gate where provider = 'first'`
    expect(gate).toMatchObject({ concurrency: 1 })
    expect(gate!.pace).toBeLessThan(0.5)
  })
})

describe('a refused key', () => {
  it.each([401, 403])('%i: the other key, without a restart', async status => {
    await made.relay.close()
    made = createTestRelay(database, testSettings([testProvider('first', first.url)]), () => ['old', 'new'])
    first.act(call => (call.key === 'old' ? { status } : undefined))
    expect(await ask(testRequest(['first']))).toMatchObject({ attempts: 2 })
    await ask(testRequest(['first']))
    expect(first.calls.map(call => call.key)).toEqual(['old', 'new', 'new'])
    expect(made.events.filter(one => one.event === 'relay.key-refused')).toHaveLength(1)
    expect(JSON.stringify(made.events)).not.toContain('old"')
  })

  it('is read anew: a key written meanwhile is taken', async () => {
    let written = ['old']
    await made.relay.close()
    made = createTestRelay(database, testSettings([testProvider('first', first.url)]), () => written)
    first.act(call => {
      if (call.key === 'new') return undefined
      written = ['new']
      return { status: 401 }
    })
    expect(await ask(testRequest(['first']))).toMatchObject({ attempts: 2 })
    expect(made.events.filter(one => one.event === 'relay.key-refused')).toHaveLength(0)
  })

  it('is asked once, then rests: no storm', async () => {
    first.act(() => ({ status: 401 }))
    expect(await ask()).toMatchObject({ provider: 'second' })
    expect(await ask()).toMatchObject({ provider: 'second' })
    expect(first.calls).toHaveLength(1)
    const error = await failureOf(ask(testRequest(['first'])))
    expect([error.code, error.failureClass]).toEqual(['RELAY_KEY_REFUSED', 'transient'])
  })
})

describe('money', () => {
  it('402: the next provider, once', async () => {
    first.act(() => ({ status: 402 }))
    expect(await ask()).toMatchObject({ provider: 'second', attempts: 2 })
    expect(first.calls).toHaveLength(1)
  })

  it('402 of all: said as what it is', async () => {
    for (const provider of [first, second]) provider.act(() => ({ status: 402 }))
    expect((await failureOf(ask())).code).toBe('RELAY_PAYMENT_REFUSED')
  })
})

describe('a capability', () => {
  it('of the form of answers: weaker, then remembered', async () => {
    first.act(call => {
      const form = call.body.response_format?.type
      if (form === undefined) return undefined
      return { status: 400, body: { error: { message: `response_format ${form} is not supported` } } }
    })
    expect(await ask()).toMatchObject({ provider: 'first', attempts: 3 })
    await ask()
    expect(first.calls.map(call => call.body.response_format?.type)).toEqual([
      'json_schema',
      'json_object',
      undefined,
      undefined,
    ])
    expect(JSON.stringify(first.calls.at(-1)!.body.messages[0])).toContain('JSON Schema')
  })

  it.each([
    [413, { error: { message: 'no' } }],
    [400, { error: { message: 'Too many images in request. Maximum is 8.' } }],
  ])('%i of size: half the batch, remembered', async (status, body) => {
    first.act(() => ({ status, body }))
    const parts = Array.from({ length: 16 }, testPicture)
    const error = await failureOf(ask(testRequest(['first'], { parts })))
    expect(error.code).toBe('RELAY_TOO_LARGE')
    expect(made.relay.imagesAtMost(['first'])).toBe(8)
    expect((await failureOf(ask(testRequest(['first'], { parts })))).code).toBe('RELAY_TOO_LARGE')
    expect(first.calls).toHaveLength(1)
    first.act(() => undefined)
    expect(await ask(testRequest(['first'], { parts: parts.slice(0, 8) }))).toMatchObject({ attempts: 1 })
  })

  it('another 400: the next provider, not again', async () => {
    first.act(() => ({ status: 400, body: { error: { message: 'no such thing' } } }))
    expect(await ask()).toMatchObject({ provider: 'second', attempts: 2 })
  })
})

describe('what may have been done', () => {
  it.each(['drop', 'cut'] as const)('%s after the request: again, and counted as paid', async act => {
    first.act(call => (call.number === 1 ? act : undefined))
    const request = testRequest(['first'])
    expect(await ask(request)).toMatchObject({ attempts: 2 })
    const [lost, answered] = await rows(request.workitemId)
    expect(lost).toMatchObject({ code: 'RELAY_BROKEN', tokens_out: 500 })
    expect(lost!.cost).toBeGreaterThan(0)
    expect(answered!.cost).toBeCloseTo((1000 * 2 + 100 * 10) / 1e6, 9)
  })

  it('silence: cut off at the timeout, again, counted', async () => {
    first.act(call => (call.number === 1 ? 'silence' : undefined))
    const request = testRequest(['first'])
    expect(await ask(request)).toMatchObject({ attempts: 2 })
    expect((await rows(request.workitemId))[0]).toMatchObject({ code: 'RELAY_TIMEOUT', tokens_out: 500 })
  })

  it('silence for ever: ends with the call, and says so', async () => {
    first.act(() => 'silence')
    const started = performance.now()
    const error = await failureOf(ask(testRequest(['first'])))
    expect([error.code, error.failureClass]).toEqual(['RELAY_TIMEOUT', 'ambiguous'])
    expect(performance.now() - started).toBeLessThan(6_000)
  })
})

describe('a bad answer', () => {
  const bad: readonly (readonly [string, Act])[] = [
    ['an error with status 200', { body: { error: { message: 'overloaded' } } }],
    ['no choices', { body: { choices: [] } }],
    ['cut at the most tokens', { content: '{"hits":[1', finish: 'length' }],
    ['a refusal', { content: '', refusal: 'I cannot' }],
    ['filtered', { content: '{"hits":[]}', finish: 'content_filter' }],
    ['a page', 'html'],
    ['garbage', 'garbage'],
    ['a bomb', 'bomb'],
    ['encoded', 'gzip'],
  ]
  it.each(bad)('%s: the batch has failed, no other is asked', async (_, act) => {
    first.act(() => act)
    const error = await failureOf(ask())
    expect([error.code, error.failureClass]).toEqual(['RELAY_BAD_ANSWER', 'permanent'])
    expect(first.calls).toHaveLength(1)
    expect(second.calls).toHaveLength(0)
  })

  it.each([
    ['no JSON', 'I see nothing.'],
    ['another schema', { nodules: [] }],
    ['a wrong type', { hits: 'none' }],
    ['an extra key', { hits: [], note: 'x' }],
  ])('%s: told once what is wrong, then it counts', async (_, content) => {
    first.act(call => (call.number === 1 ? { content } : undefined))
    expect(await ask()).toMatchObject({ provider: 'first', attempts: 2, answer: { hits: [] } })
    expect(JSON.stringify(first.calls[1]!.body.messages[0])).toContain('Your last answer could not be used')
    first.act(() => ({ content }))
    const again = testRequest(['first', 'second'])
    expect((await failureOf(ask(again))).code).toBe('RELAY_BAD_ANSWER')
    expect(await rows(again.workitemId)).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }])
  })

  it('takes JSON out of a code fence', async () => {
    first.act(() => ({ content: '```json\n{"hits":[3]}\n```' }))
    expect(await ask()).toMatchObject({ answer: { hits: [3] }, attempts: 1 })
  })
})

describe('the connection', () => {
  it('follows no redirect', async () => {
    first.act(() => 'redirect')
    expect(await ask()).toMatchObject({ provider: 'second' })
    expect((await failureOf(ask(testRequest(['first'])))).code).toBe('RELAY_REQUEST_REFUSED')
  })

  it('asks for no encoding and sends the key as a bearer', async () => {
    await ask()
    expect(first.calls[0]).toMatchObject({ key: 'key-one', headers: { 'accept-encoding': 'identity' } })
  })

  it.each(['http://127.0.0.1', 'http://localhost', 'http://[::1]'])(
    'does not reach %s unless listed',
    async host => {
      const { port } = new URL(first.url)
      const provider = testProvider('first', `${host}:${port}/v1`, { allowedNetworks: [] })
      await made.relay.close()
      made = createTestRelay(database, testSettings([provider]))
      expect((await failureOf(ask(testRequest(['first'])))).code).toBe('RELAY_ADDRESS_REFUSED')
      expect(first.calls).toHaveLength(0)
    },
  )

  it('stops when it is told to', async () => {
    first.act(() => 'silence')
    const stop = new AbortController()
    const request = testRequest(['first', 'second'])
    const asked = failureOf(made.relay.ask(request, stop.signal))
    setTimeout(() => stop.abort(), 100)
    expect((await asked).code).toBe('BASE_CANCELLED')
    expect(second.calls).toHaveLength(0)
    expect(await rows(request.workitemId)).toMatchObject([{ outcome: 'failed', code: 'BASE_CANCELLED' }])
  })
})
