import { and, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '../database.ts'
import { quarantine } from '../schema.ts'

/** One refused instance, or a study that was set aside. */
export type QuarantineRow = Omit<typeof quarantine.$inferInsert, 'id'>

/** Keeps rows of what was refused. The same bytes refused for the same reason are one row, however often they come. */
export const insertQuarantine = async (tx: Transaction, rows: readonly QuarantineRow[]): Promise<void> => {
  for (const row of rows) {
    const same = await tx
      .select({ id: quarantine.id })
      .from(quarantine)
      .where(
        and(
          eq(quarantine.code, row.code),
          row.digest == null ? isNull(quarantine.digest) : eq(quarantine.digest, row.digest),
          row.sopInstanceUid == null
            ? isNull(quarantine.sopInstanceUid)
            : eq(quarantine.sopInstanceUid, row.sopInstanceUid),
          row.studyId == null ? isNull(quarantine.studyId) : eq(quarantine.studyId, row.studyId),
          eq(quarantine.source, row.source),
        ),
      )
      .limit(1)
    if (same.length === 0) await tx.insert(quarantine).values(row)
  }
}
