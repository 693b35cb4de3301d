import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError, toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { JobQueue } from '../jobs/job.ts'
import type { Database } from '../storage/database.ts'
import {
  listReceiving,
  loadImageSeries,
  loadStudyState,
  lockStudyState,
  markForced,
  type ReceivingStudy,
  type StudyWithSources,
  saveCensus,
  saveCompletion,
} from '../storage/queries/completion.ts'
import { createArrivalWatch } from './arrival-watch.ts'
import { decideCompletion, isCountFresh } from './decide-completion.ts'
import { createFactTeller, type FactTeller } from './fact-teller.ts'
import type { CompleteStudy, CompletionPolicy } from './study.ts'

/** What the step stands on. */
export interface CompletionStepDeps {
  readonly db: Database
  readonly queue: Pick<JobQueue, 'send'>
  readonly clock: Clock
  readonly log: Log
  /** The policy of a study that came from these sources ('stow' or configured names). */
  policyOf(sources: readonly string[]): CompletionPolicy
  /** The PACS's count of the study less our own objects; undefined where no PACS knows it. @throws if it cannot be asked */
  refreshCensus(studyId: string, signal: AbortSignal): Promise<number | undefined>
  readonly tellFacts: FactTeller
}

/** What one look at all receiving studies did. */
export interface CompletionTick {
  readonly completed: readonly CompleteStudy[]
  /** Studies still receiving. */
  readonly waiting: number
}

/** Completion as a service: `tick` is called every second or so, by one process or by many. */
export interface CompletionStep {
  tick(signal: AbortSignal): Promise<CompletionTick>
  /** Goes on with what is here at the next tick. @throws COMPLETION_STUDY_UNKNOWN, COMPLETION_QUARANTINED */
  forceComplete(studyId: string, actor: string): Promise<'forced' | 'already-complete'>
}

/** Builds the step. What it remembers between ticks (when to look again) may be lost without harm. */
export const createCompletionStep = (deps: CompletionStepDeps): CompletionStep => {
  const tellFacts = createFactTeller(deps.tellFacts, deps.log)
  const watch = createArrivalWatch(deps.clock)
  // `dueMs` by the monotonic clock: one that is set back must not put it off.
  const lookAgain = new Map<string, { readonly lastArrivalAt: number; readonly dueMs: number }>()

  const isDue = (study: ReceivingStudy): boolean => {
    if (study.isForced) return true
    const remembered = lookAgain.get(study.studyId)
    if (remembered?.lastArrivalAt === study.lastArrivalAt.getTime())
      return deps.clock.monotonicMs() >= remembered.dueMs
    const arrivedAt = watch.arrivalOf(study.studyId, study.lastArrivalAt).getTime()
    return deps.clock.now().getTime() >= arrivedAt + deps.policyOf(study.sources).quietPeriodMs
  }

  const look = async (studyId: string, signal: AbortSignal): Promise<CompleteStudy | undefined> => {
    const loaded = await loadStudyState(deps.db, studyId)
    if (loaded === undefined) return undefined
    const policy = deps.policyOf(loaded.sources)
    const { lastArrivalAt } = loaded
    const arrived = { ...loaded, lastArrivalAt: watch.arrivalOf(studyId, lastArrivalAt) }
    const state = await withCensus(deps, arrived, policy, signal)
    const verdict = decideCompletion(state, policy, deps.clock.now())
    if (verdict.kind === 'complete') {
      lookAgain.delete(studyId)
      return complete(deps, tellFacts, { ...state, lastArrivalAt }, verdict.reason, signal)
    }
    const waitMs =
      verdict.kind === 'wait' ? verdict.checkAt.getTime() - deps.clock.now().getTime() : policy.quietPeriodMs
    lookAgain.set(studyId, {
      lastArrivalAt: lastArrivalAt.getTime(),
      dueMs: deps.clock.monotonicMs() + Math.max(0, waitMs),
    })
    return undefined
  }

  return {
    tick: async signal => {
      const receiving = await listReceiving(deps.db)
      const known = new Set(receiving.map(({ studyId }) => studyId))
      for (const studyId of lookAgain.keys()) if (!known.has(studyId)) lookAgain.delete(studyId)
      watch.keepOnly(known)
      const completed: CompleteStudy[] = []
      for (const study of receiving.filter(isDue)) {
        if (signal.aborted) break
        // One study that fails must not hold up the others; it is looked at again at the next tick.
        const done = await look(study.studyId, signal).catch(thrown => {
          const { code } = toHilumError(thrown)
          deps.log.error('completion.failed', { studyId: study.studyId, code })
        })
        if (done) completed.push(done)
      }
      return { completed, waiting: receiving.length - completed.length }
    },
    forceComplete: (studyId, actor) => force(deps, studyId, actor),
  }
}

