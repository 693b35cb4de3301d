import { createHash, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Dataset } from '../../src/dicom/dataset.ts'
import type { InstanceFacts } from '../../src/dicom/instance-facts.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import type { InstanceRole } from '../../src/intake/instance.ts'
import type { Database } from '../../src/storage/database.ts'
import { instance, series, study } from '../../src/storage/schema.ts'

const header: Dataset = { '00080060': { vr: 'CS', Value: ['CT'] } }

/** A study's row as intake writes it when the first instance comes. */
export const storeStudy = async (
  db: Database,
  at: Date,
  changes: Partial<typeof study.$inferInsert> = {},
): Promise<typeof study.$inferSelect> => {
  const rows = await db
    .insert(study)
    .values({
      studyInstanceUid: deriveUid('test study', randomUUID()),
      patientId: 'P1',
      issuerOfPatientId: '',
      header,
      phase: 'receiving',
      sources: ['stow'],
      firstArrivalAt: at,
      lastArrivalAt: at,
      ...changes,
    })
    .returning()
  return rows[0]!
}

/** A series' row. */
export const storeSeries = async (
  db: Database,
  studyId: string,
  changes: Partial<typeof series.$inferInsert> = {},
): Promise<typeof series.$inferSelect> => {
  const seriesInstanceUid = deriveUid('test series', randomUUID())
  const rows = await db
    .insert(series)
    .values({ studyId, seriesInstanceUid, modality: 'CT', header, ...changes })
    .returning()
  return rows[0]!
}

/** An instance as intake records it: its row, and for what is not ours the study receiving again since `at`. */
export const storeInstance = async (
  db: Database,
  into: { readonly study: typeof study.$inferSelect; readonly series: typeof series.$inferSelect },
  at: Date,
  role: InstanceRole = 'image',
): Promise<InstanceFacts> => {
  const sopInstanceUid = deriveUid<'instance'>('test instance', randomUUID())
  const facts: InstanceFacts = {
    studyInstanceUid: into.study.studyInstanceUid as InstanceFacts['studyInstanceUid'],
    seriesInstanceUid: into.series.seriesInstanceUid as InstanceFacts['seriesInstanceUid'],
    sopInstanceUid,
    sopClassUid: deriveUid('class', role),
    transferSyntaxUid: deriveUid('syntax'),
    digest: createHash('sha256').update(sopInstanceUid).digest('hex'),
    sizeBytes: 1000,
    modality: role === 'image' ? 'CT' : 'SR',
    imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    isOurs: role === 'ours',
  }
  await db.transaction(async tx => {
    await tx.insert(instance).values({
      sopInstanceUid,
      studyId: into.study.id,
      seriesId: into.series.id,
      sopClassUid: facts.sopClassUid,
      transferSyntaxUid: facts.transferSyntaxUid,
      digest: facts.digest,
      sizeBytes: facts.sizeBytes,
      role,
      source: 'stow',
      facts,
      receivedAt: at,
    })
    if (role === 'ours') return
    await tx.update(study).set({ phase: 'receiving', lastArrivalAt: at }).where(eq(study.id, into.study.id))
  })
  return facts
}
