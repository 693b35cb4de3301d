import type { QueueName } from './job.ts'

/** How one queue treats its jobs. Times in seconds, as pg-boss has them. */
export interface QueueSettings {
  /** Attempts after the first. A handler that knows better gives up earlier. */
  readonly retryLimit: number
  /** First delay between attempts; doubles with jitter up to `retryDelayMax`. */
  readonly retryDelay: number
  readonly retryDelayMax: number
  /** Longest single attempt. */
  readonly expireInSeconds: number
}

const twoHours = 2 * 60 * 60

/**
 * route: short, its failures are the database's. workitem, note: a PACS or a provider may be down over a long weekend
 * (1,200 attempts, five minutes apart where a delivery waits, are four days), and one attempt may read thousands of
 * slices.
 */
export const queueSettings: Readonly<Record<QueueName, QueueSettings>> = {
  route: { retryLimit: 50, retryDelay: 1, retryDelayMax: 60, expireInSeconds: 15 * 60 },
  workitem: { retryLimit: 1_200, retryDelay: 1, retryDelayMax: 15 * 60, expireInSeconds: twoHours },
  note: { retryLimit: 1_200, retryDelay: 1, retryDelayMax: 15 * 60, expireInSeconds: twoHours },
}

/** The queues' names. */
export const queueNames = Object.keys(queueSettings) as readonly QueueName[]

/** A worker that has not been heard of for so long has lost its job (pg-boss's minimum). */
export const heartbeatSeconds = 10

/** How often a worker is heard of: several times a lease, so that one slow query loses nothing. */
export const heartbeatRefreshSeconds = 3

/** How often lost jobs are looked for. With the lease: another worker has the job 10 to 15 s after a kill -9. */
export const superviseSeconds = 2

/** Retries and lost jobs send no NOTIFY: this finds them. */
export const pollingSeconds = 2
