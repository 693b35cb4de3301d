import { eq } from 'drizzle-orm'
import type { Database, Transaction } from '../database.ts'
import { note } from '../schema.ts'

export type NoteRow = typeof note.$inferSelect

/** One note by id. */
export const findNote = async (db: Database | Transaction, id: string): Promise<NoteRow | undefined> =>
  (await db.select().from(note).where(eq(note.id, id)).limit(1))[0]

/** Inserts a note as it came. */
export const insertNote = async (tx: Transaction, row: typeof note.$inferInsert): Promise<NoteRow> =>
  (await tx.insert(note).values(row).returning())[0]!