/** Asks the PACS for its count once the study is quiet, unless the count that is known is fresh and reached. */
const withCensus = async (
  { db, clock, log, refreshCensus }: CompletionStepDeps,
  state: StudyWithSources,
  policy: CompletionPolicy,
  signal: AbortSignal,
): Promise<StudyWithSources> => {
  const { studyId, expectedInstances: known, heldInstances } = state
  const isQuiet = clock.now().getTime() >= state.lastArrivalAt.getTime() + policy.quietPeriodMs
  const isReached = known !== undefined && known <= heldInstances && isCountFresh(state)
  if (state.phase !== 'receiving' || state.isForced || !isQuiet || isReached) return state
  const { expectedInstances: _, expectedCheckedAt: __, ...rest } = state
  try {
    const checkedAt = clock.now()
    const expectedInstances = await refreshCensus(studyId, signal)
    await saveCensus(db, studyId, { expectedInstances, checkedAt })
    return {
      ...rest,
      expectedCheckedAt: checkedAt,
      ...(expectedInstances !== undefined && { expectedInstances }),
    }
  } catch (thrown) {
    if (signal.aborted) throw thrown
    log.warn('completion.census-failed', { studyId, code: toHilumError(thrown).code })
    // A PACS that counts but cannot be asked is not one that does not count: wait as for an old count.
    return { ...rest, expectedInstances: known ?? heldInstances }
  }
}

/** Computes the facts, then completes the study if nothing arrived meanwhile; else it is looked at again. */
const complete = async (
  { db, queue, clock, log }: CompletionStepDeps,
  tellFacts: ReturnType<typeof createFactTeller>,
  seen: StudyWithSources,
  reason: CompleteStudy['reason'],
  signal: AbortSignal,
): Promise<CompleteStudy | undefined> => {
  const { studyId } = seen
  const startMs = clock.monotonicMs()
  const facts = await tellFacts(studyId, await loadImageSeries(db, studyId), signal)
  if (facts === undefined) return undefined
  const done = await db.transaction(async tx => {
    const held = await lockStudyState(tx, studyId)
    if (held === undefined || !isSameArrival(seen, held)) return undefined
    const completed: CompleteStudy = {
      studyId,
      revision: held.revision + 1,
      completedAt: clock.now(),
      reason,
    }
    const { revision } = completed
    await saveCompletion(tx, completed, facts)
    await queue.send(tx, 'route', `${studyId}:${revision}`, { studyId, revision })
    const detail = { revision, reason, instances: held.heldInstances, series: facts.length }
    await appendAudit(tx, { actor: 'system', action: 'study.completed', subject: studyId, detail })
    return completed
  })
  if (done) {
    const ms = Math.round(clock.monotonicMs() - startMs)
    log.info('study.completed', { studyId, revision: done.revision, reason, count: seen.heldInstances, ms })
  }
  return done
}

const isSameArrival = (seen: StudyWithSources, held: StudyWithSources): boolean =>
  held.phase === 'receiving' &&
  held.revision === seen.revision &&
  held.heldInstances === seen.heldInstances &&
  held.lastArrivalAt.getTime() === seen.lastArrivalAt.getTime()

const force = async (
  { db }: CompletionStepDeps,
  studyId: string,
  actor: string,
): Promise<'forced' | 'already-complete'> => {
  const state = await loadStudyState(db, studyId)
  if (state === undefined) throw new HilumError('COMPLETION_STUDY_UNKNOWN', `no study ${studyId}`)
  if (state.phase === 'quarantined')
    throw new HilumError('COMPLETION_QUARANTINED', `study ${studyId} is in quarantine`)
  if (state.phase === 'complete') return 'already-complete'
  await db.transaction(async tx => {
    if (!(await markForced(tx, studyId))) return
    const detail = { instances: state.heldInstances, expected: state.expectedInstances ?? null }
    await appendAudit(tx, { actor, action: 'study.forced', subject: studyId, detail })
  })
  return 'forced'
}
