import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { deidentifyTargets } from '../../../src/compose/deidentification.ts'
import { configSchema } from '../../../src/config/schema.ts'
import { deliverAll } from '../../../src/delivery/delivery-step.ts'
import { createStowTarget } from '../../../src/delivery/targets/stow.ts'
import { readComparable } from '../../../src/dicom/comparable-dataset.ts'
import { type Dataset, itemsOf, textOf } from '../../../src/dicom/dataset.ts'
import { deidentifyFile } from '../../../src/dicom/deidentify/deidentify-file.ts'
import { keyedUid } from '../../../src/dicom/deidentify/keyed-values.ts'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { writePart10 } from '../../../src/dicom/part10-write.ts'
import { deriveUid } from '../../../src/dicom/uid.ts'
import { collectBytes, createPacsClient } from '../../../src/dicomweb/pacs-client.ts'
import { createPoller } from '../../../src/intake/poll-step.ts'
import type { ReceiveOutcome } from '../../../src/intake/receipt.ts'
import { createReceiver, type Receiver } from '../../../src/intake/receive-step.ts'
import { createQidoSource } from '../../../src/intake/sources/qido-sweep.ts'
import { outputs } from '../../../src/plugins.ts'
import { compareObject } from '../../../src/reporting/object-compare.ts'
import { keyImages } from '../../../src/reporting/objects/key-images.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import type { OutputObject } from '../../../src/reporting/output-object.ts'
import { type BlobStore, openBlobStore } from '../../../src/storage/blob-store.ts'
import { loadDeliveries, reopenDeliveries } from '../../../src/storage/queries/delivery-state.ts'
import { loadSentForm } from '../../../src/storage/queries/identity-map.ts'
import { saveOutputObjects } from '../../../src/storage/queries/reporting.ts'
import { auditEntry, identityMap, instance, sentForm, study } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type FaultyPacs, startFaultyPacs } from '../../support/faulty-pacs.ts'
import { needsProgram } from '../../support/prerequisites.ts'
import { reportInput, testHeader, testStack } from '../../support/report-input.ts'
import { runToEnd } from '../../support/run-program.ts'
import { expectCleanSr } from '../../support/standard-tools.ts'
import { syntheticInstance } from '../../support/synthetic-instance.ts'

const signal = new AbortController().signal
const secret = 'a site secret of 32 characters or more'
const text = (vr: string, value: string) => ({ vr, Value: [value] })
const stow = { source: 'stow', actor: 'api' }

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const dciodvfy = needsProgram('dciodvfy', 'dicom3tools')

/** One object at least of every kind of result that a builder makes of findings without pixels at hand. */
const everyKind = async (): Promise<readonly OutputObject[]> =>
  (await Promise.all(outputs.map(builder => builder.build(reportInput())))).flat()

