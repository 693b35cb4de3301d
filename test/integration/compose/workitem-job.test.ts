import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { maxAnalysisAttempts } from '../../../src/compose/decide-failure.ts'
import { createWorkitemJob, type DeliverObjects } from '../../../src/compose/workitem-job.ts'
import type { RunningJob } from '../../../src/jobs/job.ts'
import { queueSettings } from '../../../src/jobs/queue-settings.ts'
import { resultStatusSr } from '../../../src/reporting/objects/result-status-sr.ts'
import { profileOf } from '../../../src/reporting/profile.ts'
import { countWaits, noteWait } from '../../../src/storage/queries/workitem-run.ts'
import { outputObject, study, studyStep, workitem } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { insertWorkitem, openTestQueue, until } from '../../support/jobs.ts'
import { reportInput } from '../../support/report-input.ts'
import { comprehensiveSrStorage } from '../../support/synthetic-instance.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.close())

const unused = (): never => {
  throw new Error('not expected to be asked')
}

/** The job over this database, with deliveries that end as told. What is journalled asks for none of the other rooms. */
const jobWith = (deliver: DeliverObjects) => {
  const { db } = database
  const parts = { db, clock: systemClock }
  return createWorkitemJob({
    ...parts,
    log: silentLog,
    inference: { ...parts, detector: unused, prepare: unused },
    reporting: {
      ...parts,
      builders: new Map(),
      targets: [],
      currentHeader: unused,
      readSlice: unused,
      storeBytes: unused,
      holdObjects: unused,
    },
    deliver,
  })
}

const running = (workitemId: string, attempt: number): RunningJob => ({
  id: workitemId.slice(0, 8),
  queue: 'workitem',
  key: workitemId,
  payload: { workitemId },
  attempt,
  signal: new AbortController().signal,
})

const startedWorkitem = async (...steps: readonly string[]): Promise<string> => {
  const id = await insertWorkitem(database)
  await database.db.update(workitem).set({ state: 'IN PROGRESS' }).where(eq(workitem.id, id))
  for (const step of steps) {
    const output =
      step === 'inference' ? { outcome: { kind: 'no-candidate' } } : { sopInstanceUids: [], targets: [] }
    await database.db
      .insert(studyStep)
      .values({ workitemId: id, step, attempt: 0, output, doneAt: new Date() })
  }
  return id
}

const rowOf = async (id: string) => (await database.db.select().from(workitem).where(eq(workitem.id, id)))[0]

describe('a workitem whose report is made', () => {
  test('is not given up for a failure that passes, however long its target was away', async () => {
    const id = await startedWorkitem('inference', 'reporting')
    const cut = jobWith(async () => {
      throw new TypeError('the connection ended')
    })
    expect(await cut(running(id, 60))).toEqual({ kind: 'retry' })
    expect(await rowOf(id)).toMatchObject({ state: 'IN PROGRESS', outcome: null, code: 'BASE_UNEXPECTED' })
    const good = jobWith(async () => ({ kind: 'done' }))
    expect(await good(running(id, 61))).toEqual({ kind: 'done' })
    expect(await rowOf(id)).toMatchObject({ state: 'COMPLETED', outcome: 'delivered', code: null })
  })

  test('is parked in sight when the queue would drop it', async () => {
    const id = await startedWorkitem('inference', 'reporting')
    const away = jobWith(async () => ({
      kind: 'retry',
      afterMs: 1,
      code: 'PACS_UNAVAILABLE',
      detail: 'away',
    }))
    const { retryLimit } = queueSettings.workitem
    expect(await away(running(id, retryLimit - 1))).toMatchObject({ kind: 'retry' })
    expect(await away(running(id, retryLimit))).toEqual({ kind: 'done' })
    expect(await rowOf(id)).toMatchObject({
      state: 'IN PROGRESS',
      outcome: 'parked',
      code: 'PACS_UNAVAILABLE',
    })
  })

  test('is left alone once it is parked, though its job was killed before it could say so', async () => {
    const id = await startedWorkitem('inference', 'reporting')
    await database.db.update(workitem).set({ outcome: 'parked' }).where(eq(workitem.id, id))
    expect(await jobWith(unused)(running(id, 1))).toEqual({ kind: 'done' })
  })
})

