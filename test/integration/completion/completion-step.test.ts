import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HilumError } from '../../../src/base/errors.ts'
import { silentLog } from '../../../src/base/log.ts'
import { createCensus } from '../../../src/completion/census-step.ts'
import { type CompletionStepDeps, createCompletionStep } from '../../../src/completion/completion-step.ts'
import type { InstanceFacts } from '../../../src/dicom/instance-facts.ts'
import type { Source } from '../../../src/intake/source.ts'
import type { JobQueue } from '../../../src/jobs/job.ts'
import { startQueue } from '../../../src/jobs/queue.ts'
import { auditEntry, quarantine, series, study } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type SettableClock, settableClock } from '../../support/settable-clock.ts'
import { storeInstance, storeSeries, storeStudy } from '../../support/stored-study.ts'
import { seriesFacts } from '../../support/study-facts.ts'

let database: TestDatabase
let queue: JobQueue
let clock: SettableClock

beforeAll(async () => {
  database = await openTestDatabase()
  queue = await startQueue({ url: database.url, sql: database.sql, log: silentLog })
})
afterAll(async () => {
  await queue?.stop(0)
  await database?.close()
})
beforeEach(async () => {
  clock = settableClock()
  await database.db.delete(study)
  await database.sql`delete from pgboss.job`
})

const signal = new AbortController().signal

const stepWith = (changes: Partial<CompletionStepDeps> = {}) =>
  createCompletionStep({
    db: database.db,
    queue,
    clock,
    log: silentLog,
    policyOf: () => ({ quietPeriodMs: 60_000, maximumWaitMs: 600_000 }),
    refreshCensus: async () => undefined,
    tellFacts: async instances =>
      seriesFacts({ seriesInstanceUid: instances[0]!.seriesInstanceUid, sliceCount: instances.length }),
    ...changes,
  })

const receive = async (images: number) => {
  const stored = await storeStudy(database.db, clock.now())
  const into = { study: stored, series: await storeSeries(database.db, stored.id) }
  const facts: InstanceFacts[] = []
  for (let i = 0; i < images; i++) facts.push(await storeInstance(database.db, into, clock.now()))
  return { ...into, facts }
}

const rowOf = async (id: string) => (await database.db.select().from(study).where(eq(study.id, id)))[0]!
const routeJobs = async () =>
  database.sql<{ key: string; data: object }[]>`
    select singleton_key as key, data from pgboss.job where name = 'route' order by singleton_key`
const auditOf = async (id: string) => {
  const rows = await database.db
    .select({ canonical: auditEntry.canonical })
    .from(auditEntry)
    .where(sql`${auditEntry.canonical}::json ->> 'subject' = ${id}`)
    .orderBy(auditEntry.seq)
  return rows.map(row => JSON.parse(row.canonical))
}

