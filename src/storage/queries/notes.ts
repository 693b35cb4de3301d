import { and, eq, ne, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../database.ts'
import { note, study } from '../schema.ts'

export type NoteRow = typeof note.$inferSelect

/** One note by id. */
export const findNote = async (db: Database | Transaction, id: string): Promise<NoteRow | undefined> =>
  (await db.select().from(note).where(eq(note.id, id)).limit(1))[0]

/** Inserts a note as it came. */
export const insertNote = async (tx: Transaction, row: typeof note.$inferInsert): Promise<NoteRow> =>
  (await tx.insert(note).values(row).returning())[0]!

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
  row: NoteRow,
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
