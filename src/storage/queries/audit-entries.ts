import { asc, desc, gt } from 'drizzle-orm'
import type { Database } from '../database.ts'
import { auditEntry } from '../schema.ts'

/** Entries after `after` (a seq; 0 for the first), in order. */
export const listAuditEntries = (db: Database, after: number, limit: number) =>
  db.select().from(auditEntry).where(gt(auditEntry.seq, after)).orderBy(asc(auditEntry.seq)).limit(limit)

/** The newest entries, newest first. */
export const listNewestAuditEntries = (db: Database, limit: number) =>
  db.select().from(auditEntry).orderBy(desc(auditEntry.seq)).limit(limit)