describe('a tick', () => {
  it('completes a quiet study once: its revision, its facts, one route job, one entry of the trail', async () => {
    const { study: stored, series: of, facts } = await receive(5)
    const step = stepWith()
    expect(await step.tick(signal)).toEqual({ completed: [], waiting: 1 })
    clock.advance(60)
    const { completed } = await step.tick(signal)
    expect(completed).toEqual([
      { studyId: stored.id, revision: 1, completedAt: clock.now(), reason: 'quiet' },
    ])
    expect(await rowOf(stored.id)).toMatchObject({
      phase: 'complete',
      revision: 1,
      completedAt: clock.now(),
      completionReason: 'quiet',
    })
    const [told] = await database.db.select().from(series).where(eq(series.id, of.id))
    expect(told).toMatchObject({ factsRevision: 1, facts: { sliceCount: facts.length } })
    expect(await routeJobs()).toEqual([{ key: `${stored.id}:1`, data: { studyId: stored.id, revision: 1 } }])
    expect(await auditOf(stored.id)).toMatchObject([
      { actor: 'system', action: 'study.completed', detail: { revision: 1, reason: 'quiet', instances: 5 } },
    ])
    expect(await step.tick(signal)).toEqual({ completed: [], waiting: 0 })
    expect(await routeJobs()).toHaveLength(1)
  })

  it.each([
    ['before it looked', false],
    ['after it looked', true],
  ])('waits the quiet period, not an hour, where the clock is set back an hour %s', async (_, hasLooked) => {
    const { study: stored } = await receive(5)
    const step = stepWith({ refreshCensus: async () => 5 })
    if (hasLooked) await step.tick(signal)
    clock.set(-3600)
    expect((await step.tick(signal)).completed).toEqual([])
    clock.advance(59)
    expect((await step.tick(signal)).completed).toEqual([])
    clock.advance(1)
    expect((await step.tick(signal)).completed).toMatchObject([
      { studyId: stored.id, reason: 'counts-and-quiet' },
    ])
  })

  it('makes one job of a study that came in many sends, however often it looks', async () => {
    const { study: stored, series: of } = await receive(1)
    const step = stepWith()
    for (let i = 0; i < 10; i++) {
      clock.advance(20)
      await storeInstance(database.db, { study: stored, series: of }, clock.now())
      expect((await step.tick(signal)).completed).toEqual([])
    }
    clock.advance(60)
    expect((await step.tick(signal)).completed).toHaveLength(1)
    expect(await routeJobs()).toHaveLength(1)
  })

  it('lets one of two processes complete it', async () => {
    const { study: stored } = await receive(3)
    clock.advance(60)
    const ticks = await Promise.all([stepWith(), stepWith(), stepWith()].map(step => step.tick(signal)))
    expect(ticks.flatMap(tick => tick.completed)).toHaveLength(1)
    expect((await rowOf(stored.id)).revision).toBe(1)
    expect(await auditOf(stored.id)).toHaveLength(1)
  })

  it('looks again if an instance came while facts were told', async () => {
    const { study: stored, series: of } = await receive(3)
    clock.advance(60)
    const step = stepWith({
      tellFacts: async instances => {
        if (instances.length === 3)
          await storeInstance(database.db, { study: stored, series: of }, clock.now())
        return seriesFacts({ sliceCount: instances.length })
      },
    })
    expect((await step.tick(signal)).completed).toEqual([])
    expect(await rowOf(stored.id)).toMatchObject({ phase: 'receiving', revision: 0 })
    clock.advance(60)
    expect((await step.tick(signal)).completed).toHaveLength(1)
  })

  it('makes a new revision of a late instance, an image or not', async () => {
    const { study: stored, series: of } = await receive(3)
    const step = stepWith()
    clock.advance(60)
    await step.tick(signal)
    for (const [role, revision] of [
      ['image', 2],
      ['other', 3],
    ] as const) {
      clock.advance(600)
      await storeInstance(database.db, { study: stored, series: of }, clock.now(), role)
      expect((await step.tick(signal)).completed).toEqual([])
      clock.advance(60)
      expect((await step.tick(signal)).completed).toMatchObject([{ revision }])
    }
    expect((await routeJobs()).map(job => job.key)).toEqual([1, 2, 3].map(n => `${stored.id}:${n}`))
  })

  it('never completes a study in quarantine', async () => {
    const { study: stored } = await receive(3)
    await database.db.update(study).set({ phase: 'quarantined' }).where(eq(study.id, stored.id))
    clock.advance(3600)
    expect(await stepWith().tick(signal)).toEqual({ completed: [], waiting: 0 })
  })

  it('goes on with the others where one study fails, and ends the failing one in sight', async () => {
    const bad = await receive(2)
    const good = await receive(3)
    clock.advance(60)
    const step = stepWith({
      tellFacts: async instances => {
        if (instances.length === 2) throw new HilumError('STORAGE_UNREACHABLE', 'a test')
        return seriesFacts()
      },
    })
    expect((await step.tick(signal)).completed).toMatchObject([{ studyId: good.study.id }])
    for (let i = 0; i < 3; i++) expect((await step.tick(signal)).completed).toEqual([])
    expect((await step.tick(signal)).completed).toMatchObject([{ studyId: bad.study.id }])
    const [told] = await database.db.select().from(series).where(eq(series.id, bad.series.id))
    expect(told?.facts).toEqual({
      seriesInstanceUid: bad.series.seriesInstanceUid,
      modality: 'CT',
      sliceCount: 2,
      remarks: ['its facts could not be told (STORAGE_UNREACHABLE)'],
    })
  })
})

