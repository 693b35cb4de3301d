import { and, asc, desc, eq, getTableColumns, inArray, ne, or, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../database.ts'
import { instance, note, study } from '../schema.ts'

export type NoteRow = typeof note.$inferSelect

/** One note by id. */
export const findNote = async (db: Database | Transaction, id: string): Promise<NoteRow | undefined> =>
  (await db.select().from(note).where(eq(note.id, id)).limit(1))[0]

/** Inserts a note as it came. */
export const insertNote = async (tx: Transaction, row: typeof note.$inferInsert): Promise<NoteRow> =>
  (await tx.insert(note).values(row).returning())[0]!

/** Inserts a note whose id is derived from what it is; false where it was there before. */
export const insertNoteOnce = async (
  tx: Transaction,
  row: typeof note.$inferInsert & { readonly id: string },
): Promise<boolean> =>
  (await tx.insert(note).values(row).onConflictDoNothing().returning({ id: note.id })).length > 0

/** Notes of a study, by its UID or accession number, newest first, at most 200, without their texts. */
export const listNotesOfStudy = async (
  db: Database,
  of: { readonly studyInstanceUid: string; readonly accessionNumber: string | undefined },
): Promise<readonly Omit<NoteRow, 'text'>[]> => {
  const { text: _, ...columns } = getTableColumns(note)
  const byAccession =
    of.accessionNumber === undefined
      ? undefined
      : and(sql`${note.studyInstanceUid} is null`, eq(note.accessionNumber, of.accessionNumber))
  return db
    .select(columns)
    .from(note)
    .where(or(eq(note.studyInstanceUid, of.studyInstanceUid), byAccession))
    .orderBy(desc(note.createdAt), asc(note.id))
    .limit(200)
}

/** A study's instances of these SOP classes that are not ours, in the order of their arrival. */
export const listForeignInstances = (
  db: Database,
  studyId: string,
  sopClassUids: readonly string[],
): Promise<readonly { readonly sopClassUid: string; readonly digest: string }[]> =>
  db
    .select({ sopClassUid: instance.sopClassUid, digest: instance.digest })
    .from(instance)
    .where(
      and(
        eq(instance.studyId, studyId),
        ne(instance.role, 'ours'),
        inArray(instance.sopClassUid, [...sopClassUids]),
      ),
    )
    .orderBy(asc(instance.receivedAt), asc(instance.sopInstanceUid))

/** The study with the digest of one of its images, for what only the image's own header says; undefined if gone or set aside. */
export const findStudyWithImage = async (
  db: Database,
  studyId: string,
): Promise<
  { readonly study: typeof study.$inferSelect; readonly imageDigest: string | null } | undefined
> => {
  const [row] = await db
    .select({ study, imageDigest: instance.digest })
    .from(study)
    .leftJoin(instance, and(eq(instance.studyId, study.id), eq(instance.role, 'image')))
    .where(and(eq(study.id, studyId), ne(study.phase, 'quarantined')))
    .orderBy(asc(instance.instanceNumber), asc(instance.sopInstanceUid))
    .limit(1)
  return row
}

/** Changes a note's row. */
export const changeNote = async (
  tx: Transaction | Database,
  id: string,
  change: Partial<Omit<typeof note.$inferInsert, 'id' | 'text'>>,
): Promise<void> => {
  await tx.update(note).set(change).where(eq(note.id, id))
}

/** The held study that a note names, by Study Instance UID or accession number; undefined if none or not one alone. */
export const findStudyOfNote = async (
  db: Database,
  row: Pick<NoteRow, 'studyInstanceUid' | 'accessionNumber'>,
): Promise<typeof study.$inferSelect | undefined> => {
  if (row.studyInstanceUid === null && row.accessionNumber === null) return undefined
  const found = await db
    .select()
    .from(study)
    .where(
      and(
        ne(study.phase, 'quarantined'),
        row.studyInstanceUid === null
          ? sql`${study.header} -> '00080050' -> 'Value' ->> 0 = ${row.accessionNumber}`
          : eq(study.studyInstanceUid, row.studyInstanceUid),
      ),
    )
    .limit(2)
  return found.length === 1 ? found[0] : undefined
}
