import { setTimeout as sleep } from 'node:timers/promises'
import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Database } from '../storage/database.ts'
import { forgetAnswers, lockAbandonedCalls, settleAbandonedCall } from '../storage/queries/relay-upkeep.ts'

/** What the relay's upkeep stands on. */
export interface RelayUpkeepDeps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  /** How long a model's answer is kept, ms. */
  readonly answerRetentionMs: number
}

/** What one round did. */
export interface RelayUpkeepOutcome {
  readonly abandoned: number
  readonly forgotten: number
}

const everyMs = 60_000
/** Past its lease: a process that was only slow has settled its call by then. */
const graceMs = 300_000

/**
 * One round: calls of processes that died are ended, their reservation counted as a cost that nobody knows, each with an
 * audit entry; answers past their time are emptied. Safe to run in every process at once.
 */
export const keepRelay = async (deps: RelayUpkeepDeps): Promise<RelayUpkeepOutcome> => {
  const abandoned = await settleAbandoned(deps)
  const before = new Date(deps.clock.now().getTime() - deps.answerRetentionMs)
  const forgotten = await deps.db.transaction(async tx => {
    const answers = await forgetAnswers(tx, before)
    const entry = {
      actor: 'system',
      action: 'relay.answers-forgotten',
      subject: 'relay',
      detail: { answers },
    }
    if (answers > 0) await appendAudit(tx, entry)
    return answers
  })
  if (abandoned > 0) deps.log.warn('relay.calls-abandoned', { count: abandoned, code: 'RELAY_ABANDONED' })
  if (forgotten > 0) deps.log.info('relay.answers-forgotten', { count: forgotten })
  return { abandoned, forgotten }
}

const settleAbandoned = ({ db, clock }: RelayUpkeepDeps): Promise<number> =>
  db.transaction(async tx => {
    const calls = await lockAbandonedCalls(tx, new Date(clock.now().getTime() - graceMs))
    for (const call of calls) await settleAbandonedCall(tx, call, 'RELAY_ABANDONED')
    const entries = calls.map(({ callId, workitemId, provider, model, cost, currency }) => ({
      actor: 'system',
      action: 'relay.abandoned',
      subject: workitemId,
      detail: { callId, provider, model, reserved: cost, currency, code: 'RELAY_ABANDONED' },
    }))
    await appendAudit(tx, ...entries)
    return calls.length
  })

/** Rounds until `signal` aborts; one that fails is told and tried again. */
export const runRelayUpkeep = async (deps: RelayUpkeepDeps, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      await keepRelay(deps)
    } catch (thrown) {
      if (!signal.aborted) deps.log.warn('relay.upkeep-failed', { code: toHilumError(thrown).code })
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined) // Aborted: the loop ends.
  }
}
