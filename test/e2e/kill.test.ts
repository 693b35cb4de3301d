import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeChestStudy } from '../support/chest-study.ts'
import { type FaultyPacs, startFaultyPacs } from '../support/faulty-pacs.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { eventually, type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { type Held, holdTableNext, holdWrites } from '../support/hold-database.ts'
import { expectSound } from '../support/invariants.ts'
import { stowBody } from '../support/synthetic-instance.ts'

// Longer than waiting for a study, so that a failure tells what was waited for.
vi.setConfig({ testTimeout: 180_000 })

/**
 * One study, and Hilum killed in the middle of everything that happens to it. Nothing in Hilum knows of this: a lock in
 * the database, or a PACS that keeps it waiting, holds it at the place, and there it gets SIGKILL.
 */
describe('a study whose Hilum is killed (SIGKILL) again and again', () => {
  const chest = makeChestStudy({ name: 'killed' })
  const { studyInstanceUid } = chest[0]!
  const files = chest.map(one => one.bytes)
  let pacs: FaultyPacs
  let hilum: TestHilum
  let client: HilumClient
  let sql: Sql
  let skipping: NodeJS.Timeout

  beforeAll(async () => {
    pacs = await startFaultyPacs()
    hilum = await startHilum({
      config: { targets: [{ name: 'pacs', dicomweb: pacs.url }], acknowledgeResearchUse: true },
    })
    client = hilumClient(hilum)
    sql = await hilum.openAdmin()
    skipping = setInterval(() => skipBackoff(), 500)
  })
  afterAll(async () => {
    clearInterval(skipping)
    await hilum?.close()
    await pacs?.close()
  })

  const killAt = async (held: Held): Promise<void> => {
    await held.awaited()
    await hilum.kill()
    await held.release()
  }

  /**
   * The lease of a job ends 10 to 15 s after a kill (test/integration/jobs), and then it waits longer from attempt to
   * attempt: here that time is made to have passed.
   */
  const startAgain = async (): Promise<void> => {
    await sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'`
    await hilum.start()
  }
  const skipBackoff = async (): Promise<void> => {
    await sql`update pgboss.job set start_after = now() where state = 'retry' and start_after > now()`.catch(
      () => undefined, // While the database is down.
    )
  }

  const stepsDone = async (): Promise<readonly string[]> =>
    (await sql<{ step: string }[]>`select step from study_step order by step`).map(row => row.step)

  const inferenceRuns = () =>
    eventually(async () => (await sql`select 1 from workitem where progress > 0`)[0])

  const stores = (): number => pacs.requests.filter(({ method }) => method === 'POST').length

  test('while a body comes in', async () => {
    const { body, headers } = await stowBody(...files)
    const sending = request(`${hilum.url}/dicom-web/studies`, { method: 'POST', headers })
    sending.once('error', () => undefined)
    sending.write(body.subarray(0, body.length / 2))
    const staged = (): readonly string[] => readdirSync(join(hilum.dataDir, 'blobs', 'staging'))
    await eventually(async () => (staged().length > 10 ? true : undefined), staged)
    await hilum.kill()
    expect(await sql`select 1 from instance`).toEqual([])
  })

  test('while what came is recorded', async () => {
    await startAgain()
    const held = await holdWrites(sql, 'instance')
    const answer = client.stow(files).catch(() => 'no answer')
    await killAt(held)
    expect(await answer).toBe('no answer')
    expect(await sql`select 1 from instance`).toEqual([])
  })

  test('as soon as it has said that all is stored', async () => {
    await startAgain()
    expect((await client.stow(files)).status).toBe(200)
    await hilum.kill()
    expect(await sql`select 1 from instance`).toHaveLength(files.length)
    expect(await sql`select phase from study`).toEqual([{ phase: 'receiving' }])
  })

  test('when the facts are told and the study is to be complete', async () => {
    const held = await holdWrites(sql, 'series')
    await startAgain()
    await killAt(held)
    expect(await sql`select phase from study`).toEqual([{ phase: 'receiving' }])
  })

  test('when rules have made their workitems', async () => {
    const held = await holdWrites(sql, 'workitem')
    await startAgain()
    await killAt(held)
    expect(await sql`select phase from study`).toEqual([{ phase: 'complete' }])
    expect(await sql`select 1 from workitem`).toEqual([])
  })

  test('in the middle of inference', async () => {
    await startAgain()
    await inferenceRuns()
    await hilum.kill()
    expect(await stepsDone()).toEqual([])
  })

  test('in the middle of inference, its database with it', async () => {
    await sql`update workitem set progress = 0` // Of the attempt before.
    await startAgain()
    await inferenceRuns()
    await hilum.cutPower()
    await hilum.start()
    sql = await hilum.openAdmin()
    expect(await stepsDone()).toEqual([])
    await hilum.kill()
  })

  test('when inference has ended, before that is written', async () => {
    const held = await holdWrites(sql, 'study_step')
    await startAgain()
    await killAt(held)
    expect(await stepsDone()).toEqual([])
  })

  /** Between two steps: the first one's transaction is kept open, the table queued for, so that nothing comes after it. */
  const killBehindStep = async (): Promise<void> => {
    const trail = await holdWrites(sql, 'audit_head')
    await startAgain()
    await trail.awaited()
    const next = await holdTableNext(sql, 'workitem')
    await trail.release()
    await killAt(next)
  }

  test('between inference and reporting', async () => {
    await killBehindStep()
    expect(await stepsDone()).toEqual(['inference'])
    expect(await sql`select 1 from output_object`).toEqual([])
  })

  test('between reporting and delivery', async () => {
    await killBehindStep()
    expect(await stepsDone()).toEqual(['inference', 'reporting'])
    expect(stores()).toBe(0)
  })

  test('while the PACS takes the report in', async () => {
    pacs.failWith(({ method }) => (method === 'POST' ? { delayMs: 2_000 } : undefined))
    await startAgain()
    await eventually(async () => (stores() > 0 ? true : undefined))
    await hilum.kill()
    pacs.failWith(() => undefined)
  })

  test('when the PACS has it, before that is written', async () => {
    const held = await holdWrites(sql, 'delivery')
    await startAgain()
    await killAt(held)
    expect(await sql`select state from delivery`).toEqual([{ state: 'pending' }])
  })

  test('when it is delivered, before the workitem has ended', async () => {
    const held = await holdWrites(sql, 'workitem')
    await startAgain()
    await killAt(held)
    expect(await sql`select state from delivery`).toEqual([{ state: 'delivered' }])
    expect(await sql`select state from workitem`).toEqual([{ state: 'IN PROGRESS' }])
  })

  test('ends with exactly one report, and a trail that tells each thing once', async () => {
    await startAgain()
    const item = await client.workitemAtRest(studyInstanceUid)
    expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })
    expect(item.objects).toMatchObject([
      { kind: 'nodule-sr', deliveries: [{ target: 'pacs', state: 'delivered' }] },
    ])
    expect(pacs.held()).toEqual([item.objects[0]!.sopInstanceUid])
    expect(await client.instances(studyInstanceUid, 'SR')).toHaveLength(1)
    const staged = readdirSync(join(hilum.dataDir, 'blobs', 'staging')).length
    await expectSound(hilum, { studyInstanceUid, reports: 1 }, { staged })
  })
})
