import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { expect } from 'vitest'
import { blobPath } from '../../src/storage/blob-folders.ts'
import type { TestHilum } from './hilum.ts'

/** What must be true of a study when all is at rest. */
export interface SoundStudy {
  readonly studyInstanceUid: string
  /** Nodule reports, one a revision that was analysed. */
  readonly reports: number
}

/** What may be left over. */
export interface Leftovers {
  /** Files in staging: what was coming in when a process was killed stays there for a day. Default 0. */
  readonly staged?: number
}

/**
 * Holds a Hilum at rest to what must be true whatever happened to it: one report a workitem, each delivered once to each
 * target; one entry of the trail for each thing that happened once; every row's bytes there and whole; no job and no
 * staged file left over; the chain of the trail unbroken by `hilum audit verify`.
 */
export const expectSound = async (
  hilum: TestHilum,
  study: SoundStudy,
  { staged = 0 }: Leftovers = {},
): Promise<void> => {
  const sql = await hilum.openAdmin()
  await expectSoundStudy(sql, study)
  await expectBytes(sql, hilum.dataDir)
  await expectNoJobs(sql)
  expect(readdirSync(join(hilum.dataDir, 'blobs', 'staging'))).toHaveLength(staged)
  const verified = await hilum.run('audit', 'verify', '--json')
  expect(verified, verified.stderr).toMatchObject({ code: 0 })
  expect(JSON.parse(verified.stdout)).toMatchObject({ isSound: true, breakCount: 0 })
}

/** A workitem ends a moment before its job does. */
const expectNoJobs = (sql: Sql): Promise<void> =>
  expect
    .poll(() => sql`select name, state from pgboss.job where state in ('created', 'retry', 'active')`, {
      timeout: 10_000,
    })
    .toEqual([])

/** Each of these says of a workitem that something happened which must happen once. */
const onceEach = ['workitem.started', 'workitem.analysed', 'results.made', 'workitem.delivered']

const expectSoundStudy = async (sql: Sql, { studyInstanceUid, reports }: SoundStudy): Promise<void> => {
  const items = await sql<{ id: string; state: string; outcome: string }[]>`
    select w.id, w.state, w.outcome from workitem w join study s on s.id = w.study_id
    where s.study_instance_uid = ${studyInstanceUid}`
  expect(items).toHaveLength(reports)
  for (const { id, state, outcome } of items) {
    expect({ state, outcome }).toEqual({ state: 'COMPLETED', outcome: 'delivered' })
    expect(await sql`select step from study_step where workitem_id = ${id} order by step`).toMatchObject([
      { step: 'inference' },
      { step: 'reporting' },
    ])
    const objects = await sql`select sop_instance_uid as uid from output_object where workitem_id = ${id}`
    expect(objects).toHaveLength(1)
    const deliveries = await sql`select state from delivery where sop_instance_uid = ${objects[0]!.uid}`
    expect(deliveries.length).toBeGreaterThan(0)
    expect(deliveries.every(row => row.state === 'delivered')).toBe(true)
    const counts = await countEntries(sql, id)
    expect(counts).toMatchObject(Object.fromEntries(onceEach.map(action => [action, 1])))
    expect(counts['delivery.delivered']).toBe(deliveries.length)
  }
  const [row] = await sql`
    select id, revision from study where study_instance_uid = ${studyInstanceUid}`
  const counts = await countEntries(sql, row!.id)
  expect(counts).toMatchObject({ 'study.completed': row!.revision, 'study.routed': row!.revision })
}

const countEntries = async (sql: Sql, subject: string): Promise<Record<string, number>> => {
  const rows = await sql<{ action: string; count: number }[]>`
    select canonical::json->>'action' as action, count(*)::int as count from audit_entry
    where canonical::json->>'subject' = ${subject} group by 1`
  return Object.fromEntries(rows.map(row => [row.action, row.count]))
}

/** Every digest that a row names is of bytes that are there. */
const expectBytes = async (sql: Sql, dataDir: string): Promise<void> => {
  const rows = await sql<
    { digest: string }[]
  >`select digest from instance union select digest from output_object`
  for (const { digest } of rows) {
    const bytes = await readFile(blobPath(join(dataDir, 'blobs'), digest))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest)
  }
}
