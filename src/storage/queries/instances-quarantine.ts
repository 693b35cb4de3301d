import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Transaction } from '../database.ts'
import { quarantine } from '../schema.ts'

/** One refused instance, or a study that was set aside. */
export type QuarantineRow = Omit<typeof quarantine.$inferInsert, 'id'>

const rowsAtOnce = 500

const keyOf = (row: Partial<QuarantineRow>): string =>
  JSON.stringify([row.code, row.digest ?? null, row.sopInstanceUid ?? null, row.studyId ?? null])

/**
 * Keeps rows of what one source brought and was refused. The same instance refused for the same reason is one row,
 * however often it comes: senders repeat themselves.
 */
export const insertQuarantine = async (
  tx: Transaction,
  source: string,
  rows: readonly QuarantineRow[],
): Promise<void> => {
  const fresh = new Map(rows.map(row => [keyOf(row), row]))
  if (fresh.size === 0) return
  for (const row of await findAlike(tx, source, [...fresh.values()])) fresh.delete(keyOf(row))
  const left = [...fresh.values()]
  for (let at = 0; at < left.length; at += rowsAtOnce) {
    await tx.insert(quarantine).values(left.slice(at, at + rowsAtOnce))
  }
}

const findAlike = (tx: Transaction, source: string, rows: readonly QuarantineRow[]) => {
  const uids = rows.flatMap(row => row.sopInstanceUid ?? [])
  return tx
    .select()
    .from(quarantine)
    .where(
      and(
        eq(quarantine.source, source),
        inArray(quarantine.code, [...new Set(rows.map(row => row.code))]),
        or(
          isNull(quarantine.sopInstanceUid),
          sql`${quarantine.sopInstanceUid} = any(${sql.param(uids)}::text[])`,
        ),
      ),
    )
}
