import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeChestStudy } from '../support/chest-study.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/database.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { eventually, type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { expectSound } from '../support/invariants.ts'

// Longer than waiting for a study, so that a failure tells what was waited for.
vi.setConfig({ testTimeout: 180_000 })

/** On the Postgres that a hospital would give, where one can be had here; else on the embedded one. */
describe('several processes on one Postgres and one data folder', () => {
  const studies = ['first', 'second', 'third'].map(name => makeChestStudy({ name: `worker-${name}` }))
  let database: TestDatabase
  let receiver: TestHilum
  let client: HilumClient
  const workers: TestHilum[] = []

  beforeAll(async () => {
    database = await openTestDatabase(databaseKinds().at(-1)!)
    receiver = await startHilum({ command: ['serve', '--no-workers'], database })
    client = hilumClient(receiver)
  })
  afterAll(async () => {
    for (const hilum of [...workers, receiver]) await hilum?.close()
    await database?.close()
  })

  const startWorker = async (): Promise<void> => {
    workers.push(await startHilum({ command: ['worker'], dataDir: receiver.dataDir, database }))
  }

  const send = async (study: (typeof studies)[number]): Promise<string> => {
    expect((await client.stow(study.map(one => one.bytes))).status).toBe(200)
    return study[0]!.studyInstanceUid
  }

  test('a service without workers only receives', async () => {
    const studyInstanceUid = await send(studies[0]!)
    await new Promise(resolve => setTimeout(resolve, 2_500))
    expect(await client.study(studyInstanceUid)).toMatchObject({ phase: 'receiving', workitems: [] })
  })

  test('a worker beside it does the work', async () => {
    await startWorker()
    const { studyInstanceUid } = studies[0]![0]!
    expect(await client.workitemAtRest(studyInstanceUid)).toMatchObject({ outcome: 'delivered' })
    await expectSound(receiver, { studyInstanceUid, reports: 1 })
  })

  test('two workers share it, a study each', async () => {
    await startWorker()
    const uids = await Promise.all(studies.slice(1).map(send))
    await eventually(async () => {
      const found = await Promise.all(uids.map(client.study))
      const running = found.filter(study => study?.workitems[0]?.state === 'IN PROGRESS')
      return running.length === 2 ? true : undefined
    })
    for (const uid of uids) expect(await client.workitemAtRest(uid)).toMatchObject({ outcome: 'delivered' })
    for (const studyInstanceUid of uids) await expectSound(receiver, { studyInstanceUid, reports: 1 })
    for (const worker of workers) expect(worker.log()).toContain('"event":"workitem.ended"')
  })

  const sentAndRunning = async (name: string): Promise<string> => {
    const studyInstanceUid = await send(makeChestStudy({ name }))
    await eventually(async () => {
      const study = await client.study(studyInstanceUid)
      return study?.workitems.find(one => one.state === 'IN PROGRESS' && one.progress > 0)
    })
    return studyInstanceUid
  }

  test('a worker that is stopped ends what it does first, or hands it over', async () => {
    await workers[1]!.stop()
    const studyInstanceUid = await sentAndRunning('worker-stopped')
    await workers[0]!.stop()
    expect(await database.sql`select 1 from pgboss.job where state = 'active'`).toEqual([])
    await workers[0]!.start()
    expect(await client.workitemAtRest(studyInstanceUid)).toMatchObject({ outcome: 'delivered' })
    await expectSound(receiver, { studyInstanceUid, reports: 1 })
  })

  test('a worker that is killed loses its study to another, within its lease of 10 to 15 s', async () => {
    const studyInstanceUid = await sentAndRunning('worker-killed')
    await workers[0]!.kill()
    await workers[1]!.start()
    expect(await client.workitemAtRest(studyInstanceUid)).toMatchObject({ outcome: 'delivered' })
    expect(workers[1]!.log()).toContain('"event":"workitem.ended"')
    await expectSound(receiver, { studyInstanceUid, reports: 1 })
  })
})