describe('a target that gets objects de-identified', () => {
  let database: TestDatabase
  let pacs: FaultyPacs
  let blobs: BlobStore
  let receiver: Receiver
  let dataDir: string
  let count = 0

  beforeAll(async () => {
    ;[database, pacs] = await Promise.all([openTestDatabase(), startFaultyPacs()])
    dataDir = await mkdtemp(join(tmpdir(), 'hilum-deidentified-'))
    blobs = await openBlobStore(dataDir, new Date())
    receiver = createReceiver({ db: database.db, blobs, clock: systemClock, log: silentLog })
  })
  afterAll(async () => {
    await Promise.all([database?.close(), pacs?.close()])
    await rm(dataDir, { recursive: true, force: true })
  })

  const client = () => createPacsClient({ dicomwebUrl: pacs.url })

  /** Deliveries of `research`, de-identified as told. */
  const stepDeps = (deidentify: unknown) => {
    const target = createStowTarget({ name: 'research', client: client(), compare: compareObject })
    const config = configSchema.parse({
      targets: [{ name: 'research', dicomweb: pacs.url, deidentify }],
      deidentification: { secret },
    })
    const { db } = database
    const deps = { db, clock: systemClock, readBytes: blobs.read, storeBytes: blobs.put }
    const targets = deidentifyTargets([target], config, deps)
    return { db, clock: systemClock, log: silentLog, targets, readBytes: blobs.read }
  }

  /** A study that was received, and its report: stored, in the ledger, held, and meant for `research`. */
  const makeReport = async (changes: Dataset = {}) => {
    const name = `deidentified ${++count}`
    const studyInstanceUid = deriveUid('test-study', name)
    const header = testHeader({
      '0020000D': text('UI', studyInstanceUid),
      '00100010': { vr: 'PN', Value: [{ Alphabetic: `Vexley${count}^Quorra` }] },
      '00100020': text('LO', `MRN-77${count}`),
      ...changes,
    })
    const slice = syntheticInstance({
      study: studyInstanceUid,
      series: deriveUid('test-series', name),
      instance: deriveUid('test-slice', name),
      more: Object.fromEntries(
        Object.entries(header).filter(([tag]) => tag !== '0020000E' && tag !== '00080005'),
      ),
    })
    await receiver.receiveOne(chunks(slice), stow)
    const [object] = await noduleSr.build(reportInput({ workitemId: name, studyHeader: header }))
    await enter(object!)
    const [row] = await database.db.select().from(study).where(eq(study.studyInstanceUid, studyInstanceUid))
    await database.db.update(study).set({ phase: 'complete', revision: 1 }).where(eq(study.id, row!.id))
    return { object: object!, studyId: row!.id, studyInstanceUid }
  }

  const enter = async (object: OutputObject): Promise<void> => {
    const { bytes, ...row } = object
    const digest = await blobs.put(bytes)
    const now = new Date()
    const made = { ...row, isPositive: true, digest, sizeBytes: bytes.length, createdAt: now }
    await database.db.transaction(tx => saveOutputObjects(tx, [made], () => ['research'], now))
    await receiver.receiveOne(chunks(bytes), stow)
  }

  const deliver = (object: OutputObject, deidentify: unknown) =>
    deliverAll(stepDeps(deidentify), [object.sopInstanceUid], undefined, signal)

  const deliveryOf = async (object: OutputObject) =>
    (await loadDeliveries(database.db, [object.sopInstanceUid]))[0]!.delivery

  /** What the target holds of the study that it knows by this name. */
  const heldThere = async (studyInstanceUid: string): Promise<Uint8Array> => {
    const found: Uint8Array[] = []
    await client().retrieve(
      { studyInstanceUid },
      async bytes => {
        found.push(await collectBytes(bytes, 2 ** 22))
      },
      signal,
    )
    return found[0]!
  }

  const audited = async (action: string, subject: string) =>
    (await database.db.select().from(auditEntry))
      .map(row => JSON.parse(row.canonical))
      .filter(entry => entry.action === action && entry.subject === subject)

  const uidsThere = (object: OutputObject) => ({
    study: keyedUid(secret, object.studyInstanceUid),
    instance: keyedUid(secret, object.sopInstanceUid),
  })

  it('sends nothing of the patient, with every UID keyed, and reads it back as it was sent', async () => {
    const { object } = await makeReport()
    expect(await deliver(object, true)).toEqual({ kind: 'done' })
    const there = uidsThere(object)
    expect([pacs.holds(object.sopInstanceUid), pacs.holds(there.instance)]).toEqual([false, true])
    const bytes = await heldThere(there.study)
    const raw = Buffer.from(bytes).toString('latin1')
    const original = readDataset(object.bytes)
    for (const told of ['Vexley', 'Quorra', 'MRN-77', 'Referrer', 'ACC-1', 'PLACER', '19600102', '20260301'])
      expect(raw).not.toContain(told)
    for (const uid of [
      object.studyInstanceUid,
      object.sopInstanceUid,
      testStack().images[90]!.sopInstanceUid,
    ])
      expect(raw).not.toContain(uid)
    const sent = readDataset(bytes)
    const imagesOf = (dataset: Dataset) =>
      itemsOf(itemsOf(itemsOf(dataset, '0040A375')[0]!, '00081115')[0]!, '00081199').map(item =>
        textOf(item, '00081155'),
      )
    expect(imagesOf(sent)).toEqual(imagesOf(original).map(uid => keyedUid(secret, uid!)))
    expect(imagesOf(sent).length).toBeGreaterThan(0)
    expect(await deliveryOf(object)).toMatchObject({ state: 'delivered', code: null })
  })

  it.each([
    ['the basic profile', true],
    ['moved dates and redacted texts', { modifiedDates: true, cleanStructuredContent: true }],
  ])('sends a report that the standard tools take: %s', async (_, deidentify) => {
    const { object } = await makeReport()
    await deliver(object, deidentify)
    const path = join(dataDir, `${++count}.dcm`)
    await writeFile(path, await heldThere(uidsThere(object).study))
    await expectCleanSr(path)
  })

  it.skipIf(!dciodvfy)(
    'keeps every kind of result that it takes valid, and refuses pictures with words in them',
    async () => {
      const profile = { secret, options: ['modifiedDates'] } as const
      const refused: string[] = []
      for (const { kind, bytes } of await everyKind()) {
        const path = join(dataDir, 'kind.dcm')
        try {
          await writeFile(path, deidentifyFile(bytes, profile).bytes)
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'DICOM_NOT_DEIDENTIFIED' })
          refused.push(kind)
          continue
        }
        const lines = (await runToEnd(dciodvfy!, ['-new', path])).stderr.split('\n')
        expect([kind, ...lines.filter(line => line.startsWith('Error'))]).toEqual([kind])
      }
      expect(new Set(refused)).toEqual(new Set(['key-images']))
    },
  )

  it('sends the same bytes again after a crash, whatever the options are by then', async () => {
    const { object } = await makeReport()
    pacs.failWith(({ method }) => (method === 'POST' ? { status: 503 } : undefined))
    expect(await deliver(object, true)).toMatchObject({ kind: 'retry' })
    const [form] = await database.db
      .select()
      .from(sentForm)
      .where(eq(sentForm.sopInstanceUid, object.sopInstanceUid))
    pacs.failWith(() => undefined)
    await deliver(object, { fullDates: true })
    const there = await heldThere(uidsThere(object).study)
    expect(Buffer.from(there).equals(await blobs.read(form!.digest))).toBe(true)
    await database.db.transaction(tx => reopenDeliveries(tx, [object.sopInstanceUid], new Date()))
    expect(await deliver(object, true)).toEqual({ kind: 'done' })
  })

  it('tells in the audit trail what went out, once, before it went', async () => {
    const { object } = await makeReport()
    pacs.failWith(({ method }) => (method === 'POST' ? 'refuse' : undefined))
    await deliver(object, { modifiedDates: true })
    pacs.failWith(() => undefined)
    await deliver(object, { modifiedDates: true })
    const entries = await audited('delivery.deidentified', 'research')
    const [own] = entries.filter(({ detail }) => detail.sha256 === entries.at(-1)?.detail.sha256)
    expect(own.detail).toMatchObject({ target: 'research', object: 'nodule-sr', options: ['modifiedDates'] })
    expect(entries.filter(({ detail }) => detail.sentSha256 === own.detail.sentSha256)).toHaveLength(1)
    expect(JSON.stringify(entries)).not.toMatch(/Vexley|MRN|2\.25\./)
  })

  it('refuses what cannot be made clean, and the target never sees it', async () => {
    const { object } = await makeReport()
    const dataset = readDataset(object.bytes)
    const bytes = writePart10({
      ...dataset,
      '00080016': text('UI', '1.2.840.10008.5.1.4.1.1.7'),
      '00080018': text('UI', deriveUid('capture', count)),
      '00280301': text('CS', 'YES'),
    })
    const sopInstanceUid = deriveUid('capture', count)
    const capture = { ...object, kind: 'capture', sopInstanceUid, bytes }
    await enter(capture)
    const posts = pacs.requests.filter(({ method }) => method === 'POST').length
    expect(await deliver(capture, true)).toMatchObject({ kind: 'parked', code: 'DICOM_NOT_DEIDENTIFIED' })
    expect(pacs.requests.filter(({ method }) => method === 'POST').length).toBe(posts)
    expect(await deliveryOf(capture)).toMatchObject({ state: 'refused', code: 'DICOM_NOT_DEIDENTIFIED' })
  })

  it('lets pictures out that we drew ourselves, pixel by pixel', async () => {
    const { studyInstanceUid } = await makeReport()
    const studyHeader = testHeader({
      '0020000D': text('UI', studyInstanceUid),
      '00100010': { vr: 'PN', Value: [{ Alphabetic: `Vexley${count}^Quorra` }] },
      '00100020': text('LO', `MRN-77${count}`),
    })
    const [page] = await keyImages.build(reportInput({ workitemId: `pictures ${count}`, studyHeader }))
    await enter(page!)
    const posts = pacs.requests.filter(({ method }) => method === 'POST').length
    expect(await deliver(page!, true)).toMatchObject({ kind: 'done' })
    expect(await deliveryOf(page!)).toMatchObject({ state: 'delivered' })
    expect(pacs.requests.filter(({ method }) => method === 'POST').length).toBe(posts + 1)
    const key = { sopInstanceUid: page!.sopInstanceUid, target: 'research' }
    const bytes = await blobs.read((await loadSentForm(database.db, key))!)
    expect(Buffer.from(bytes).includes('Vexley')).toBe(false)
    expect(readComparable(bytes)['7FE00010']).toEqual(readComparable(page!.bytes)['7FE00010'])
  })

  describe('what comes back', () => {
    const studyRows = async () => (await database.db.select().from(study)).length
    const instancesOf = (studyId: string) =>
      database.db.select().from(instance).where(eq(instance.studyId, studyId))
    const phaseOf = async (studyId: string) =>
      (await database.db.select().from(study).where(eq(study.id, studyId)))[0]!.phase

    /** Somebody's own report on the study as they know it. */
    const foreignReport = (known: Dataset, name: string): Uint8Array =>
      syntheticInstance({
        study: textOf(known, '0020000D')!,
        series: deriveUid('foreign-series', name),
        instance: deriveUid('foreign', name),
        modality: 'SR',
        more: {
          '00100010': known['00100010']!,
          '00100020': known['00100020']!,
          '0040A375': known['0040A375']!,
        },
      })

    it('is known as our own result: no new study, no new instance, nothing starts', async () => {
      const { object, studyId } = await makeReport()
      await deliver(object, true)
      const before = { studies: await studyRows(), instances: (await instancesOf(studyId)).length }
      const back = await heldThere(uidsThere(object).study)
      const outcome = await receiver.receiveOne(chunks(back), stow)
      expect(outcome).toMatchObject({
        kind: 'stored',
        sopInstanceUid: uidsThere(object).instance,
        isDuplicate: true,
        isCoerced: true,
        isUnderPseudonym: true,
      })
      expect({ studies: await studyRows(), instances: (await instancesOf(studyId)).length }).toEqual(before)
      expect(await phaseOf(studyId)).toBe('complete')
      expect((await audited('instances.reidentified', studyId))[0].detail).toMatchObject({
        source: 'stow',
        count: 1,
        stored: 0,
      })
    })

    it.each([
      ['UIDs keyed', true],
      ['UIDs kept', { uids: true }],
    ])(
      'joins the original study under its own names, if it is the work of others: %s',
      async (_, deidentify) => {
        const { object, studyId, studyInstanceUid } = await makeReport()
        await deliver(object, deidentify)
        const there = deidentify === true ? uidsThere(object).study : studyInstanceUid
        const known = readDataset(await heldThere(there))
        const studies = await studyRows()
        const file = foreignReport(known, `report ${count}`)
        const outcome = (await receiver.receiveOne(chunks(file), stow)) as ReceiveOutcome & { kind: 'stored' }
        expect(outcome).toMatchObject({ kind: 'stored', studyInstanceUid: there, isDuplicate: false })
        expect(await studyRows()).toBe(studies)
        const [row] = await database.db
          .select()
          .from(instance)
          .where(eq(instance.sopInstanceUid, outcome.sopInstanceUid))
        expect(row).toMatchObject({ studyId, role: 'other' })
        const held = readDataset(await blobs.read(row!.digest))
        const original = readDataset(object.bytes)
        for (const tag of ['0020000D', '00100010', '00100020', '00080050', '00080020', '0040A375'])
          expect(held[tag]).toEqual(original[tag])
        const again = await receiver.receiveOne(chunks(file), stow)
        expect(again).toMatchObject({ kind: 'stored', isDuplicate: true })
      },
    )

    it('is found by polling too: our own is not even asked for, the work of others joins', async () => {
      const { object, studyId } = await makeReport()
      await deliver(object, true)
      const { study: there, instance: ours } = uidsThere(object)
      const foreign = foreignReport(readDataset(await heldThere(there)), `polled ${count}`)
      pacs.hold(foreign)
      const source = createQidoSource({
        name: 'research-pacs',
        client: client(),
        clock: systemClock,
        lookBackMs: 86_400_000,
      })
      const { db } = database
      const poller = createPoller({
        source,
        receiver,
        db,
        clock: systemClock,
        log: silentLog,
        pollEveryMs: 20,
        sweepEveryMs: 60_000,
      })
      const studies = await studyRows()
      const asked = pacs.requests.length
      await poller.sweepOnce(signal)
      expect(pacs.requests.slice(asked).some(({ path }) => path.includes(ours))).toBe(false)
      expect(await studyRows()).toBe(studies)
      const uids = (await instancesOf(studyId)).map(row => row.sopInstanceUid)
      expect(uids).toContain(textOf(readDataset(foreign), '00080018'))
      const second = pacs.requests.length
      await poller.sweepOnce(signal)
      expect(pacs.requests.slice(second).every(({ path }) => !path.endsWith('/series'))).toBe(true)
    })

    it('of another patient under a study whose UIDs were kept is not taken for it', async () => {
      const { object, studyId, studyInstanceUid } = await makeReport()
      await deliver(object, { uids: true })
      const file = syntheticInstance({ study: studyInstanceUid, patientId: 'SOMEBODY-ELSE', modality: 'SR' })
      expect(await receiver.receiveOne(chunks(file), stow)).toMatchObject({ kind: 'stored' })
      expect(await phaseOf(studyId)).toBe('quarantined')
    })

    it('is forgotten with its study', async () => {
      const { object, studyId } = await makeReport()
      await deliver(object, true)
      await database.db.delete(study).where(eq(study.id, studyId))
      const rows = await database.db.select().from(identityMap).where(eq(identityMap.studyId, studyId))
      expect(rows).toEqual([])
    })
  })
})
