import { readInstance } from '../../src/dicom/part10-index.ts'
import { buildInstanceFacts } from '../../src/dicom/read-facts.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import { synthesizePhantom } from '../../src/phantom/synthesize.ts'
import type { BlobStore } from '../../src/storage/blob-store.ts'
import type { Database } from '../../src/storage/database.ts'
import {
  delivery,
  finding,
  instance,
  outputObject,
  routingDecision,
  workitem,
} from '../../src/storage/schema.ts'
import { roundNodule, testStack } from './report-input.ts'
import { storeSeries, storeStudy } from './stored-study.ts'

/** Times of what `storeAnalysedStudy` stores. */
export const analysedAt = new Date('2026-03-04T10:00:00Z')

const after = (seconds: number): Date => new Date(analysedAt.getTime() + 1000 * seconds)

const order = {
  detector: 'built-in',
  detectorParams: {},
  summarizeLanguages: [],
  priority: 'routine',
  outputs: ['nodule-sr'],
  deliverTo: [],
} as const

/** What was stored. */
export interface AnalysedStudy {
  readonly studyId: string
  readonly studyInstanceUid: string
  readonly delivered: string
  readonly failed: string
  readonly reportUid: string
}

const leaf = (subject: string, holds: 'yes' | 'no' | 'unknown', seen: string | null, wanted: string) => ({
  kind: 'leaf',
  condition: 'fact',
  subject,
  holds,
  seen,
  wanted,
})

/**
 * A complete study as the rooms leave it: one phantom slice in the blob store, one rule that matched, analysed with a
 * finding and delivered to `held` but refused by a PACS, one that failed, one that did not match.
 */
export const storeAnalysedStudy = async (db: Database, blobs: BlobStore): Promise<AnalysedStudy> => {
  const phantom = synthesizePhantom({ seed: 5, slices: 1, matrix: 128, nodules: 0 })
  const row = await storeStudy(db, analysedAt, {
    studyInstanceUid: phantom.studyInstanceUid,
    patientId: '007',
    phase: 'complete',
    revision: 1,
    sources: ['orthanc'],
    completedAt: after(10),
    completionReason: 'counts-and-quiet',
    expectedInstances: 1,
    expectedCheckedAt: after(9),
    header: {
      '00080020': { vr: 'DA', Value: ['20260304'] },
      '00081030': { vr: 'LO', Value: ['CT <b>chest</b>'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎' }] },
    },
  })
  const held = await storeSeries(db, row.id, { seriesInstanceUid: phantom.seriesInstanceUid })
  let sliceUid = ''
  for await (const { bytes, sopInstanceUid } of phantom.slices) {
    sliceUid = sopInstanceUid
    const digest = await blobs.put(bytes)
    const facts = buildInstanceFacts(readInstance(bytes), digest, bytes.length)
    await db.insert(instance).values({
      sopInstanceUid,
      studyId: row.id,
      seriesId: held.id,
      sopClassUid: facts.sopClassUid,
      transferSyntaxUid: facts.transferSyntaxUid,
      digest,
      sizeBytes: bytes.length,
      role: 'image',
      source: 'orthanc',
      facts,
      receivedAt: analysedAt,
    })
  }
  await storeDecisions(db, row.id, phantom.seriesInstanceUid)
  const [delivered, failed] = await storeWorkitems(db, row.id, sliceUid)
  const reportUid = await storeReport(db, delivered, phantom.studyInstanceUid)
  return { studyId: row.id, studyInstanceUid: phantom.studyInstanceUid, delivered, failed, reportUid }
}

const storeDecisions = async (db: Database, studyId: string, seriesInstanceUid: string): Promise<void> => {
  const base = { studyId, studyRevision: 1, ruleRevision: 'a'.repeat(64), decidedAt: after(11) }
  const asked = (holds: 'yes' | 'no', of: unknown[]) => ({
    series: [{ kind: 'asked', seriesInstanceUid, holds, explanation: { kind: 'all', holds, of } }],
  })
  await db.insert(routingDecision).values([
    {
      ...base,
      ruleName: 'chest-ct-nodules',
      isMatch: true,
      explanation: asked('yes', [leaf('bodyRegion', 'yes', 'chest', 'one of chest')]),
    },
    {
      ...base,
      ruleName: 'thin-slices',
      isMatch: false,
      explanation: asked('no', [
        leaf('sliceThicknessMm', 'no', '2.5', 'at most 1'),
        { kind: 'not', holds: 'unknown', of: leaf('hasContrast', 'unknown', null, 'true') },
      ]),
    },
  ])
}

const storeWorkitems = async (
  db: Database,
  studyId: string,
  sliceUid: string,
): Promise<readonly [string, string]> => {
  const [delivered, failed] = ['d'.repeat(64), 'f'.repeat(64)] as const
  const base = {
    studyId,
    studyRevision: 1,
    ruleRevision: 'a'.repeat(64),
    seriesInstanceUids: [],
    digests: [],
    order,
  }
  await db.insert(workitem).values([
    {
      ...base,
      id: delivered,
      ruleName: 'chest-ct-nodules',
      state: 'COMPLETED',
      outcome: 'delivered',
      algorithm: { name: 'Built-in', version: '1.0.0', manufacturer: 'Hilum', parameters: 'score >= 0.50' },
      warnings: ['Slices are 2.5 mm thick.'],
      timingsMs: { preprocess: 800, lungs: 2000 },
      createdAt: after(12),
      startedAt: after(13),
      finishedAt: after(25),
    },
    {
      ...base,
      id: failed,
      ruleName: 'other-rule',
      state: 'COMPLETED',
      outcome: 'failed',
      code: 'DICOM_DECODE_FAILED',
      reason: 'too many slices are damaged',
      createdAt: after(12),
      startedAt: after(13),
      finishedAt: after(14),
    },
  ])
  const nodule = roundNodule(testStack(40), [64, 64, 20], 12, { sliceSopInstanceUid: sliceUid })
  await db.insert(finding).values({ workitemId: delivered, ordinal: 0, finding: nodule })
  return [delivered, failed]
}

const storeReport = async (db: Database, workitemId: string, studyInstanceUid: string): Promise<string> => {
  const sopInstanceUid = deriveUid('test report', studyInstanceUid)
  await db.insert(outputObject).values({
    sopInstanceUid,
    workitemId,
    studyInstanceUid,
    seriesInstanceUid: deriveUid('test report series', studyInstanceUid),
    sopClassUid: '1.2.840.10008.5.1.4.1.1.88.34',
    kind: 'nodule-sr',
    instanceNumber: 1,
    isPositive: true,
    digest: 'b'.repeat(64),
    sizeBytes: 9000,
    createdAt: after(24),
  })
  const base = { sopInstanceUid, updatedAt: after(25) }
  await db.insert(delivery).values([
    { ...base, target: 'held', state: 'delivered', attempts: 1, deliveredAt: after(25) },
    { ...base, target: 'orthanc', state: 'refused', attempts: 2, code: 'PACS_REFUSED', detail: 'no space' },
  ])
  return sopInstanceUid
}
