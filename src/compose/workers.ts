import { setTimeout as sleep } from 'node:timers/promises'
import { toHilumError } from '../base/errors.ts'
import { createCensus } from '../completion/census-step.ts'
import { type CompletionStep, createCompletionStep } from '../completion/completion-step.ts'
import type { CompletionPolicy } from '../completion/study.ts'
import type { HilumConfig } from '../config/schema.ts'
import { tellSeriesFacts } from '../dicom/tell-series-facts.ts'
import { createPoller } from '../intake/poll-step.ts'
import { reviewStudy } from '../reporting/review/review-step.ts'
import { createRoutingStep, routePayload } from '../routing/routing-step.ts'
import { sliceDecoder } from './decoding.ts'
import type { Foundation } from './foundation.ts'
import { createNoteJobDeps, createWorkitemJobDeps } from './job-deps.ts'
import { createNoteJob } from './note-job.ts'
import { runRelayUpkeep } from './relay-upkeep.ts'
import { sendForDocuments } from './study-documents.ts'
import { createWorkitemJob } from './workitem-job.ts'

const tickMs = 500
const stopGraceMs = 10_000

/** The longest quiet period of the sources that brought a study; a pushed one waits the default. */
const policyOf =
  ({ completion, sources }: HilumConfig) =>
  (names: readonly string[]): CompletionPolicy => {
    const periods = sources
      .filter(source => names.includes(source.name))
      .map(source => source.quietPeriod ?? completion.quietPeriod)
    const isPushed = names.includes('stow') || periods.length === 0
    const quietPeriodMs = Math.max(...periods, ...(isPushed ? [completion.quietPeriod] : []))
    return { quietPeriodMs, maximumWaitMs: completion.maximumWait }
  }

/** Completion over this foundation: its facts come from stored bytes, its counts from the sources. */
export const createCompletion = (base: Foundation): CompletionStep => {
  const decode = sliceDecoder(base.blobs.read, base.decoders)
  return createCompletionStep({
    db: base.database.db,
    queue: base.queue,
    clock: base.clock,
    log: base.log,
    policyOf: policyOf(base.config),
    refreshCensus: createCensus({ db: base.database.db, log: base.log, sources: base.sources }),
    tellFacts: (instances, header, signal) => tellSeriesFacts(instances, header, decode, signal),
  })
}

/** Runs completion, routing, workitems and notes until `close`. */
export const startWorkers = async (
  base: Foundation,
  completion: CompletionStep,
): Promise<{ close(): Promise<void> }> => {
  const stop = new AbortController()
  const ticking = tickCompletion(base, completion, stop.signal)
  const { db } = base.database
  const upkeep = runRelayUpkeep(
    { db, clock: base.clock, log: base.log, answerRetentionMs: base.config.relay.answerRetention },
    stop.signal,
  )
  const routing = createRoutingStep({
    db,
    queue: base.queue,
    clock: base.clock,
    log: base.log,
    activeRules: () => base.rules,
    algorithmOf: name => base.detectors.get(name),
    runsPerStudyAndDay: base.config.workers.runsPerStudyAndDay,
    summarizeDocuments: sendForDocuments(base.queue),
  })
  const review = { db, log: base.log, readBytes: base.blobs.read }
  await base.queue.work('route', 1, async job => {
    const verdict = await routing(job)
    // A study is whole here, so what people drew on its images can be placed. It decides nothing about the routing.
    await reviewStudy(review, routePayload.parse(job.payload).studyId)
    return verdict
  })
  await base.queue.work('workitem', base.config.workers.slots, createWorkitemJob(createWorkitemJobDeps(base)))
  await base.queue.work('note', noteSlots(base), createNoteJob(createNoteJobDeps(base)))
  return {
    close: async () => {
      stop.abort()
      await ticking
      await upkeep
      await base.queue.stop(stopGraceMs)
    },
  }
}

/** A note that waits for a model takes no time of ours: others need not wait behind it. */
const noteSlots = ({ models }: Foundation): number => (models && models.noteProviders.length > 0 ? 4 : 1)

const tickCompletion = async (
  base: Foundation,
  completion: CompletionStep,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      await completion.tick(signal)
    } catch (thrown) {
      if (!signal.aborted) base.log.warn('completion.tick-failed', { code: toHilumError(thrown).code })
    }
    await sleep(tickMs, undefined, { signal }).catch(() => undefined)
  }
}

/** Polls every configured source until `close`. */
export const startPollers = (base: Foundation): { close(): Promise<void> } => {
  const stop = new AbortController()
  const running = base.sources.map((source, index) => {
    const { pollEvery, sweepEvery } = base.config.sources[index]!
    const { receiver, clock, log } = base
    const poller = createPoller({
      source,
      receiver,
      db: base.database.db,
      clock,
      log,
      pollEveryMs: pollEvery,
      sweepEveryMs: sweepEvery,
    })
    return poller.run(stop.signal)
  })
  return {
    close: async () => {
      stop.abort()
      await Promise.all(running)
    },
  }
}