describe('counts of the PACS', () => {
  it('are asked when quiet, waited for, and asked again', async () => {
    const { study: stored, series: of } = await receive(3)
    let asked = 0
    const step = stepWith({
      refreshCensus: async () => {
        asked++
        return 4
      },
    })
    clock.advance(59)
    await step.tick(signal)
    expect(asked).toBe(0)
    clock.advance(1)
    expect((await step.tick(signal)).completed).toEqual([])
    await step.tick(signal)
    expect(asked).toBe(1)
    expect(await rowOf(stored.id)).toMatchObject({ expectedInstances: 4, expectedCheckedAt: clock.now() })
    clock.advance(10)
    await storeInstance(database.db, { study: stored, series: of }, clock.now())
    clock.advance(60)
    expect((await step.tick(signal)).completed).toMatchObject([{ reason: 'counts-and-quiet' }])
    expect(asked).toBe(2)
  })

  it('are given up after the longest wait', async () => {
    await receive(3)
    const step = stepWith({ refreshCensus: async () => 4 })
    for (let waited = 0; waited < 540; waited += 60) {
      clock.advance(60)
      expect((await step.tick(signal)).completed).toEqual([])
    }
    clock.advance(60)
    expect((await step.tick(signal)).completed).toMatchObject([{ reason: 'waited-long-enough' }])
  })

  it('are waited for while the PACS cannot be asked', async () => {
    await receive(3)
    let isUp = false
    const step = stepWith({
      refreshCensus: async () => {
        if (!isUp) throw new HilumError('PACS_UNAVAILABLE', 'a test')
        return 3
      },
    })
    clock.advance(60)
    expect((await step.tick(signal)).completed).toEqual([])
    isUp = true
    clock.advance(60)
    expect((await step.tick(signal)).completed).toMatchObject([{ reason: 'counts-and-quiet' }])
  })

  it('leave out what is ours and what was refused', async () => {
    const { study: stored, series: of, facts } = await receive(2)
    const ours = await storeInstance(database.db, { study: stored, series: of }, clock.now(), 'ours')
    await database.db.insert(quarantine).values({
      sopInstanceUid: '1.2.3.4',
      studyId: stored.id,
      source: 'stow',
      code: 'DICOM_UNPARSABLE',
      detail: 'a test',
      at: clock.now(),
    })
    const { studyInstanceUid } = stored
    const uids = [...facts, ours].map(fact => fact.sopInstanceUid as string)
    const source = (name: string, all: readonly string[] | 'down'): Pick<Source, 'name' | 'census'> => ({
      name,
      census: async () => {
        if (all === 'down') throw new HilumError('PACS_UNAVAILABLE', 'a test')
        const instances = all.map(uid => ({
          studyInstanceUid,
          seriesInstanceUid: '1.2',
          sopInstanceUid: uid,
        }))
        return { studyInstanceUid, instances }
      },
    })
    const census = (...sources: Pick<Source, 'name' | 'census'>[]) =>
      createCensus({ db: database.db, log: silentLog, sources })(stored.id, signal)
    expect(await census(source('a', [...uids, '1.2.3.4']))).toBe(2)
    expect(await census(source('a', [...uids, '1.2.3.5']))).toBe(3)
    expect(await census(source('a', [uids[0]!]), source('b', uids))).toBe(2)
    expect(await census()).toBeUndefined()
    expect(await census(source('a', 'down'))).toBeUndefined()
    await database.db
      .update(study)
      .set({ sources: ['a'] })
      .where(eq(study.id, stored.id))
    await expect(census(source('a', 'down'), source('b', uids))).rejects.toThrow('PACS_UNAVAILABLE')
  })
})

describe('forceComplete', () => {
  it('goes on at the next tick with what is here, and says who asked', async () => {
    const { study: stored } = await receive(3)
    const step = stepWith({ refreshCensus: async () => 400 })
    expect(await step.forceComplete(stored.id, 'api')).toBe('forced')
    expect(await step.forceComplete(stored.id, 'api')).toBe('forced')
    expect((await step.tick(signal)).completed).toMatchObject([{ reason: 'forced', revision: 1 }])
    expect(await auditOf(stored.id)).toMatchObject([
      { actor: 'api', action: 'study.forced', detail: { instances: 3 } },
      { actor: 'system', action: 'study.completed', detail: { reason: 'forced' } },
    ])
    expect(await step.forceComplete(stored.id, 'api')).toBe('already-complete')
    expect((await rowOf(stored.id)).isForced).toBe(false)
  })

  it('refuses a study in quarantine and one that is not there', async () => {
    const { study: stored } = await receive(1)
    await database.db.update(study).set({ phase: 'quarantined' }).where(eq(study.id, stored.id))
    const step = stepWith()
    await expect(step.forceComplete(stored.id, 'api')).rejects.toThrow('COMPLETION_QUARANTINED')
    const nobody = '00000000-0000-4000-8000-000000000000'
    await expect(step.forceComplete(nobody, 'api')).rejects.toThrow('COMPLETION_STUDY_UNKNOWN')
  })
})
