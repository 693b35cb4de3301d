import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { type HilumError, toHilumError, traceOf } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { DeliveryVerdict } from '../delivery/delivery-step.ts'
import type { Analysis } from '../inference/analysis.ts'
import { giveUpInference, type InferenceStepDeps, runInferenceStep } from '../inference/inference-step.ts'
import type { JobVerdict, RunningJob } from '../jobs/job.ts'
import { journalled } from '../jobs/journal.ts'
import { type Report, type ReportingStepDeps, runReportingStep } from '../reporting/reporting-step.ts'
import type { WorkitemOutcome, WorkitemState } from '../routing/workitem.ts'
import type { Database } from '../storage/database.ts'
import { hasForeignReport, hasNewerReport } from '../storage/queries/reporting.ts'
import { findWorkitem, type WorkitemRow } from '../storage/queries/study-overview.ts'
import { changeWorkitem, countWaits, lockWorkitem, noteWait } from '../storage/queries/workitem-run.ts'
import { decideFailure, isLastAttempt, maxAnalysisAttempts } from './decide-failure.ts'

/** Brings objects to their targets, as far as that can be done now. */
export type DeliverObjects = (
  job: RunningJob,
  sopInstanceUids: readonly string[],
  notAfter: Date | undefined,
) => Promise<DeliveryVerdict>

/** The rooms behind one workitem, each as its step. */
export interface WorkitemJobDeps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  readonly inference: InferenceStepDeps
  readonly reporting: ReportingStepDeps
  deliver: DeliverObjects
}

/**
 * The way of one workitem: inference, reporting, delivery, each journalled. SCHEDULED, then IN PROGRESS, then COMPLETED,
 * or CANCELED with the outcome failed; held and parked ones rest IN PROGRESS until a person retries or cancels them.
 */
export const createWorkitemJob =
  (deps: WorkitemJobDeps) =>
  async (job: RunningJob): Promise<JobVerdict> => {
    const { workitemId } = job.payload as { readonly workitemId: string }
    const item = await startWorkitem(deps, workitemId)
    if (!item) return { kind: 'done' }
    let isAnalysed = (await journalled(deps.db, workitemId, 'inference')) !== undefined
    try {
      const analysis = await analysisOf(deps, job, item, isAnalysed)
      isAnalysed = true
      return await reportAnalysis(deps, job, item, analysis)
    } catch (thrown) {
      const error = toHilumError(thrown)
      const fields = { workitemId, jobId: job.id, attempt: job.attempt }
      deps.log.warn('workitem.attempt-failed', { ...fields, code: error.code, reason: reasonOf(error) })
      return await judgeFailure(deps, job, item, { error, isAnalysed })
    }
  }

/**
 * The analysis, done or journalled. One that fails for good is journalled as failed, so that it is reported like any
 * answer; so is a study over which the process dies each time (of memory, for one): it must not take it down for ever.
 */
const analysisOf = async (
  deps: WorkitemJobDeps,
  job: RunningJob,
  item: WorkitemRow,
  isAnalysed: boolean,
): Promise<Analysis> => {
  const waits = isAnalysed ? 0 : await countWaits(deps.db, item.id)
  if (!isAnalysed && job.attempt - waits >= maxAnalysisAttempts) {
    const reason = `its process ended in the middle of the analysis, ${maxAnalysisAttempts} times`
    return giveUpInference(deps.inference, job, item, { code: 'WORKITEM_ATTEMPTS_EXHAUSTED', reason })
  }
  try {
    return await runInferenceStep(deps.inference, job, item)
  } catch (thrown) {
    const error = toHilumError(thrown)
    const verdict = decideFailure(error, { attempt: job.attempt, waits, isAnalysed: false })
    if (job.signal.aborted || verdict.kind !== 'failed') throw thrown
    return giveUpInference(deps.inference, job, item, { code: verdict.code, reason: reasonOf(error) })
  }
}

const reportAnalysis = async (
  deps: WorkitemJobDeps,
  job: RunningJob,
  item: WorkitemRow,
  analysis: Analysis,
): Promise<JobVerdict> => {
  if (await isCancelled(deps, item)) return { kind: 'done' }
  if (await isOvertaken(deps, item)) return await endOvertaken(deps, item)
  const report = await runReportingStep(deps.reporting, job, item, analysis)
  if (await isCancelled(deps, item)) return { kind: 'done' }
  return await deliverReport(deps, job, item, analysis, report)
}

/** Marks it as begun, once; undefined for one that has ended or is gone. */
const startWorkitem = async (deps: WorkitemJobDeps, id: string): Promise<WorkitemRow | undefined> => {
  const found = await findWorkitem(deps.db, id)
  if (!found || found.state === 'COMPLETED' || found.state === 'CANCELED') return undefined
  // Parked or held: the process was killed before the queue heard of it.
  if (found.state === 'IN PROGRESS') return found.outcome === null ? found : undefined
  return deps.db.transaction(async tx => {
    const locked = await lockWorkitem(tx, id)
    if (locked?.state !== 'SCHEDULED') return locked?.state === 'IN PROGRESS' ? locked : undefined
    // A retry keeps the first start: dates in results come from stored state.
    const startedAt = locked.startedAt ?? deps.clock.now()
    await changeWorkitem(tx, id, {
      state: 'IN PROGRESS',
      outcome: null,
      code: null,
      reason: null,
      startedAt,
      progress: 0,
    })
    await appendAudit(tx, {
      actor: 'system',
      action: 'workitem.started',
      subject: id,
      detail: { rule: locked.ruleName },
    })
    return { ...locked, state: 'IN PROGRESS' as const, startedAt }
  })
}