test('a study over which the process died again and again ends as failed', async () => {
  const id = await startedWorkitem()
  expect(await jobWith(unused)(running(id, maxAnalysisAttempts))).toEqual({ kind: 'done' })
  expect(await rowOf(id)).toMatchObject({
    state: 'CANCELED',
    outcome: 'failed',
    code: 'WORKITEM_ATTEMPTS_EXHAUSTED',
  })
})

test('a study that only waited is not taken for one over which its process died', async () => {
  const id = await startedWorkitem()
  for (let attempt = 0; attempt < 9; attempt++) await noteWait(database.db, id, attempt)
  expect(await countWaits(database.db, id)).toBe(9)
  const { signal } = new AbortController()
  const job = { ...running(id, 9), signal: AbortSignal.any([signal, AbortSignal.abort()]) }
  expect(await jobWith(unused)(job)).toEqual({ kind: 'retry' })
  expect(await countWaits(database.db, id)).toBe(10)
  expect(await rowOf(id)).toMatchObject({ state: 'IN PROGRESS', outcome: null })
})

test('an analysis that a later revision has overtaken makes no report that would stand as the newest', async () => {
  const { db } = database
  const [older, newer] = [await startedWorkitem('inference'), await startedWorkitem('inference', 'reporting')]
  const { studyId } = (await rowOf(older))!
  await db.update(workitem).set({ studyId, studyRevision: 2 }).where(eq(workitem.id, newer))
  await db.insert(outputObject).values({
    sopInstanceUid: '2.25.1',
    workitemId: newer,
    studyInstanceUid: '2.25.2',
    seriesInstanceUid: '2.25.3',
    sopClassUid: comprehensiveSrStorage,
    kind: 'nodule-sr',
    instanceNumber: 1,
    isPositive: true,
    digest: '0'.repeat(64),
    sizeBytes: 1,
    createdAt: new Date(),
  })
  expect(await jobWith(unused)(running(older, 0))).toEqual({ kind: 'done' })
  expect(await rowOf(older)).toMatchObject({ state: 'CANCELED', outcome: 'superseded' })
  const newest = jobWith(async () => ({ kind: 'done' }))
  expect(await newest(running(newer, 0))).toEqual({ kind: 'done' })
  expect(await rowOf(newer)).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })
})

test('an analysis that fails for good is told to targets that want failures, as an object', async () => {
  const id = await insertWorkitem(database)
  const header = reportInput().studyHeader
  const { studyId } = (await rowOf(id))!
  const { db } = database
  await db.update(study).set({ header }).where(eq(study.id, studyId))
  const order = {
    detector: 'none-such',
    detectorParams: {},
    summarizeLanguages: [],
    outputs: ['nodule-sr'],
    deliverTo: [],
  }
  await db
    .update(workitem)
    .set({ order: { ...order, priority: 'routine' } })
    .where(eq(workitem.id, id))
  const delivered: string[] = []
  const parts = { db, clock: systemClock }
  const job = createWorkitemJob({
    ...parts,
    log: silentLog,
    inference: { ...parts, detector: () => undefined, prepare: unused },
    reporting: {
      ...parts,
      builders: new Map([[resultStatusSr.kind, resultStatusSr]]),
      targets: [{ name: 'held', status: 'failures', profile: profileOf('ohif') }],
      currentHeader: unused,
      readSlice: unused,
      storeBytes: async bytes => createHash('sha256').update(bytes).digest('hex'),
      holdObjects: async () => {},
    },
    deliver: async (_, uids) => {
      delivered.push(...uids)
      return { kind: 'done' }
    },
  })
  const queue = await openTestQueue(database)
  try {
    await queue.work('workitem', 1, job)
    await db.transaction(tx => queue.send(tx, 'workitem', id, { workitemId: id }))
    await until(async () => (await rowOf(id))?.state === 'CANCELED')
  } finally {
    await queue.stop(1000)
  }
  expect(await rowOf(id)).toMatchObject({ outcome: 'failed', code: 'INFERENCE_DETECTOR_UNKNOWN' })
  const [made] = await db.select().from(outputObject).where(eq(outputObject.workitemId, id))
  expect(made).toMatchObject({ kind: 'result-status-sr', isPositive: false })
  expect(delivered).toEqual([made!.sopInstanceUid])
})
