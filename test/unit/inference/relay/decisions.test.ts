import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAddressCheck } from '../../../../src/base/address-check.ts'
import { judgeRecord } from '../../../../src/compose/relay-guards.ts'
import { isOnCanarySide } from '../../../../src/inference/relay/canary-side.ts'
import { orderProviders, refusalOf } from '../../../../src/inference/relay/choose-providers.ts'
import { failureOfStatus } from '../../../../src/inference/relay/failure.ts'
import { createKeyRing } from '../../../../src/inference/relay/keys.ts'
import { readAnswer } from '../../../../src/inference/relay/read-answer.ts'
import { readRetryAfter } from '../../../../src/inference/relay/retry-after.ts'
import { smallestOf } from '../../../../src/inference/relay/sandbox.ts'
import { testProvider } from '../../../support/relay.ts'

const now = new Date('2026-11-24T12:00:00Z')

describe('Retry-After', () => {
  it.each([
    ['3', 3_000],
    ['0', 0],
    ['1.5', 1_500],
    ['120', 60_000],
    ['99999999999999999999', 60_000],
    ['Tue, 24 Nov 2026 12:00:10 GMT', 10_000],
    ['Wed, 24 Nov 2027 12:00:00 GMT', 60_000],
    ['Tue, 24 Nov 2026 11:59:00 GMT', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
    ['Infinity', undefined],
    ['NaN', undefined],
  ])('%s is %s ms', (header, expected) => {
    expect(readRetryAfter(header, now, 60_000)).toBe(expected)
  })

  it('is never negative, never above the cap, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const waitMs = readRetryAfter(text, now, 60_000)
        return waitMs === undefined || (waitMs >= 0 && waitMs <= 60_000)
      }),
    )
  })
})

describe('a status', () => {
  it.each([
    [429, '', 'limited'],
    [401, '', 'key'],
    [403, '', 'key'],
    [402, '', 'money'],
    [500, '', 'transient'],
    [503, '', 'transient'],
    [529, '', 'transient'],
    [413, '', 'size'],
    [400, '{"error":{"param":"response_format"}}', 'form'],
    [400, 'json_schema is not supported by this model', 'form'],
    [422, 'At most 8 image(s) may be provided', 'size'],
    [400, 'maximum context length is 8192 tokens', 'size'],
    [400, 'model not found', 'refused'],
    [404, '', 'refused'],
    [301, '', 'refused'],
    [204, '', 'refused'],
  ])('%i %s asks for: %s', (status, body, kind) => {
    expect(failureOfStatus(status, body, undefined)).toMatchObject({ kind, status })
  })
})

describe("a candidate's side", () => {
  it('is the same every time, keeps those it has as the share grows, and is as large as the share', () => {
    const ids = Array.from({ length: 4000 }, (_, index) => `workitem-${index}`)
    for (const share of [0, 0.1, 0.5, 1]) {
      const on = ids.filter(id => isOnCanarySide(id, 'new', share))
      expect(on.length / ids.length).toBeCloseTo(share, 1)
      expect(on.every(id => isOnCanarySide(id, 'new', Math.min(1, share + 0.2)))).toBe(true)
    }
    expect(ids.some(id => isOnCanarySide(id, 'new', 0.5) !== isOnCanarySide(id, 'other', 0.5))).toBe(true)
  })

  const guards = { minimumCalls: 10, maxErrorShare: 0.1, maxLatencyMs: 5_000, maxHitRatio: 3 }
  const good = { calls: 50, failures: 2, latencyMs: 900, hits: 1.1, otherHits: 1 }
  it.each([
    ['good', good, undefined],
    ['too few calls to tell', { ...good, calls: 9, failures: 9 }, undefined],
    ['errors', { ...good, failures: 6 }, /12 % of 50/],
    ['latency', { ...good, latencyMs: 5_001 }, /5001 ms/],
    ['too many hits', { ...good, hits: 3.1 }, /3\.10 times/],
    ['too few hits', { ...good, hits: 0.3 }, /0\.30 times/],
    ['hits that nobody counts', { ...good, hits: null, otherHits: null }, undefined],
    ['others without hits', { ...good, otherHits: 0 }, undefined],
  ])('is judged: %s', (_, record, expected) => {
    const reason = judgeRecord(record, guards)
    if (expected) expect(reason).toMatch(expected)
    else expect(reason).toBeUndefined()
  })
})

