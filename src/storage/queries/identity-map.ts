import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Dataset } from '../../dicom/dataset.ts'
import type { Database, Transaction } from '../database.ts'
import { identityMap, instance, outputObject, sentForm, study } from '../schema.ts'

type IdentityRow = typeof identityMap.$inferInsert

/** Rows of one statement. */
const rowsAtOnce = 5_000

function* chunksOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce)
}

/** Keeps what pseudonyms stand for; one that is known is from then on kept as long as the newest study that uses it. */
export const saveIdentities = async (tx: Transaction, rows: readonly IdentityRow[]): Promise<void> => {
  for (const some of chunksOf(rows))
    await tx
      .insert(identityMap)
      .values(some)
      .onConflictDoUpdate({
        target: [identityMap.kind, identityMap.pseudonym],
        set: { studyId: sql`excluded.study_id` },
      })
}

/** A study that went to a target under another name. */
export interface StudyBehind {
  readonly studyId: string
  /** Under which it went: the same as the original where UIDs were kept. */
  readonly pseudonym: string
  readonly studyInstanceUid: string
  readonly patientId: string
  readonly issuerOfPatientId: string
  readonly header: Dataset
}

/** The studies that these Study Instance UIDs stand for; most stand for themselves, and are not answered. */
export const findStudiesBehind = async (
  db: Database,
  studyInstanceUids: readonly string[],
): Promise<readonly StudyBehind[]> =>
  studyInstanceUids.length === 0
    ? []
    : db
        .select({
          studyId: study.id,
          pseudonym: identityMap.pseudonym,
          studyInstanceUid: study.studyInstanceUid,
          patientId: study.patientId,
          issuerOfPatientId: study.issuerOfPatientId,
          header: study.header,
        })
        .from(identityMap)
        .innerJoin(study, eq(study.id, identityMap.studyId))
        .where(and(eq(identityMap.kind, 'study'), inArray(identityMap.pseudonym, [...studyInstanceUids])))

/** What these pseudonyms stand for; those that stand for nothing are not in the map. */
export const findOriginals = async (
  db: Database,
  kind: IdentityRow['kind'],
  pseudonyms: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>()
  for (const some of chunksOf(pseudonyms)) {
    const rows = await db
      .select({ pseudonym: identityMap.pseudonym, original: identityMap.original })
      .from(identityMap)
      .where(and(eq(identityMap.kind, kind), inArray(identityMap.pseudonym, some)))
    for (const row of rows) found.set(row.pseudonym, row.original)
  }
  return found
}

/** What of an object's place in the ledger its de-identified form needs. */
export interface ObjectPlace {
  readonly studyId: string | null
  /** Whose object it is: a workitem's or a note's id. */
  readonly owner: string | null
  readonly digest: string
}

/** Where an object of ours belongs; undefined if it is not in the ledger. */
export const loadObjectPlace = async (
  db: Database,
  sopInstanceUid: string,
): Promise<ObjectPlace | undefined> => {
  const [row] = await db
    .select({
      studyId: instance.studyId,
      workitemId: outputObject.workitemId,
      noteId: outputObject.noteId,
      digest: outputObject.digest,
    })
    .from(outputObject)
    .leftJoin(instance, eq(instance.sopInstanceUid, outputObject.sopInstanceUid))
    .where(eq(outputObject.sopInstanceUid, sopInstanceUid))
  return row && { studyId: row.studyId, owner: row.workitemId ?? row.noteId, digest: row.digest }
}

type FormKey = Pick<typeof sentForm.$inferSelect, 'sopInstanceUid' | 'target'>

/** Digest of the form in which an object goes to a target; undefined where none was made yet. */
export const loadSentForm = async (
  db: Database | Transaction,
  { sopInstanceUid, target }: FormKey,
): Promise<string | undefined> => {
  const [row] = await db
    .select({ digest: sentForm.digest })
    .from(sentForm)
    .where(and(eq(sentForm.sopInstanceUid, sopInstanceUid), eq(sentForm.target, target)))
  return row?.digest
}

/** Keeps the form in which an object goes to a target; false where another process was first. */
export const saveSentForm = async (tx: Transaction, row: typeof sentForm.$inferInsert): Promise<boolean> => {
  const rows = await tx
    .insert(sentForm)
    .values(row)
    .onConflictDoNothing()
    .returning({ digest: sentForm.digest })
  return rows.length > 0
}
