import { sql } from 'drizzle-orm'
import type { Transaction } from '../storage/database.ts'
import { canonicalJson } from './canonical-json.ts'
import type { AuditEvent } from './entry.ts'

/**
 * Appends to the chain inside the caller's transaction. Call it last: it holds the chain's lock until the commit.
 * No network between this and the commit.
 */
export const appendAudit = async (tx: Transaction, ...events: readonly AuditEvent[]): Promise<void> => {
  for (const event of events) {
    await tx.execute(
      sql`select audit_append(${event.actor}, ${event.action}, ${event.subject}, ${canonicalJson(event.detail)})`,
    )
  }
}
