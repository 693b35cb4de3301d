import { setTimeout as sleep } from 'node:timers/promises'
import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss'
import { toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { JobVerdict, QueueName, RunningJob } from './job.ts'

/** One worker: runs a job at a time and turns the handler's verdict into the queue's words. */
export interface Slot {
  /** pg-boss's name for it. */
  workerId: string
  run(job: JobWithMetadata): Promise<JobResult>
  /** Waits for the running job up to `graceMs`, then aborts it and hands it over. */
  stop(graceMs: number): Promise<void>
}

interface Run {
  readonly job: JobWithMetadata
  readonly controller: AbortController
  readonly done: Promise<unknown>
}

// How long an aborted handler has to notice before its job is handed over under it (its writes are fenced anyhow).
const abortPatienceMs = 5_000

/** Puts a job back with a delay of its own, not the queue's backoff. Fenced: of a job that was taken over, nothing. */
const reschedule = async (
  boss: PgBoss,
  job: JobWithMetadata,
  delayMs: number,
  code: string,
): Promise<void> => {
  const attempt = { id: job.id, retryCount: job.retryCount }
  await boss.fail(job.name, attempt, { code })
  await boss.update(job.name, undefined, { id: job.id, startAfter: delayMs / 1000 })
}

/** The job's signal made to fire only while the handler runs: pg-boss fires its own after a normal end, too. */
const linkSignal = (job: JobWithMetadata) => {
  const controller = new AbortController()
  const forward = (): void => controller.abort(job.signal.reason)
  job.signal.addEventListener('abort', forward, { once: true })
  return { controller, unlink: () => job.signal.removeEventListener('abort', forward) }
}

const toRunningJob = (queue: QueueName, job: JobWithMetadata, signal: AbortSignal): RunningJob => ({
  id: job.id,
  queue,
  key: job.singletonKey ?? job.id,
  payload: job.data,
  attempt: job.retryCount,
  signal,
})

const settle = async (boss: PgBoss, job: JobWithMetadata, verdict: JobVerdict): Promise<JobResult> => {
  if (verdict.kind === 'done') return { id: job.id, status: 'completed' }
  // Without a dead letter queue, `deadletter` is pg-boss's word for failed for good.
  if (verdict.kind === 'give-up') return { id: job.id, status: 'deadletter' }
  if (verdict.retryAfterMs !== undefined) await reschedule(boss, job, verdict.retryAfterMs, 'retry-after')
  return { id: job.id, status: 'failed' }
}

/** A slot of a queue. Its `workerId` is set by who registers it. */
export const createSlot = (
  boss: PgBoss,
  log: Log,
  queue: QueueName,
  handler: (job: RunningJob) => Promise<JobVerdict>,
): Slot => {
  let current: Run | undefined
  let isStopping = false

  const decide = async (job: RunningJob): Promise<JobVerdict> => {
    try {
      return await handler(job)
    } catch (thrown) {
      const { code } = toHilumError(thrown)
      log.warn('job.failed', { jobId: job.id, attempt: job.attempt, code, queue })
      return { kind: 'retry' }
    }
  }

  const run = async (job: JobWithMetadata): Promise<JobResult> => {
    const { controller, unlink } = linkSignal(job)
    const deciding = decide(toRunningJob(queue, job, controller.signal))
    current = { job, controller, done: deciding }
    const verdict = await deciding
    unlink()
    current = undefined
    const isHandedOver = isStopping && verdict.kind === 'retry' && controller.signal.aborted
    return settle(boss, job, isHandedOver ? { kind: 'retry', retryAfterMs: 0 } : verdict)
  }

  const stop = async (graceMs: number): Promise<void> => {
    isStopping = true
    const running = current
    if (!running) return
    await Promise.race([running.done, sleep(graceMs, undefined, { ref: false })])
    if (current !== running) return
    running.controller.abort(new Error('the process stops'))
    await Promise.race([running.done, sleep(abortPatienceMs, undefined, { ref: false })])
    if (current === running) await reschedule(boss, running.job, 0, 'stopped')
  }

  return { workerId: '', run, stop }
}
