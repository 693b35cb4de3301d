import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { silentLog } from '../../src/base/log.ts'
import type { JobQueue } from '../../src/jobs/job.ts'
import { startQueue } from '../../src/jobs/queue.ts'
import type { OpenDatabase } from '../../src/storage/database.ts'
import { study, workitem } from '../../src/storage/schema.ts'

/** The durable queue on a test's database. */
export const openTestQueue = (database: OpenDatabase): Promise<JobQueue> =>
  startQueue({ url: database.url, sql: database.sql, log: silentLog })

/** A study and a workitem of it, as small as the schema allows: what a journal's rows hang on. Returns its id. */
export const insertWorkitem = async ({ db }: OpenDatabase): Promise<string> => {
  const now = new Date()
  const studyId = randomUUID()
  const id = randomBytes(16).toString('hex')
  await db.insert(study).values({
    id: studyId,
    studyInstanceUid: `2.25.${BigInt(`0x${id}`)}`,
    patientId: 'TEST',
    issuerOfPatientId: '',
    header: {},
    phase: 'complete',
    sources: ['stow'],
    firstArrivalAt: now,
    lastArrivalAt: now,
  })
  await db.insert(workitem).values({
    id,
    studyId,
    studyRevision: 1,
    ruleName: 'chest-ct-nodules',
    ruleRevision: 'test',
    seriesInstanceUids: [],
    digests: [],
    order: sql`'{}'::jsonb`,
    state: 'SCHEDULED',
    createdAt: now,
  })
  return id
}

/** Asks again every 50 ms until `probe` gives something, at most `limitMs`. */
export const until = async <T>(probe: () => Promise<T | undefined | false>, limitMs = 30_000): Promise<T> => {
  const end = performance.now() + limitMs
  for (;;) {
    const found = await probe()
    if (found) return found
    if (performance.now() > end) throw new Error(`nothing within ${limitMs} ms`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
