import { createHash } from 'node:crypto'

/** How waiting grows. */
export interface BackoffPolicy {
  /** The first wait, ms. */
  readonly baseMs: number
  /** No wait is longer, ms. */
  readonly capMs: number
}

/**
 * How long to wait after the failed attempt number `attempt` (from 0): doubling up to the cap, then spread over the
 * upper half of that, so that many who failed at once do not come back at once. Where it falls depends on `salt` (who
 * waits) and the attempt alone, not on chance.
 */
export const backoffMs = (attempt: number, policy: BackoffPolicy, salt: string): number => {
  const full = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(attempt, 30))
  const spread = createHash('sha256').update(`${salt}\u0000${attempt}`).digest().readUInt32BE(0) / 2 ** 32
  return Math.round(full / 2 + (full / 2) * spread)
}
