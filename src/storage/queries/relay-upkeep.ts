import { sql } from 'drizzle-orm'
import type { Transaction } from '../database.ts'

/** A call whose process never said how it ended. */
export interface AbandonedCall {
  readonly callId: string
  readonly workitemId: string
  readonly provider: string
  readonly model: string
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
  readonly currency: string
}

/** Rows of one step: what is left waits for the next. */
const rowsAtOnce = 500

/** Calls that are pending though their lease ended before `before`; other processes at the same work pass them by. */
export const lockAbandonedCalls = async (tx: Transaction, before: Date): Promise<readonly AbandonedCall[]> =>
  (await tx.execute(sql`
    select id as "callId", workitem_id as "workitemId", provider, model, tokens_in as "tokensIn",
      tokens_out as "tokensOut", cost, currency
    from provider_call where outcome = 'pending' and lease_until < ${before.toISOString()}::timestamptz
    order by started_at limit ${rowsAtOnce} for update skip locked`)) as unknown as readonly AbandonedCall[]

/**
 * Ends an abandoned call as failed. What was reserved for it stays counted as its cost, since nobody knows whether it was
 * carried out; limits and breaker are as they were.
 */
export const settleAbandonedCall = async (
  tx: Transaction,
  call: AbandonedCall,
  code: string,
): Promise<void> => {
  const { callId, tokensIn, tokensOut, cost } = call
  const end = {
    ...{
      callId,
      outcome: 'failed',
      code,
      status: null,
      tokensIn,
      tokensOut,
      cost,
      latencyMs: null,
      hits: null,
    },
    ...{ load: 'cancelled', isFault: false, cooldownMs: 0, concurrency: 1 },
    ...{ breakerMinimum: 1, breakerShare: 1, breakerCooldownMs: 0 },
  }
  await tx.execute(sql`select relay_settle(${JSON.stringify(end)}::text::jsonb)`)
}

/**
 * Empties answers that are older than `before`, or whose study is no longer held; answers how many. The row stays for
 * what it cost. The question's hash goes too: the question may be asked, and paid, anew.
 */
export const forgetAnswers = async (tx: Transaction, before: Date): Promise<number> => {
  const rows = await tx.execute(sql`
    update provider_call set answer = null, request_hash = '' where id in (
      select c.id from provider_call c where c.answer is not null and (
        c.finished_at < ${before.toISOString()}::timestamptz
        or (c.study_id is not null and not exists (select 1 from study s where s.id = c.study_id)))
      limit ${rowsAtOnce} for update skip locked)
    returning id`)
  return rows.length
}
