import { and, count, eq, inArray, ne, sql } from 'drizzle-orm'
import type { CompleteStudy, StudyState } from '../../completion/study.ts'
import type { Dataset } from '../../dicom/dataset.ts'
import type { InstanceFacts } from '../../dicom/instance-facts.ts'
import type { SeriesFacts } from '../../dicom/series-facts.ts'
import type { Database, Transaction } from '../database.ts'
import { instance, outputObject, quarantine, series, study } from '../schema.ts'

/** A study's state and where it came from. */
export interface StudyWithSources extends StudyState {
  readonly sources: readonly string[]
}

/** What is asked of every study still receiving, each time: cheap, no counts. */
export interface ReceivingStudy {
  readonly studyId: string
  readonly sources: readonly string[]
  readonly lastArrivalAt: Date
  readonly isForced: boolean
}

/** Every study that is still receiving, the longest quiet first. */
export const listReceiving = (db: Database): Promise<readonly ReceivingStudy[]> =>
  db
    .select({
      studyId: study.id,
      sources: study.sources,
      lastArrivalAt: study.lastArrivalAt,
      isForced: study.isForced,
    })
    .from(study)
    .where(eq(study.phase, 'receiving'))
    .orderBy(study.lastArrivalAt)

/** Instances held of a study that are not ours. */
export const countHeld = async (db: Database | Transaction, studyId: string): Promise<number> => {
  const rows = await db
    .select({ total: count() })
    .from(instance)
    .where(and(eq(instance.studyId, studyId), ne(instance.role, 'ours')))
  return rows[0]?.total ?? 0
}

/** What completion knows of a study, undefined if there is none. */
export const loadStudyState = async (
  db: Database | Transaction,
  studyId: string,
): Promise<StudyWithSources | undefined> => {
  const [row] = await db.select().from(study).where(eq(study.id, studyId)).limit(1)
  return row && stateOf(row, await countHeld(db, studyId))
}

/** The same, its row locked to the end of the transaction; undefined also if another process holds it just now. */
export const lockStudyState = async (
  tx: Transaction,
  studyId: string,
): Promise<StudyWithSources | undefined> => {
  const [row] = await tx.select().from(study).where(eq(study.id, studyId)).for('update', { skipLocked: true })
  return row && stateOf(row, await countHeld(tx, studyId))
}

const stateOf = (row: typeof study.$inferSelect, heldInstances: number): StudyWithSources => ({
  studyId: row.id,
  phase: row.phase,
  revision: row.revision,
  firstArrivalAt: row.firstArrivalAt,
  lastArrivalAt: row.lastArrivalAt,
  heldInstances,
  ...(row.expectedInstances !== null && { expectedInstances: row.expectedInstances }),
  ...(row.expectedCheckedAt !== null && { expectedCheckedAt: row.expectedCheckedAt }),
  isForced: row.isForced,
  sources: row.sources,
})

/** Keeps what the PACS said it has, less our own (undefined: no PACS knows the study). */
export const saveCensus = async (
  db: Database,
  studyId: string,
  census: { readonly expectedInstances: number | undefined; readonly checkedAt: Date },
): Promise<void> => {
  await db
    .update(study)
    .set({ expectedInstances: census.expectedInstances ?? null, expectedCheckedAt: census.checkedAt })
    .where(eq(study.id, studyId))
}

/** A series that has images, with the facts of each. */
export interface ImageSeries {
  readonly id: string
  readonly seriesInstanceUid: string
  readonly header: Dataset
  readonly instances: readonly InstanceFacts[]
}

/** Series of a study that hold images of others, with their instances' facts. */
export const loadImageSeries = async (db: Database, studyId: string): Promise<readonly ImageSeries[]> => {
  const rows = await db
    .select({ seriesId: instance.seriesId, facts: instance.facts })
    .from(instance)
    .where(and(eq(instance.studyId, studyId), eq(instance.role, 'image')))
    .orderBy(instance.sopInstanceUid)
  const ids = [...new Set(rows.map(row => row.seriesId))]
  if (ids.length === 0) return []
  const heads = await db
    .select({ id: series.id, seriesInstanceUid: series.seriesInstanceUid, header: series.header })
    .from(series)
    .where(inArray(series.id, ids))
    .orderBy(series.seriesInstanceUid)
  return heads.map(head => ({
    ...head,
    instances: rows.filter(row => row.seriesId === head.id).map(row => row.facts),
  }))
}

/** Marks a locked study complete in its next revision, with the facts of its series. */
export const saveCompletion = async (
  tx: Transaction,
  complete: CompleteStudy,
  facts: readonly { readonly seriesId: string; readonly facts: SeriesFacts }[],
): Promise<void> => {
  const { studyId, revision, completedAt, reason } = complete
  await tx
    .update(study)
    .set({ phase: 'complete', revision, completedAt, completionReason: reason, isForced: false })
    .where(eq(study.id, studyId))
  for (const told of facts)
    await tx
      .update(series)
      .set({ facts: told.facts, factsRevision: revision })
      .where(eq(series.id, told.seriesId))
}

/** Marks a study that is still receiving as one to go on with. True if it changed. */
export const markForced = async (tx: Transaction, studyId: string): Promise<boolean> => {
  const rows = await tx
    .update(study)
    .set({ isForced: true })
    .where(and(eq(study.id, studyId), eq(study.phase, 'receiving'), sql`not ${study.isForced}`))
    .returning({ id: study.id })
  return rows.length > 0
}

/** What a PACS is asked about: the study's UID and where it came from. */
export const findStudyUid = async (
  db: Database,
  studyId: string,
): Promise<{ readonly studyInstanceUid: string; readonly sources: readonly string[] } | undefined> => {
  const rows = await db
    .select({ studyInstanceUid: study.studyInstanceUid, sources: study.sources })
    .from(study)
    .where(eq(study.id, studyId))
  return rows[0]
}

/**
 * Which of these SOP Instance UIDs a study's completion need not wait for: ours (made here, or held and recognised as a
 * result of Hilum), and those that were refused and will never be held. One that the PACS lists and could not give so
 * far is awaited: without it the study is a part.
 */
export const findNotAwaited = async (
  db: Database,
  sopInstanceUids: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (sopInstanceUids.length === 0) return new Set()
  const uids = [...sopInstanceUids]
  const [made, held, refused] = await Promise.all([
    db
      .select({ uid: outputObject.sopInstanceUid })
      .from(outputObject)
      .where(inArray(outputObject.sopInstanceUid, uids)),
    db
      .select({ uid: instance.sopInstanceUid, role: instance.role })
      .from(instance)
      .where(inArray(instance.sopInstanceUid, uids)),
    db
      .select({ uid: quarantine.sopInstanceUid })
      .from(quarantine)
      .where(and(inArray(quarantine.sopInstanceUid, uids), ne(quarantine.code, 'INTAKE_UNOBTAINABLE'))),
  ])
  const isHeld = new Set(held.filter(row => row.role !== 'ours').map(row => row.uid))
  const ours = [...made, ...held.filter(row => row.role === 'ours')].map(row => row.uid)
  const lost = refused.flatMap(row => (row.uid === null || isHeld.has(row.uid) ? [] : [row.uid]))
  return new Set([...ours, ...lost])
}
