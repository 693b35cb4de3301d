import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobQueue, RunningJob } from '../../../src/jobs/job.ts'
import { openDriver } from '../../../src/storage/database.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { openTestQueue, until } from '../../support/jobs.ts'

describe.each(databaseKinds())('the queue on the %s PostgreSQL', kind => {
  let database: TestDatabase
  let queue: JobQueue
  const seen: RunningJob[] = []
  const handlers = new Map<string, (job: RunningJob) => Promise<{ kind: 'done' | 'give-up' | 'retry' }>>()

  beforeAll(async () => {
    database = await openTestDatabase(kind)
    queue = await openTestQueue(database)
    await queue.work('note', 4, async job => {
      seen.push(job)
      return (await handlers.get(job.key)?.(job)) ?? { kind: 'done' }
    })
  })
  afterAll(async () => {
    await queue.stop(1_000)
    await database.close()
  })

  const send = (key: string, options = {}) =>
    database.db.transaction(tx => queue.send(tx, 'note', key, { key }, options))
  const runsOf = (key: string) => seen.filter(job => job.key === key)
  const done = (key: string) => until(async () => runsOf(key).length > 0)

  it('starts a job at once when its transaction commits', async () => {
    const before = performance.now()
    await send('prompt')
    await done('prompt')
    expect(performance.now() - before).toBeLessThan(1_500)
    expect(runsOf('prompt')[0]).toMatchObject({ queue: 'note', attempt: 0, payload: { key: 'prompt' } })
  })

  it('forgets a job whose transaction rolls back', async () => {
    const failed = database.db.transaction(async tx => {
      await queue.send(tx, 'note', 'rolled-back', {})
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    await send('after-it')
    await done('after-it')
    expect(runsOf('rolled-back')).toHaveLength(0)
  })

  it('runs jobs that arrive together without waiting for the next poll', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `burst-${index}`)
    const before = performance.now()
    await database.db.transaction(async tx => {
      for (const key of keys) await queue.send(tx, 'note', key, {})
    })
    await until(async () => keys.every(key => runsOf(key).length === 1))
    expect(performance.now() - before).toBeLessThan(4_000)
  })

  it('keeps one live job a key, and takes a second send of it for the same', async () => {
    let release = (): void => {}
    handlers.set('twice', () => new Promise(resolve => (release = () => resolve({ kind: 'done' }))))
    await send('twice')
    await done('twice')
    await send('twice')
    release()
    await until(async () => (await queue.counts()).note.active === 0)
    expect(runsOf('twice')).toHaveLength(1)
  })

  it('retries after a throw, counting attempts', async () => {
    handlers.set('throws', async job => {
      if (job.attempt === 0) throw new Error('first')
      return { kind: 'done' }
    })
    await send('throws')
    await until(async () => runsOf('throws').length === 2)
    expect(runsOf('throws').map(job => job.attempt)).toEqual([0, 1])
  })

  it('retries after the time that the verdict asks for', async () => {
    const times: number[] = []
    handlers.set('later', async job => {
      times.push(performance.now())
      const verdict = { kind: 'retry', retryAfterMs: 3_000 } as const
      return job.attempt === 0 ? verdict : { kind: 'done' }
    })
    await send('later')
    await until(async () => times.length === 2)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(2_900)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThan(6_500)
  })

  it('begins a waiting attempt at once when it is hastened, and only a waiting one', async () => {
    const hasten = (key: string) => database.db.transaction(tx => queue.hasten(tx, 'note', key))
    handlers.set('patient', async job =>
      job.attempt === 0 ? ({ kind: 'retry', retryAfterMs: 600_000 } as const) : { kind: 'done' },
    )
    await send('patient')
    const waiting = () => database.sql`
      select 1 from pgboss.job
      where singleton_key = 'patient' and state = 'retry' and start_after > now() + interval '5 minutes'`
    await until(async () => (await waiting()).length === 1)
    expect(await hasten('patient')).toBe(true)
    await until(async () => runsOf('patient').length === 2, 6_000)
    await until(async () => (await queue.counts()).note.active === 0)
    expect([await hasten('patient'), await hasten('nobody')]).toEqual([false, false])
  })

  it('gives up for good, in sight, and lets the key be sent again', async () => {
    handlers.set('hopeless', async () => ({ kind: 'give-up' }))
    await send('hopeless')
    await until(async () => (await queue.counts()).note.failed === 1)
    handlers.delete('hopeless')
    await send('hopeless')
    await until(async () => runsOf('hopeless').length === 2)
  })

  it('does not fire the signal of a job that ended well', async () => {
    await send('quiet')
    await done('quiet')
    await sleep(200)
    expect(runsOf('quiet')[0]?.signal.aborted).toBe(false)
  })

  it('starts a delayed job when it is due', async () => {
    const before = performance.now()
    await send('delayed', { startAfterMs: 1_500 })
    expect((await queue.counts()).note.waiting).toBe(1)
    await done('delayed')
    expect(performance.now() - before).toBeGreaterThan(1_400)
  })

  it('goes on when the database has cut every connection', async () => {
    const admin = openDriver({ url: database.adminUrl, max: 1 })
    await admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    await admin.end()
    await until(async () =>
      send('after-the-cut').then(
        () => true,
        () => false,
      ),
    )
    await done('after-the-cut')
  })

  it('hands a running job over at once when it stops', async () => {
    const leaving = await openTestQueue(database)
    const attempts: number[] = []
    const work = (name: string) => async (job: RunningJob) => {
      attempts.push(job.attempt)
      if (name === 'staying') return { kind: 'done' } as const
      await new Promise(resolve => job.signal.addEventListener('abort', resolve))
      return { kind: 'retry' } as const
    }
    await leaving.work('route', 1, work('leaving'))
    await database.db.transaction(tx => leaving.send(tx, 'route', 'handed-over', {}))
    await until(async () => attempts.length === 1)
    await leaving.stop(100)
    await queue.work('route', 1, work('staying'))
    await until(async () => attempts.length === 2, 5_000)
    expect(attempts).toEqual([0, 1])
  })
})
