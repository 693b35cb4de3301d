import { and, inArray, isNotNull } from 'drizzle-orm'
import type { Database } from '../database.ts'
import { sourceCursor } from '../schema.ts'

/** A source that could not be asked the last time. */
export interface FailingSource {
  readonly source: string
  readonly code: string
  readonly detail: string
  /** When it began to fail in this way, or since it last did something. */
  readonly since: Date
}

/** Those of these sources that fail now. */
export const listFailingSources = async (
  db: Database,
  names: readonly string[],
): Promise<readonly FailingSource[]> => {
  if (names.length === 0) return []
  const rows = await db
    .select()
    .from(sourceCursor)
    .where(and(inArray(sourceCursor.source, [...names]), isNotNull(sourceCursor.lastError)))
    .orderBy(sourceCursor.source)
  return rows.map(({ source, lastError, updatedAt }) => {
    const [code = '', ...rest] = (lastError ?? '').split(': ')
    return { source, code, detail: rest.join(': '), since: updatedAt }
  })
}