describe('the choice', () => {
  const a = testProvider('a', 'http://a')
  const b = testProvider('b', 'http://b')
  const names = (list: readonly { readonly name: string }[]) => list.map(one => one.name).join('')
  const standing = (cost: number, latencyMs: number | undefined) => ({
    cost: (provider: typeof a) => (provider === a ? 1 : cost),
    latencyMs: (provider: typeof a) => (provider === a ? 100 : latencyMs),
  })
  it.each([
    ['ordered', 0, 1, 'ab'],
    ['cheapest', 0.5, 1, 'ba'],
    ['cheapest', 1, 1, 'ab'],
    ['fastest', 0, 50, 'ba'],
    ['fastest', 0, 150, 'ab'],
    ['fastest', 0, undefined, 'ba'],
  ] as const)('%s with cost %d and latency %s: %s', (choice, cost, latencyMs, expected) => {
    expect(names(orderProviders([a, b], choice, standing(cost, latencyMs)))).toBe(expected)
  })

  it.each([
    [{ hasVision: false }, 'pixels', 1, [], 'takes no pictures'],
    [{ hasVision: false }, 'pixels', 0, [], undefined],
    [{ approvedFor: ['pixels' as const] }, 'note', 0, [], 'is not approved for note'],
    [{ region: 'eu' }, 'note', 0, ['eu'], undefined],
    [{ region: 'us' }, 'note', 0, ['eu'], 'is in no approved region'],
    [{}, 'note', 0, ['eu'], 'is in no approved region'],
  ] as const)('of %j for %s with %i pictures in %j: %s', (change, dataClass, images, regions, expected) => {
    expect(refusalOf(testProvider('p', 'http://p', change), { dataClass, images, regions })).toBe(expected)
  })
})

describe('an address', () => {
  it.each([
    ['8.8.8.8', true],
    ['1.1.1.1', true],
    ['2606:4700:4700::1111', true],
    ['127.0.0.1', false],
    ['127.8.9.1', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:8.8.8.8', true],
    ['64:ff9b::7f00:1', false],
    ['example.org', false],
    ['', false],
  ])('%s may be connected to unlisted: %s', (address, expected) => {
    expect(createAddressCheck([])(address)).toBe(expected)
  })

  it('may where its network is listed, and only there', () => {
    const check = createAddressCheck(['10.1.0.0/16', '127.0.0.1', 'fd00::/8'])
    expect(['10.1.9.9', '127.0.0.1', 'fd12::1', '9.9.9.9'].map(check)).toEqual([true, true, true, true])
    expect(['10.2.0.1', '127.0.0.2', '::1'].map(check)).toEqual([false, false, false])
  })
})

describe('an answer', () => {
  const schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
  it('is never made of what is none', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), text => readAnswer(text, schema).kind === 'bad'))
  })

  it('tells nothing of what the model wrote when it is bad', () => {
    const content = JSON.stringify({ 'Jane Doe 1970': 1 })
    const body = JSON.stringify({ choices: [{ finish_reason: 'stop', message: { content } }] })
    const verdict = readAnswer(body, { ...schema, additionalProperties: false })
    expect(verdict).toMatchObject({ kind: 'bad', failure: { kind: 'bad-answer', isRepairable: true } })
    expect(JSON.stringify(verdict)).not.toContain('Jane')
  })
})

describe('the sandbox', () => {
  it.each([
    [
      {
        type: 'object',
        required: ['a'],
        properties: {
          a: { type: 'array', minItems: 2, items: { type: 'integer', minimum: 1 } },
          b: { type: 'string' },
        },
      },
      { a: [1, 1] },
    ],
    [{ enum: ['x', 'y'] }, 'x'],
    [{ anyOf: [{ type: 'null' }, { type: 'string' }] }, null],
    [{ type: ['boolean', 'null'] }, false],
    [{ const: 7 }, 7],
  ])('answers %j with %j', (schema, expected) => {
    expect(smallestOf(schema)).toEqual(expected)
  })
})

describe('the keys of a provider', () => {
  const ring = (read: () => readonly string[] | undefined) => {
    let atMs = 0
    const alerts: string[] = []
    const keys = createKeyRing({
      read: async () => read(),
      cooldownMs: 1000,
      monotonicMs: () => atMs,
      alert: id => alerts.push(id),
    })
    return { keys, alerts, pass: (ms: number) => (atMs += ms) }
  }

  it('are none where it asks for none, and missing where it asks for one', async () => {
    expect(await ring(() => undefined).keys.current()).toEqual({ id: 'none', secret: undefined })
    expect(await ring(() => []).keys.current()).toBeUndefined()
  })

  it('take turns when one is refused, and come back', async () => {
    const { keys, alerts, pass } = ring(() => ['a', 'b'])
    const first = await keys.current()
    await keys.refused(first!)
    expect((await keys.current())!.secret).toBe('b')
    await keys.refused((await keys.current())!)
    expect(await keys.current()).toBeUndefined()
    pass(1001)
    expect((await keys.current())!.secret).toBe('a')
    expect(alerts).toHaveLength(2)
    expect(alerts.join()).toMatch(/^[0-9a-f]{8},[0-9a-f]{8}$/)
  })
})