/** A person stopped it meanwhile. */
const isCancelled = async (deps: WorkitemJobDeps, item: WorkitemRow): Promise<boolean> =>
  (await findWorkitem(deps.db, item.id))?.state !== 'IN PROGRESS'

/** Unreported, while a later revision has its report: this one would stand there as the newest. */
const isOvertaken = async ({ db }: WorkitemJobDeps, item: WorkitemRow): Promise<boolean> => {
  if ((await journalled(db, item.id, 'reporting')) !== undefined) return false
  const { studyId, ruleName, studyRevision } = item
  return hasNewerReport(db, { studyId, ruleName, workitemId: item.id, studyRevision })
}

const endOvertaken = async (deps: WorkitemJobDeps, item: WorkitemRow): Promise<JobVerdict> => {
  const reason = 'a later revision of the study has its report'
  await endWorkitem(deps, item, { state: 'CANCELED', outcome: 'superseded', code: null, reason })
  return { kind: 'done' }
}

const deliverReport = async (
  deps: WorkitemJobDeps,
  job: RunningJob,
  item: WorkitemRow,
  analysis: Analysis,
  report: Report,
): Promise<JobVerdict> => {
  const { deliverNotAfterMs, deliverIfReported } = item.order
  // Who retries a parked one has decided that the result is wanted all the same.
  if (deliverIfReported === 'park' && item.retries === 0 && (await hasForeignReport(deps.db, item.studyId))) {
    const reason = 'the study holds a report already'
    await endWorkitem(deps, item, {
      state: 'IN PROGRESS',
      outcome: 'parked',
      code: 'DELIVERY_ALREADY_REPORTED',
      reason,
    })
    return { kind: 'done' }
  }
  const notAfter =
    deliverNotAfterMs === undefined ? undefined : new Date(item.createdAt.getTime() + deliverNotAfterMs)
  const verdict = await deps.deliver(job, report.sopInstanceUids, notAfter)
  if (verdict.kind === 'retry' && !isLastAttempt(job.attempt)) {
    await changeWorkitem(deps.db, item.id, { stage: 'delivery', code: verdict.code, reason: verdict.detail })
    return { kind: 'retry', retryAfterMs: verdict.afterMs }
  }
  if (verdict.kind !== 'done') {
    await endWorkitem(deps, item, {
      state: 'IN PROGRESS',
      outcome: 'parked',
      code: verdict.code,
      reason: verdict.detail,
    })
    return { kind: 'done' }
  }
  await endWorkitem(deps, item, endOf(analysis))
  return { kind: 'done' }
}

interface End {
  readonly state: WorkitemState
  readonly outcome: WorkitemOutcome
  readonly code: string | null
  readonly reason: string | null
}

const endOf = ({ outcome }: Analysis): End => {
  switch (outcome.kind) {
    case 'findings':
    case 'no-candidate':
      return { state: 'COMPLETED', outcome: 'delivered', code: null, reason: null }
    case 'out-of-scope':
      return { state: 'COMPLETED', outcome: 'nothing-to-do', code: outcome.code, reason: outcome.reason }
    case 'failed':
      return { state: 'CANCELED', outcome: 'failed', code: outcome.code, reason: outcome.reason }
  }
}

const endWorkitem = async (deps: WorkitemJobDeps, item: WorkitemRow, end: End): Promise<void> => {
  const finishedAt = end.state === 'IN PROGRESS' ? null : deps.clock.now()
  await deps.db.transaction(async tx => {
    const locked = await lockWorkitem(tx, item.id)
    if (locked?.state !== 'IN PROGRESS') return
    await changeWorkitem(tx, item.id, {
      ...end,
      finishedAt,
      ...(finishedAt ? { progress: 1, stage: null } : {}),
    })
    await appendAudit(tx, {
      actor: 'system',
      action: `workitem.${end.outcome}`,
      subject: item.id,
      detail: { state: end.state, code: end.code },
    })
  })
  deps.log.info('workitem.ended', { workitemId: item.id, state: end.state, reason: end.outcome })
}

const judgeFailure = async (
  deps: WorkitemJobDeps,
  job: RunningJob,
  item: WorkitemRow,
  { error, isAnalysed }: { readonly error: HilumError; readonly isAnalysed: boolean },
): Promise<JobVerdict> => {
  const waits = isAnalysed ? 0 : await countWaits(deps.db, item.id)
  const verdict = decideFailure(error, { attempt: job.attempt, waits, isAnalysed })
  const reason = reasonOf(error)
  if (job.signal.aborted || verdict.kind === 'retry') {
    const isWait = job.signal.aborted || (verdict.kind === 'retry' && verdict.isTold)
    if (!isAnalysed && isWait) await noteWait(deps.db, item.id, job.attempt)
    if (verdict.kind === 'retry' && verdict.isTold)
      await changeWorkitem(deps.db, item.id, { code: error.code, reason })
    return { kind: 'retry' }
  }
  const state = verdict.kind === 'failed' ? 'CANCELED' : 'IN PROGRESS'
  await endWorkitem(deps, item, { state, outcome: verdict.kind, code: verdict.code, reason })
  return { kind: 'done' }
}

/** Our own words; of a foreign error only its name and where, since its message may hold anything. */
const reasonOf = (error: HilumError): string => {
  const cause = error.code === 'BASE_UNEXPECTED' && error.cause instanceof Error ? error.cause : undefined
  return cause ? traceOf(cause) : error.detail
}
