import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { decideCompletion } from '../../../src/completion/decide-completion.ts'
import { createPacsClient } from '../../../src/dicomweb/pacs-client.ts'
import type { Source } from '../../../src/intake/source.ts'
import { createOrthancSource } from '../../../src/intake/sources/orthanc-changes.ts'
import { loadStudyState } from '../../../src/storage/queries/completion.ts'
import { loadSourceCursor } from '../../../src/storage/queries/source-feed.ts'
import { instance, outputObject, study } from '../../../src/storage/schema.ts'
import { makeSmallStudy, type SmallInstance } from '../../support/dicom-study.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../../support/orthanc.ts'
import { type Intake, openIntake } from '../../support/polled-source.ts'
import { makeResult } from '../../support/sent-result.ts'

const signal = new AbortController().signal
const uids = (instances: readonly SmallInstance[]): readonly string[] =>
  instances.map(one => one.sopInstanceUid)
const files = (instances: readonly SmallInstance[]): readonly Uint8Array[] => instances.map(one => one.bytes)

describe.skipIf(!hasOrthanc())('polling an Orthanc', () => {
  let orthanc: TestOrthanc
  let intake: Intake
  let count = 0

  const sourceOf = (batchSize?: number): Source =>
    createOrthancSource({
      name: `orthanc-${++count}`,
      client: createPacsClient({ dicomwebUrl: orthanc.dicomwebUrl, orthancUrl: orthanc.url }),
      clock: systemClock,
      lookBackMs: 3_600_000,
      ...(batchSize === undefined ? {} : { batchSize }),
    })

  beforeAll(async () => {
    ;[orthanc, intake] = await Promise.all([startOrthanc(), openIntake()])
  })
  afterAll(async () => {
    await Promise.all([orthanc?.close(), intake?.close()])
  })

  it('brings every instance once, whatever the size of the batches', async () => {
    const instances = makeSmallStudy({ name: 'all', slices: 7, series: 2 })
    await orthanc.upload(...files(instances))
    const poller = intake.poller(sourceOf(4))
    const first = await poller.pollOnce(signal)
    expect(first).toMatchObject({ arrivals: 14, failed: 0, wasReset: false })
    expect(await intake.held(uids(instances))).toBe(14)
    expect(await poller.pollOnce(signal)).toMatchObject({ arrivals: 0, fetched: 0 })
  })

  it('goes on where it was after a restart of its own', async () => {
    const source = sourceOf()
    await intake.poller(source).pollOnce(signal)
    const late = makeSmallStudy({ name: 'late' })
    await orthanc.upload(...files(late))
    expect(await intake.poller(source).pollOnce(signal)).toMatchObject({ arrivals: 3, fetched: 3 })
  })

  it('finds a study that Orthanc was killed over before it was stable', async () => {
    const instances = makeSmallStudy({ name: 'killed' })
    await orthanc.upload(...files(instances))
    await orthanc.kill()
    await orthanc.start()
    const swept = await intake.poller(sourceOf()).sweepOnce(signal)
    expect(swept).toMatchObject({ fetched: 3, failed: 0 })
    expect(await intake.held(uids(instances))).toBe(3)
  })

  it('keeps the count of a study for completion, less our own objects', async () => {
    const instances = makeSmallStudy({ name: 'counted' })
    await orthanc.upload(...files(instances))
    await intake.database.db.insert(outputObject).values({
      sopInstanceUid: instances[2]!.sopInstanceUid,
      studyInstanceUid: instances[2]!.studyInstanceUid,
      seriesInstanceUid: instances[2]!.seriesInstanceUid,
      sopClassUid: '1.2.840.10008.5.1.4.1.1.88.33',
      kind: 'nodule-sr',
      instanceNumber: 1,
      isPositive: false,
      digest: '0'.repeat(64),
      sizeBytes: 1,
      createdAt: new Date(),
    })
    await intake.poller(sourceOf()).sweepOnce(signal)
    const rows = await intake.database.db.select().from(study)
    const row = rows.find(one => one.studyInstanceUid === instances[0]!.studyInstanceUid)
    expect(row?.expectedInstances).toBe(2)
    expect(row?.expectedCheckedAt).toBeInstanceOf(Date)
  })

  it('does not ask for what is in the ledger of our own objects', async () => {
    const [ours] = makeSmallStudy({ name: 'ours', slices: 1 })
    await intake.database.db.insert(outputObject).values({
      sopInstanceUid: ours!.sopInstanceUid,
      studyInstanceUid: ours!.studyInstanceUid,
      seriesInstanceUid: ours!.seriesInstanceUid,
      sopClassUid: '1.2.840.10008.5.1.4.1.1.88.33',
      kind: 'nodule-sr',
      instanceNumber: 1,
      isPositive: false,
      digest: '0'.repeat(64),
      sizeBytes: 1,
      createdAt: new Date(),
    })
    const source = sourceOf()
    await intake.poller(source).pollOnce(signal)
    await orthanc.upload(ours!.bytes)
    expect(await intake.poller(source).pollOnce(signal)).toMatchObject({ arrivals: 1, fetched: 0, failed: 0 })
  })

  it('knows an object of ours by its mark even where the ledger is lost', async () => {
    const result = await makeResult('comes back')
    const source = sourceOf()
    await orthanc.upload(result.bytes)
    await intake.poller(source).pollOnce(signal)
    const { db } = intake.database
    const [row] = await db.select().from(instance).where(eq(instance.sopInstanceUid, result.sopInstanceUid))
    expect(row?.role).toBe('ours')
    const state = await loadStudyState(db, row!.studyId)
    const later = new Date(Date.now() + 86_400_000)
    const policy = { quietPeriodMs: 0, maximumWaitMs: 0 }
    expect(decideCompletion(state!, policy, later)).toMatchObject({ kind: 'none' })
  })

  it('takes a study that two patients share by its files, since WADO-RS denies it', async () => {
    const one = makeSmallStudy({ name: 'shared', patientId: 'P1' })
    const other = makeSmallStudy({ name: 'shared', patientId: 'P2' })
    await orthanc.upload(...files(one), ...files(other))
    await intake.poller(sourceOf()).pollOnce(signal)
    expect(await intake.held([...uids(one), ...uids(other)])).toBe(6)
    const rows = await intake.database.db.select().from(study)
    const shared = rows.filter(row => row.studyInstanceUid === one[0]!.studyInstanceUid)
    expect(shared.map(row => row.phase)).toEqual(['quarantined', 'quarantined'])
  })

  it('notes what was deleted there and keeps what it has', async () => {
    const instances = makeSmallStudy({ name: 'deleted' })
    const ids = await orthanc.upload(...files(instances))
    const poller = intake.poller(sourceOf())
    await poller.pollOnce(signal)
    await orthanc.delete(`/instances/${ids[0]}`)
    const swept = await poller.sweepOnce(signal)
    expect(swept?.deletedThere).toBe(1)
    expect(await intake.held(uids(instances))).toBe(3)
  })

  it('lets one process at a time read a source', async () => {
    const source = sourceOf()
    let enter = (): void => {}
    let leave = (): void => {}
    const entered = new Promise<void>(resolve => {
      enter = resolve
    })
    const mayLeave = new Promise<void>(resolve => {
      leave = resolve
    })
    const held: Source = {
      ...source,
      changes: async (cursor, asked) => {
        enter()
        await mayLeave
        return source.changes(cursor, asked)
      },
    }
    const first = intake.poller(held).pollOnce(signal)
    await entered
    expect(await intake.poller(source).pollOnce(signal)).toBeUndefined()
    leave()
    expect(await first).toBeDefined()
    expect(await intake.poller(source).pollOnce(signal)).toBeDefined()
  })

  it('begins anew when Orthanc has another database, even one that is ahead by now', async () => {
    const source = sourceOf()
    const poller = intake.poller(source)
    await poller.pollOnce(signal)
    await orthanc.reset()
    const small = makeSmallStudy({ name: 'after-reset', slices: 1 })
    await orthanc.upload(...files(small))
    expect(await poller.pollOnce(signal)).toMatchObject({ wasReset: true, fetched: 1 })
    const row = await loadSourceCursor(intake.database.db, source.name)
    const { last } = row!.cursor as { last: number }
    await orthanc.reset()
    const many = makeSmallStudy({ name: 'ahead', slices: last + 2 })
    await orthanc.upload(...files(many))
    expect(await poller.pollOnce(signal)).toMatchObject({ wasReset: true, failed: 0 })
    expect(await intake.held(uids(many))).toBe(many.length)
  })

  it('waits for an Orthanc that is away and recovers by itself', async () => {
    const source = sourceOf()
    const stop = new AbortController()
    await orthanc.stop()
    const running = intake.poller(source).run(stop.signal)
    const lastError = async () =>
      (await loadSourceCursor(intake.database.db, source.name))?.lastError ?? undefined
    await expect.poll(lastError, { timeout: 10_000 }).toMatch(/^PACS_UNAVAILABLE/)
    await orthanc.start()
    const instances = makeSmallStudy({ name: 'recovered' })
    await orthanc.upload(...files(instances))
    await expect.poll(() => intake.held(uids(instances)), { timeout: 10_000 }).toBe(3)
    await expect.poll(lastError, { timeout: 10_000 }).toBeUndefined()
    stop.abort()
    await running
  })
})
