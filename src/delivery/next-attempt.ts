import { type BackoffPolicy, backoffMs } from '../base/backoff.ts'
import type { DeliveryOutcome } from './target.ts'

/** What becomes of a delivery: done with, to be tried again later, or waiting for a person. */
export type DeliveryVerdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly code: string; readonly detail: string }
  | { readonly kind: 'parked'; readonly code: string; readonly detail: string }

/** Waiting between attempts: 5 s, doubling to 5 minutes. */
export const deliveryBackoff: BackoffPolicy = { baseMs: 5_000, capMs: 300_000 }

/** A delivery that stays unsure is tried this often; sending it again is harmless, but it may never come right. */
export const maxUnsureAttempts = 8

/**
 * What follows from an attempt's outcome. A target that is away is tried for as long as it takes.
 * @param attempts Attempts so far, this one included. @param who What the wait is spread by: the object and its target.
 */
export const decideNextAttempt = (
  outcome: DeliveryOutcome,
  attempts: number,
  who: string,
): DeliveryVerdict => {
  if (outcome.kind === 'delivered') return { kind: 'done' }
  const { code, detail } = outcome
  const isOver = outcome.kind === 'refused' || (outcome.kind === 'unsure' && attempts >= maxUnsureAttempts)
  if (isOver) return { kind: 'parked', code, detail }
  const afterMs = backoffMs(attempts - 1, deliveryBackoff, who)
  const asked = outcome.kind === 'unavailable' ? outcome.retryAfterMs : undefined
  return { kind: 'retry', afterMs: Math.max(afterMs, asked ?? 0), code, detail }
}

/** Of all deliveries of a workitem: again if any is to be tried again, as soon as the first of them; else parked if any is. */
export const combineVerdicts = (verdicts: readonly DeliveryVerdict[]): DeliveryVerdict => {
  const again = verdicts.filter(verdict => verdict.kind === 'retry')
  const [soonest] = [...again].sort((a, b) => a.afterMs - b.afterMs)
  return soonest ?? verdicts.find(verdict => verdict.kind === 'parked') ?? { kind: 'done' }
}
