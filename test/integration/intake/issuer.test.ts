import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { createReceiver, type Receiver } from '../../../src/intake/receive-step.ts'
import { openBlobStore } from '../../../src/storage/blob-store.ts'
import { instance, study } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type SyntheticInstance, syntheticInstance } from '../../support/synthetic-instance.ts'

const issuer = (name: string) => ({ '00100021': { vr: 'LO', Value: [name] } })

/** OHIF writes its report without the Issuer of Patient ID of the images that it is about. */
describe("a reader's report that names no issuer of the Patient ID", () => {
  let database: TestDatabase
  let dataDir: string
  let receiver: Receiver

  beforeAll(async () => {
    database = await openTestDatabase()
    dataDir = await mkdtemp(join(tmpdir(), 'hilum-issuer-'))
    const blobs = await openBlobStore(dataDir, new Date())
    receiver = createReceiver({ db: database.db, blobs, clock: systemClock, log: silentLog })
  })
  afterAll(async () => {
    await database.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  const receive = async (...files: readonly Uint8Array[]): Promise<void> => {
    const each = async function* () {
      for (const file of files)
        yield (async function* () {
          yield file
        })()
    }
    await receiver.receive(each(), { source: 'stow', actor: 'api' })
  }
  const make = (n: number, more: SyntheticInstance): Uint8Array =>
    syntheticInstance({ study: `1.5.${n}`, series: `1.5.${n}.${more.modality === 'SR' ? 2 : 1}`, ...more })
  const image = (n: number, name = 'HOSPITAL', patientId = 'P1'): Uint8Array =>
    make(n, { instance: `1.5.${n}.1.1`, patientId, more: issuer(name) })
  const report = (n: number, patientId = 'P1'): Uint8Array =>
    make(n, { instance: `1.5.${n}.2.1`, modality: 'SR', patientId })
  const studiesOf = (n: number) =>
    database.db
      .select({ phase: study.phase, issuer: study.issuerOfPatientId })
      .from(study)
      .where(eq(study.studyInstanceUid, `1.5.${n}`))
  const expectOne = async (n: number): Promise<void> => {
    expect(await studiesOf(n)).toEqual([{ phase: 'receiving', issuer: 'HOSPITAL' }])
    const held = await database.db.select().from(instance).where(eq(instance.seriesId, instance.seriesId))
    expect(held.filter(row => row.sopInstanceUid.startsWith(`1.5.${n}.`))).toHaveLength(2)
  }

  it('is of the study whose images came before', async () => {
    await receive(image(1))
    await receive(report(1))
    await expectOne(1)
  })

  it('is of the study whose images come with it, or after it', async () => {
    await receive(report(2), image(2))
    await expectOne(2)
    await receive(report(3))
    await receive(image(3))
    await expectOne(3)
  })

  it('still sets the study aside where the Patient ID is another, or images name two issuers', async () => {
    await receive(image(4))
    await receive(report(4, 'P2'))
    expect((await studiesOf(4)).map(row => row.phase)).toEqual(['quarantined', 'quarantined'])
    await receive(image(5))
    await receive(make(5, { instance: '1.5.5.1.2', more: issuer('CLINIC') }))
    expect((await studiesOf(5)).map(row => row.phase)).toEqual(['quarantined', 'quarantined'])
    await receive(image(6))
    await receive(make(6, { instance: '1.5.6.1.2' }))
    expect((await studiesOf(6)).map(row => row.phase)).toEqual(['quarantined', 'quarantined'])
  })
})
