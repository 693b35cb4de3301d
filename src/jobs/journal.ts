import { and, eq, sql } from 'drizzle-orm'
import { HilumError } from '../base/errors.ts'
import type { Database, Transaction } from '../storage/database.ts'
import { studyStep } from '../storage/schema.ts'
import type { RunningJob } from './job.ts'

/** Which step of which workitem, under which job. */
export interface StepContext {
  readonly db: Database
  readonly job: RunningJob
  readonly workitemId: string
  readonly step: string
}

/** What a step's work hands back: its output (JSON), and the state changes that belong to it, the audit entry last. */
export interface StepWork<Output> {
  readonly output: Output
  commit(tx: Transaction): Promise<void>
}

/** A step that is done. */
export interface JournalledStep {
  readonly attempt: number
  readonly output: unknown
}

/** A step of a workitem as it was journalled, or undefined if it has not been done. */
export const journalled = async (
  db: Database | Transaction,
  workitemId: string,
  step: string,
): Promise<JournalledStep | undefined> => {
  const [row] = await db
    .select({ attempt: studyStep.attempt, output: studyStep.output })
    .from(studyStep)
    .where(and(eq(studyStep.workitemId, workitemId), eq(studyStep.step, step)))
  return row
}

/**
 * Whether this attempt still holds its job; if so the job's row is locked until the transaction ends, so that nobody
 * takes it over in between. Reads pg-boss's own table, whose version is pinned for it.
 */
export const holdsJob = async (tx: Transaction, job: RunningJob): Promise<boolean> => {
  const rows = await tx.execute(sql`
    select 1 from pgboss.job
    where name = ${job.queue} and id = ${job.id} and state = 'active' and retry_count = ${job.attempt} for share`)
  return rows.length > 0
}

const isAborted = (job: RunningJob): boolean => job.signal.aborted

const writeStep = async <Output>(context: StepContext, work: StepWork<Output>): Promise<Output> =>
  context.db.transaction(async tx => {
    const { job, workitemId, step } = context
    const isHeld = await holdsJob(tx, job)
    const done = await journalled(tx, workitemId, step)
    // Done by us in a commit whose answer was lost, or by the attempt that took the job over.
    if (done) return done.output as Output
    if (!isHeld) throw new HilumError('JOBS_LEASE_LOST', `step ${step}, attempt ${job.attempt}`)
    const row = { workitemId, step, attempt: job.attempt, output: work.output, doneAt: sql`now()` }
    await tx.insert(studyStep).values(row)
    await work.commit(tx)
    return work.output
  })

/**
 * Runs a step once: if it is journalled, its output is returned and `work` is not called. Otherwise `work` does what it
 * does outside, safe to repeat; then one transaction, fenced by the job's lease, journals the output and commits the
 * step's own state changes. No network inside `commit`. A null output reads back as null.
 * @throws JOBS_LEASE_LOST if another worker has the job, BASE_CANCELLED if the job's signal has fired
 */
export const runStep = async <Output>(
  context: StepContext,
  work: () => Promise<StepWork<Output>>,
): Promise<Output> => {
  const done = await journalled(context.db, context.workitemId, context.step)
  if (done) return done.output as Output
  if (isAborted(context.job)) throw new HilumError('BASE_CANCELLED', `before step ${context.step}`)
  return writeStep(context, await work())
}
