import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { deriveUid } from '../../../src/dicom/uid.ts'
import { createReviewApi } from '../../../src/http/api/reviews.ts'
import type { RequestVariables } from '../../../src/http/problem.ts'
import { isMeasurementReport } from '../../../src/inference/notes/study-document.ts'
import { createReceiver, type Receiver } from '../../../src/intake/receive-step.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import type { OutputObject } from '../../../src/reporting/output-object.ts'
import { reviewStudy } from '../../../src/reporting/review/review-step.ts'
import { type BlobStore, openBlobStore } from '../../../src/storage/blob-store.ts'
import { auditEntry, finding, instance, outputObject, study, workitem } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { insertWorkitem } from '../../support/jobs.ts'
import { implicitFile, personReport } from '../../support/person-report.ts'
import { reportInput, testFindings, testHeader, testStack } from '../../support/report-input.ts'
import { syntheticInstance } from '../../support/synthetic-instance.ts'

const studyUid = deriveUid('test-study', 1)
const stack = testStack()

describe('what people make of our findings', () => {
  let database: TestDatabase
  let folder: string
  let blobs: BlobStore
  let receiver: Receiver
  let ours: OutputObject
  let studyId: string

  const slice = (index: number): Uint8Array =>
    syntheticInstance({
      study: studyUid,
      series: deriveUid('test-series', 1),
      instance: stack.images[index]!.sopInstanceUid,
      instanceNumber: index,
      more: {
        '00100020': { vr: 'LO', Value: ['P-1'] },
        '00200032': {
          vr: 'DS',
          Value: [stack.originMm[0], stack.originMm[1], stack.originMm[2] + index * stack.spacingMm],
        },
        '00280030': { vr: 'DS', Value: [stack.pixelMm, stack.pixelMm] },
      },
    })

  const receive = async (bytes: Uint8Array): Promise<void> => {
    const chunks = async function* () {
      yield bytes
    }
    const outcome = await receiver.receiveOne(chunks(), { source: 'stow', actor: 'api' })
    expect(outcome.kind).toBe('stored')
  }

  /** A long axis of 23 mm about the first finding, moved by so many pixels. */
  const drawn = (by: number, trackingUid = '1.2.9.1') => ({
    trackingUid,
    graphics: [
      {
        type: 'POLYLINE',
        data: [316.5 + by - 11.5 / stack.pixelMm, 367.5, 316.5 + by + 11.5 / stack.pixelMm, 367.5],
        image: stack.images[90]!.sopInstanceUid,
      },
    ],
  })

  const report = (name: string, changes: Partial<Parameters<typeof personReport>[0]> = {}): Uint8Array =>
    implicitFile(
      personReport({
        sopInstanceUid: deriveUid('theirs', name),
        studyInstanceUid: studyUid,
        seriesInstanceUid: ours.seriesInstanceUid,
        patient: { '00100020': { vr: 'LO', Value: ['P-1'] } },
        measurements: [drawn(0)],
        ...changes,
      }),
    )

  const review = () => reviewStudy({ db: database.db, log: silentLog, readBytes: blobs.read }, studyId)

  const reviews = async (): Promise<readonly Record<string, unknown>[]> => {
    const app = new Hono<RequestVariables>().route('/', createReviewApi(database.db))
    const answer = await app.request(`/studies/${studyUid}/reviews`)
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { reviews: Record<string, unknown>[] }).reviews
  }
  const verdictsOf = async (name: string) =>
    (await reviews())
      .filter(row => row.sopInstanceUid === deriveUid('theirs', name))
      .map(row => row.verdict)
      .sort()

  beforeAll(async () => {
    database = await openTestDatabase()
    folder = await mkdtemp(join(tmpdir(), 'hilum-review-'))
    blobs = await openBlobStore(folder, new Date())
    receiver = createReceiver({ db: database.db, blobs, clock: systemClock, log: silentLog })
    await receive(slice(90))
    await receive(slice(60))
    const [row] = await database.db.select().from(study).where(eq(study.studyInstanceUid, studyUid))
    studyId = row!.id
    const workitemId = await insertWorkitem(database)
    await database.db.update(workitem).set({ studyId }).where(eq(workitem.id, workitemId))
    const [made] = await noduleSr.build(
      reportInput({ studyHeader: testHeader({ '0020000D': { vr: 'UI', Value: [studyUid] } }) }),
    )
    ours = made!
    const digest = await blobs.put(ours.bytes)
    await database.db
      .insert(finding)
      .values(testFindings(stack).map((one, ordinal) => ({ workitemId, ordinal, finding: one })))
    await database.db.insert(outputObject).values({
      sopInstanceUid: ours.sopInstanceUid,
      workitemId,
      studyInstanceUid: studyUid,
      seriesInstanceUid: ours.seriesInstanceUid,
      sopClassUid: ours.sopClassUid,
      kind: 'nodule-sr',
      instanceNumber: 1,
      isPositive: true,
      digest,
      sizeBytes: ours.bytes.length,
      createdAt: new Date(Date.now() - 60_000),
    })
  })
  afterAll(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('are kept once, with an entry in the trail, and their object as it came', async () => {
    const theirs = report('first')
    expect(isMeasurementReport(readDataset(theirs))).toBe(true)
    await receive(theirs)
    await review()
    expect(await verdictsOf('first')).toEqual(['accepted', 'removed'])
    await Promise.all([review(), review()])
    expect(await verdictsOf('first')).toEqual(['accepted', 'removed'])
    const entries = (await database.db.select().from(auditEntry)).filter(row =>
      row.canonical.includes('findings.reviewed'),
    )
    expect(entries).toHaveLength(1)
    expect(entries[0]!.canonical).toContain('"accepted":1')
    const [held] = await database.db
      .select()
      .from(instance)
      .where(eq(instance.sopInstanceUid, deriveUid('theirs', 'first')))
    expect(held).toMatchObject({ role: 'other' })
    expect(Buffer.from(await blobs.read(held!.digest)).equals(Buffer.from(theirs))).toBe(true)
  })

  it('are of what their predecessor was about, in whatever series', async () => {
    const seriesInstanceUid = deriveUid('series', 'theirs')
    await receive(
      report('second', {
        seriesInstanceUid,
        predecessor: deriveUid('theirs', 'first'),
        measurements: [drawn(5)],
      }),
    )
    await receive(
      report('third', {
        seriesInstanceUid,
        observer: 'Reader^Rita',
        measurements: [drawn(0), drawn(-250, '1.2.9.2')],
      }),
    )
    await review()
    expect(await verdictsOf('second')).toEqual(['moved', 'removed'])
    expect(await verdictsOf('third')).toEqual(['accepted', 'added'])
    const named = (await reviews()).filter(row => row.observer === 'Reader^Rita')
    expect(named).toHaveLength(2)
  })

  it('are nothing where an object cannot be read, or holds no measurement, and stop nothing', async () => {
    await receive(report('empty', { measurements: [] }))
    const before = (await reviews()).length
    await review()
    expect(await reviews()).toHaveLength(before)
  })
})
