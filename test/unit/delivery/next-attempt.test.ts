import { describe, expect, it } from 'vitest'
import {
  combineVerdicts,
  type DeliveryVerdict,
  decideNextAttempt,
  maxUnsureAttempts,
} from '../../../src/delivery/next-attempt.ts'

const away = { kind: 'unavailable', code: 'PACS_UNAVAILABLE', detail: 'HTTP 503' } as const
const unsure = { kind: 'unsure', code: 'PACS_UNSURE', detail: 'broke off' } as const
const refused = { kind: 'refused', code: 'DELIVERY_REFUSED', detail: 'failure reason 0110' } as const

describe('decideNextAttempt', () => {
  it('is done with what is delivered', () => {
    expect(decideNextAttempt({ kind: 'delivered', warnings: [] }, 1, 'x')).toEqual({ kind: 'done' })
  })

  it('parks what is refused, with its code', () => {
    expect(decideNextAttempt(refused, 1, 'x')).toMatchObject({ kind: 'parked', code: 'DELIVERY_REFUSED' })
  })

  it('tries a target that is away for ever, at most every five minutes', () => {
    for (const attempt of [1, 10, 1000]) {
      const verdict = decideNextAttempt(away, attempt, 'x')
      expect(verdict.kind === 'retry' && verdict.afterMs).toBeLessThanOrEqual(300_000)
    }
  })

  it('waits at least as long as it is asked to', () => {
    const verdict = decideNextAttempt({ ...away, retryAfterMs: 400_000 }, 1, 'x')
    expect(verdict).toMatchObject({ kind: 'retry', afterMs: 400_000 })
  })

  it('parks what stays unsure', () => {
    expect(decideNextAttempt(unsure, maxUnsureAttempts - 1, 'x').kind).toBe('retry')
    expect(decideNextAttempt(unsure, maxUnsureAttempts, 'x').kind).toBe('parked')
  })
})

describe('combineVerdicts', () => {
  const done: DeliveryVerdict = { kind: 'done' }
  const parked: DeliveryVerdict = { kind: 'parked', code: 'DELIVERY_REFUSED', detail: '' }
  const retry = (afterMs: number): DeliveryVerdict => ({ kind: 'retry', afterMs, code: 'X', detail: '' })

  it.each<[readonly DeliveryVerdict[], DeliveryVerdict]>([
    [[], done],
    [[done, done], done],
    [[done, parked], parked],
    [[parked, retry(9), retry(5), done], retry(5)],
  ])('%o is %o', (verdicts, expected) => {
    expect(combineVerdicts(verdicts)).toEqual(expected)
  })
})
