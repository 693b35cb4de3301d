import type { Transaction } from '../storage/database.ts'

/** Queues: `route` (key studyId:revision), `workitem` (key workitem id, plus :retries from the second on), `note` (key note id). */
export type QueueName = 'route' | 'workitem' | 'note'

/** One attempt-counted execution. `signal` aborts when the lease is lost or the process stops. */
export interface RunningJob<Payload = unknown> {
  readonly id: string
  readonly queue: QueueName
  readonly key: string
  readonly payload: Payload
  /** 0 for the first attempt. */
  readonly attempt: number
  readonly signal: AbortSignal
}

/** When an attempt fails: try again later (with the queue's backoff, or after `retryAfterMs`), or give up now. */
export type JobVerdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly retryAfterMs?: number }
  | { readonly kind: 'give-up' }

/** The durable queue. A send commits or rolls back with the caller's transaction. */
export interface JobQueue {
  /** Enqueues once a key. @throws JOBS_SWALLOWED if the queue drops it and no job of that key exists. */
  send(
    tx: Transaction,
    queue: QueueName,
    key: string,
    payload: object,
    options?: { readonly priority?: number; readonly startAfterMs?: number },
  ): Promise<void>
  /** Lets a job that waits for its next attempt begin at once; false where none of that key waits. */
  hasten(tx: Transaction, queue: QueueName, key: string): Promise<boolean>
  /** Starts `slots` workers. The handler's verdict decides; a throw is a retry with the queue's backoff. */
  work(queue: QueueName, slots: number, handler: (job: RunningJob) => Promise<JobVerdict>): Promise<void>
  /** Jobs waiting, running and dead, by queue. */
  counts(): Promise<
    Record<QueueName, { readonly waiting: number; readonly active: number; readonly failed: number }>
  >
  /** Stops taking jobs, waits for running ones up to `graceMs`, then aborts them: they run again elsewhere. */
  stop(graceMs: number): Promise<void>
}
