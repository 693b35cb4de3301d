import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { readInstance } from '../../../src/dicom/part10-index.ts'
import { createReceiver, type Receiver } from '../../../src/intake/receive-step.ts'
import { type BlobStore, openBlobStore } from '../../../src/storage/blob-store.ts'
import { auditEntry, instance, outputObject, series, study } from '../../../src/storage/schema.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type SyntheticInstance, syntheticInstance } from '../../support/synthetic-instance.ts'

const chunks = async function* (bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}
const many = async function* (...files: readonly Uint8Array[]): AsyncGenerator<AsyncIterable<Uint8Array>> {
  for (const file of files) yield chunks(file)
}
const stow = { source: 'stow', actor: 'api' }
const polled = { source: 'orthanc', actor: 'system' }

describe.each(databaseKinds())('receiving, on %s', kind => {
  let database: TestDatabase
  let dataDir: string
  let blobs: BlobStore
  let receiver: Receiver
  let now = new Date('2026-03-01T10:00:00Z')

  beforeAll(async () => {
    database = await openTestDatabase(kind)
    dataDir = await mkdtemp(join(tmpdir(), 'hilum-receive-'))
    blobs = await openBlobStore(dataDir, new Date())
    const clock = { now: () => now, monotonicMs: () => performance.now() }
    receiver = createReceiver({ db: database.db, blobs, clock, log: silentLog })
  })
  afterAll(async () => {
    await database.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  const make = (n: number, more: SyntheticInstance = {}): Uint8Array =>
    syntheticInstance({ study: `1.4.${n}`, series: `1.4.${n}.1`, instance: `1.4.${n}.1.1`, ...more })
  const studyOf = async (n: number) => {
    const rows = await database.db
      .select()
      .from(study)
      .where(eq(study.studyInstanceUid, `1.4.${n}`))
    expect(rows.length).toBeLessThan(2)
    return rows[0]!
  }
  const instancesOf = async (n: number) => {
    const { id } = await studyOf(n)
    return database.db
      .select()
      .from(instance)
      .where(eq(instance.studyId, id))
      .orderBy(instance.sopInstanceUid)
  }
  const complete = async (n: number): Promise<void> => {
    await database.db
      .update(study)
      .set({ phase: 'complete', revision: 1, isForced: true })
      .where(eq(study.studyInstanceUid, `1.4.${n}`))
  }
  const enterInLedger = async (n: number, file: Uint8Array, digest: string): Promise<void> => {
    const { header } = readInstance(file)
    await database.db.insert(outputObject).values({
      sopInstanceUid: String(header['00080018']!.Value![0]),
      studyInstanceUid: `1.4.${n}`,
      seriesInstanceUid: `1.4.${n}.1`,
      sopClassUid: '1.2.840.10008.5.1.4.1.1.88.33',
      kind: 'nodule-sr',
      instanceNumber: 1,
      isPositive: true,
      digest,
      sizeBytes: file.length,
      createdAt: now,
    })
  }

  it('makes a pushed and polled study one, with both sources', async () => {
    const file = make(1)
    const outcomes = await Promise.all([
      receiver.receiveOne(chunks(file), stow),
      receiver.receiveOne(chunks(file), polled),
      receiver.receiveOne(chunks(file), polled),
    ])
    expect(outcomes.map(one => one.kind === 'stored' && one.isDuplicate).toSorted()).toEqual([
      false,
      true,
      true,
    ])
    expect((await studyOf(1)).sources).toEqual(['orthanc', 'stow'])
    expect(await instancesOf(1)).toHaveLength(1)
  })

  it('opens a complete study again when something foreign comes late, not for duplicates', async () => {
    const first = make(2)
    await receiver.receiveOne(chunks(first), stow)
    await complete(2)
    const before = await studyOf(2)
    now = new Date('2026-03-01T11:00:00Z')
    await receiver.receiveOne(chunks(first), stow)
    expect(await studyOf(2)).toEqual(before)
    await receiver.receiveOne(chunks(make(2, { instance: '1.4.2.1.2' })), stow)
    expect(await studyOf(2)).toMatchObject({
      phase: 'receiving',
      revision: 1,
      isForced: false,
      firstArrivalAt: before.firstArrivalAt,
      lastArrivalAt: now,
    })
  })

  it('is not moved by our own results, by ledger or by mark', async () => {
    await receiver.receiveOne(chunks(make(3)), stow)
    await complete(3)
    const before = await studyOf(3)
    const listed = make(3, { instance: '1.4.3.9.1', series: '1.4.3.9', modality: 'SR' })
    const digest = await blobs.put(listed)
    await enterInLedger(3, listed, digest)
    const marked = make(3, {
      instance: '1.4.3.9.2',
      series: '1.4.3.9',
      modality: 'SR',
      more: { '00080070': { vr: 'LO', Value: ['Hilum'] } },
    })
    await receiver.receive(many(listed, marked), polled)
    expect((await instancesOf(3)).map(row => row.role)).toEqual(['image', 'ours', 'ours'])
    expect(await studyOf(3)).toEqual(before)
  })

  it('keeps its own bytes when a result comes back with a changed header', async () => {
    const sent = make(4, { instance: '1.4.4.9.1', modality: 'SR' })
    await enterInLedger(4, sent, await blobs.put(sent))
    const coerced = make(4, { instance: '1.4.4.9.1', modality: 'SR', patientName: 'DOE^JANE' })
    expect(await receiver.receiveOne(chunks(coerced), polled)).toMatchObject({
      kind: 'stored',
      isCoerced: true,
    })
    expect(await database.db.select().from(study).where(eq(study.studyInstanceUid, '1.4.4'))).toEqual([])
  })

  it('holds a study of our results alone as complete, and waits once images come', async () => {
    const mark = { '00080070': { vr: 'LO', Value: ['Hilum'] } }
    await receiver.receiveOne(chunks(make(5, { instance: '1.4.5.9', modality: 'SR', more: mark })), polled)
    expect(await studyOf(5)).toMatchObject({ phase: 'complete', revision: 0, sources: [] })
    now = new Date('2026-03-01T12:00:00Z')
    await receiver.receiveOne(chunks(make(5)), polled)
    expect(await studyOf(5)).toMatchObject({ phase: 'receiving', firstArrivalAt: now, sources: ['orthanc'] })
    expect((await studyOf(5)).header['00080060']?.Value).toEqual(['CT'])
  })

  it('takes the header of the first image, whatever came before', async () => {
    await receiver.receiveOne(
      chunks(make(6, { instance: '1.4.6.1.9', series: '1.4.6.2', modality: 'SR' })),
      stow,
    )
    const slices = [2, 3].map(n => make(6, { instance: `1.4.6.1.${n}`, instanceNumber: n }))
    await receiver.receive(many(...slices), stow)
    expect((await studyOf(6)).header['00200013']?.Value).toEqual([2])
    const rows = await database.db.select().from(series)
    expect(rows.find(row => row.seriesInstanceUid === '1.4.6.1')!.header['00200013']?.Value).toEqual([2])
  })

  it('keeps nothing of a stream that breaks', async () => {
    const broken = (async function* () {
      yield chunks(make(7))
      yield (async function* () {
        yield new Uint8Array(10)
        throw new Error('the line is dead')
      })()
    })()
    await expect(receiver.receive(broken, stow)).rejects.toThrow('the line is dead')
    expect(await readdir(join(dataDir, 'blobs/staging'))).toEqual([])
    expect(await studyOf(7)).toBeUndefined()
  })

  it('keeps what a poller adds only when it commits', async () => {
    const batch = receiver.begin(polled)
    await batch.add(chunks(make(8)))
    await batch.add(chunks(make(8, { instance: '1.4.8.1.2' })))
    expect(batch.size).toBe(2)
    await batch.abandon()
    expect(await studyOf(8)).toBeUndefined()
    const again = receiver.begin(polled)
    await again.add(chunks(make(8)))
    expect(await again.commit()).toMatchObject([{ kind: 'stored', isDuplicate: false }])
    await again.abandon()
    expect(await instancesOf(8)).toHaveLength(1)
  })

  it('takes interleaved studies and bodies that share instances, in any order', async () => {
    const files = Array.from({ length: 24 }, (_, i) =>
      make(20 + (i % 4), { instance: `1.4.${20 + (i % 4)}.1.${i}`, instanceNumber: i }),
    )
    const orders = [
      files,
      files.toReversed(),
      files.slice(6, 18),
      [...files.slice(12), ...files.slice(0, 12)],
    ]
    const all = await Promise.all(orders.map(order => receiver.receive(many(...order), stow)))
    expect(all.flat().every(one => one.kind === 'stored')).toBe(true)
    const held = await Promise.all([20, 21, 22, 23].map(instancesOf))
    expect(held.map(rows => rows.length)).toEqual([6, 6, 6, 6])
    const audited = (await database.db.select().from(auditEntry))
      .map(row => JSON.parse(row.canonical))
      .filter(entry => entry.action === 'instances.received')
    const { id } = await studyOf(20)
    const counts = audited.filter(entry => entry.subject === id).map(entry => entry.detail.count)
    expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(6)
  })
})
