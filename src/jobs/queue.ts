import { setTimeout as sleep } from 'node:timers/promises'
import { sql as sqlTag } from 'drizzle-orm'
import { fromDrizzle, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Sql } from 'postgres'
import { HilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { pgDriverSettings } from '../storage/connection-url.ts'
import type { Transaction } from '../storage/database.ts'
import type { JobQueue, JobVerdict, QueueName, RunningJob } from './job.ts'
import {
  heartbeatRefreshSeconds,
  heartbeatSeconds,
  pollingSeconds,
  queueNames,
  queueSettings,
  superviseSeconds,
} from './queue-settings.ts'
import { createSlot, type Slot } from './slot.ts'

/** What the queue works with. */
export interface QueueOptions {
  /** The service's database: pg-boss has a pool of its own on it, since it cannot run on postgres.js. */
  readonly url: string
  readonly sql: Sql
  readonly log: Log
  /** Connections of pg-boss's pool at most. Default 10: about slots + 5. */
  readonly maxConnections?: number
}

/** The error's code or name. Not its message: one of SQL may hold values. */
const nameOf = (error: Error): string => String('code' in error ? error.code : error.name)

const createBoss = (options: QueueOptions): PgBoss => {
  const boss = new PgBoss({
    ...pgDriverSettings(options.url),
    max: options.maxConnections ?? 10,
    application_name: 'hilum-jobs',
    createSchema: false, // The migration made it: the service may not.
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  })
  boss.on('error', error => options.log.warn('queue.error', { reason: nameOf(error) }))
  return boss
}

const createQueues = async (boss: PgBoss): Promise<void> => {
  for (const name of queueNames) {
    const settings = { ...queueSettings[name], retryBackoff: true, heartbeatSeconds, notify: true }
    // exclusive: one job of a key waits or runs, a second send is swallowed.
    await boss.createQueue(name, { ...settings, policy: 'exclusive' })
    await boss.updateQueue(name, settings)
  }
}

const hasLiveJob = async (tx: Transaction, queue: QueueName, key: string): Promise<boolean> => {
  const rows = await tx.execute(sqlTag`
    select 1 from pgboss.job
    where name = ${queue} and singleton_key = ${key} and state in ('created', 'retry', 'active') limit 1`)
  return rows.length > 0
}

/** No NOTIFY: workers look within `pollingSeconds`. */
const hasten = async (tx: Transaction, queue: QueueName, key: string): Promise<boolean> => {
  const rows = await tx.execute(sqlTag`
    update pgboss.job set start_after = now()
    where name = ${queue} and singleton_key = ${key} and state in ('created', 'retry') and start_after > now()
    returning id`)
  return rows.length > 0
}

const send = async (
  boss: PgBoss,
  tx: Transaction,
  job: { readonly queue: QueueName; readonly key: string; readonly payload: object },
  options: { readonly priority?: number; readonly startAfterMs?: number },
): Promise<void> => {
  const id = await boss.send(job.queue, job.payload, {
    singletonKey: job.key,
    priority: options.priority ?? 0,
    ...(options.startAfterMs ? { startAfter: options.startAfterMs / 1000 } : {}),
    db: fromDrizzle(tx, sqlTag),
  })
  if (id !== null || (await hasLiveJob(tx, job.queue, job.key))) return
  throw new HilumError('JOBS_SWALLOWED', `the queue ${job.queue} dropped a job`)
}

type Counts = Awaited<ReturnType<JobQueue['counts']>>

const readCounts = async (sql: Sql): Promise<Counts> => {
  const rows = await sql<{ name: string; waiting: number; active: number; failed: number }[]>`
    select name, count(*) filter (where state in ('created', 'retry'))::int as waiting,
      count(*) filter (where state = 'active')::int as active,
      count(*) filter (where state = 'failed')::int as failed
    from pgboss.job where name = any(${sql.array([...queueNames])}) group by name`
  const count = (name: QueueName) => {
    const row = rows.find(candidate => candidate.name === name)
    return { waiting: row?.waiting ?? 0, active: row?.active ?? 0, failed: row?.failed ?? 0 }
  }
  return { route: count('route'), workitem: count('workitem'), note: count('note') }
}

const workOptions = {
  includeMetadata: true,
  perJobResults: true,
  heartbeatRefreshSeconds,
  pollingIntervalSeconds: pollingSeconds,
  notifyPollingIntervalSeconds: pollingSeconds,
} as const

/** One work() a slot: NOTIFY wakes a worker once, so each looks for the next job as soon as it is done. */
const startSlot = async (
  boss: PgBoss,
  log: Log,
  queue: QueueName,
  handler: (job: RunningJob) => Promise<JobVerdict>,
): Promise<Slot> => {
  const slot = createSlot(boss, log, queue, handler)
  slot.workerId = await boss.work<object, unknown, typeof workOptions>(
    queue,
    workOptions,
    async (jobs: JobWithMetadata[]) => {
      try {
        return await Promise.all(jobs.map(job => slot.run(job)))
      } finally {
        boss.notifyWorker(slot.workerId)
      }
    },
  )
  return slot
}

const settlePatienceMs = 3_000

const stopSlots = async (boss: PgBoss, slots: readonly Slot[], graceMs: number): Promise<void> => {
  await Promise.all(queueNames.map(name => boss.offWork(name, { wait: false })))
  await Promise.all(slots.map(slot => slot.stop(graceMs)))
  // Verdicts on their way to the database: boss.stop() would fail jobs that are done.
  const settled = Promise.all(queueNames.map(name => boss.offWork(name, { wait: true })))
  await Promise.race([settled, sleep(settlePatienceMs, undefined, { ref: false })])
  await boss.stop({ graceful: false })
}

/**
 * The durable queue on pg-boss, its tables installed in the schema `pgboss` by the service's role. A worker killed with
 * kill -9 loses its jobs to another 10 to 15 s later; an abort by stop() hands them over at once.
 * @throws STORAGE_UNREACHABLE
 */
export const startQueue = async (options: QueueOptions): Promise<JobQueue> => {
  const boss = createBoss(options)
  const slots: Slot[] = []
  try {
    await boss.start()
    await createQueues(boss)
  } catch (cause) {
    await boss.stop({ graceful: false }).catch(() => {})
    throw new HilumError('STORAGE_UNREACHABLE', 'the queue does not start', { cause })
  }
  return {
    send: (tx, queue, key, payload, sendOptions = {}) => send(boss, tx, { queue, key, payload }, sendOptions),
    hasten,
    work: async (queue, count, handler) => {
      for (let slot = 0; slot < count; slot += 1) {
        slots.push(await startSlot(boss, options.log, queue, handler))
      }
    },
    counts: () => readCounts(options.sql),
    stop: graceMs => stopSlots(boss, slots, graceMs),
  }
}
