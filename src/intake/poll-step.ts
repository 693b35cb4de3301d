import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { appendAudit } from '../audit/log.ts'
import { backoffMs } from '../base/backoff.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError, toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Database } from '../storage/database.ts'
import { loadSourceCursor, saveSourceCursor } from '../storage/queries/source-feed.ts'
import { withSourceLock } from '../storage/source-lock.ts'
import { createFetcher, type FetchOutcome } from './fetch-step.ts'
import type { Receiver } from './receive-step.ts'
import type { ArrivalBatch, Source } from './source.ts'
import { type SweepOutcome, sweepSource } from './sweep-step.ts'

/** What a poller stands on. */
export interface PollerOptions {
  readonly source: Source
  readonly receiver: Pick<Receiver, 'begin' | 'checkReady'>
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  /** From one reading of the feed to the next, ms. */
  readonly pollEveryMs: number
  /** From one sweep to the next, ms. There is one at the start too. */
  readonly sweepEveryMs: number
  /** Failed attempts before an instance is set aside. Default 5. */
  readonly maxTries?: number
  /** Longest wait after failures, ms. Default 60,000. */
  readonly longestWaitMs?: number
}

/** What one reading of the feed did. */
export interface PollOutcome {
  readonly arrivals: number
  readonly fetched: number
  readonly failed: number
  /** The feed began anew: sweep now. */
  readonly wasReset: boolean
}

/** Reads one source. Of several processes only one does so at a time; the others wait. */
export interface Poller {
  /** Reads the feed to its end. undefined if another process is at it. @throws what stopped it */
  pollOnce(signal: AbortSignal): Promise<PollOutcome | undefined>
  /** Compares the source with what is held. undefined if another process is at it. @throws what stopped it */
  sweepOnce(signal: AbortSignal): Promise<SweepOutcome | undefined>
  /** Sweeps and polls until `signal` aborts; failures are waited out, never thrown. */
  run(signal: AbortSignal): Promise<void>
}

/** Builds the poller of one source. Its place in the feed is in the database: it goes on where it was. */
export const createPoller = (options: PollerOptions): Poller => {
  const { source, receiver, db, clock, log } = options
  const fetcher = createFetcher({ source, receiver, db, clock, log, maxTries: options.maxTries ?? 5 })
  const locked = <Out>(work: () => Promise<Out>): Promise<Out | undefined> =>
    withSourceLock(db, source.name, work)

  const pollOnce: Poller['pollOnce'] = signal =>
    locked(async () => {
      await receiver.checkReady()
      const total = { arrivals: 0, fetched: 0, failed: 0, wasReset: false }
      for (let hasMore = true; hasMore && !signal.aborted; ) {
        const before = (await loadSourceCursor(db, source.name))?.cursor ?? undefined
        const batch = await source.changes(before, signal)
        const outcome = await fetcher.fetch(batch.arrivals, signal)
        total.arrivals += batch.arrivals.length
        total.fetched += outcome.fetched
        total.failed += outcome.failed
        total.wasReset ||= batch.wasReset === true
        // What failed is asked for again: the feed is not read past it.
        if (outcome.failed > 0) return total
        if (!isDeepStrictEqual(batch.cursor, before)) await advance(options, batch, outcome)
        hasMore = batch.hasMore
      }
      return total
    })

  const sweepOnce: Poller['sweepOnce'] = signal =>
    locked(async () => {
      await receiver.checkReady()
      return sweepSource({ source, fetcher, db, clock, log }, signal)
    })

  return { pollOnce, sweepOnce, run: signal => keepPolling(options, { pollOnce, sweepOnce }, signal) }
}

/** The feed has been read to here, and everything before it is here or set aside. */
const advance = async (
  { db, source, clock, log }: PollerOptions,
  batch: ArrivalBatch,
  outcome: FetchOutcome,
): Promise<void> => {
  const now = clock.now()
  await db.transaction(async tx => {
    await saveSourceCursor(tx, source.name, { cursor: batch.cursor }, now)
    await appendAudit(tx, {
      actor: 'system',
      action: batch.wasReset ? 'source.reset' : 'source.polled',
      subject: source.name,
      detail: { ...outcome, invalidUids: batch.invalidUids ?? 0 },
    })
  })
  if (batch.wasReset) log.warn('source.reset', { source: source.name })
  if (outcome.fetched > 0) log.info('source.polled', { source: source.name, count: outcome.fetched })
  if (batch.invalidUids) log.warn('source.invalid-uids', { source: source.name, count: batch.invalidUids })
}

/** Notes in the source's row, once a code, that it fails, or that it answers again. */
const noteHealth = async (
  { db, source, clock, log }: PollerOptions,
  error: HilumError | undefined,
): Promise<void> => {
  const row = await loadSourceCursor(db, source.name)
  const codeBefore = row?.lastError?.split(':', 1)[0]
  if (codeBefore === error?.code) return
  const now = clock.now()
  await db.transaction(async tx => {
    const lastError = error ? `${error.code}: ${error.detail}` : null
    await saveSourceCursor(tx, source.name, { lastError }, now)
    await appendAudit(tx, {
      actor: 'system',
      action: error ? 'source.degraded' : 'source.recovered',
      subject: source.name,
      detail: error ? { code: error.code } : {},
    })
  })
  if (error) log.warn('source.degraded', { source: source.name, code: error.code, reason: error.detail })
  else log.info('source.recovered', { source: source.name })
}

const settle = <Out>(work: Promise<Out>): Promise<{ readonly value: Out } | { readonly failure: unknown }> =>
  work.then(
    value => ({ value }),
    (failure: unknown) => ({ failure }),
  )

const instancesFailed = (count: number): HilumError =>
  new HilumError('INTAKE_UNOBTAINABLE', `${count} of the instances that are listed`)

const keepPolling = async (
  options: PollerOptions,
  poller: Pick<Poller, 'pollOnce' | 'sweepOnce'>,
  signal: AbortSignal,
): Promise<void> => {
  const { source, clock, log, pollEveryMs, sweepEveryMs } = options
  const policy = { baseMs: pollEveryMs, capMs: Math.max(pollEveryMs, options.longestWaitMs ?? 60_000) }
  let sweepAt = Number.NEGATIVE_INFINITY
  let failures = 0

  /** The feed first, it is what is waited for; then the sweep, which may work where the feed does not. */
  const cycle = async (): Promise<void> => {
    const polled = await settle(poller.pollOnce(signal))
    if ('value' in polled && !polled.value) return
    if ('value' in polled && polled.value?.wasReset) sweepAt = clock.monotonicMs()
    if (clock.monotonicMs() >= sweepAt && (await poller.sweepOnce(signal)))
      sweepAt = clock.monotonicMs() + sweepEveryMs
    if ('failure' in polled) throw polled.failure
    if (polled.value && polled.value.failed > 0) throw instancesFailed(polled.value.failed)
    await noteHealth(options, undefined)
  }

  while (!signal.aborted) {
    try {
      await cycle()
      failures = 0
    } catch (thrown) {
      if (signal.aborted) return
      const error = toHilumError(thrown)
      failures++
      await noteHealth(options, error).catch(() =>
        log.error('source.degraded', { source: source.name, code: error.code }),
      )
    }
    const pauseMs = failures === 0 ? pollEveryMs : backoffMs(failures - 1, policy, source.name)
    await wait(pauseMs, undefined, { signal }).catch(() => undefined) // Aborted: the loop ends.
  }
}
