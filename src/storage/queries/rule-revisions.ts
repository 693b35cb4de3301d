import { desc } from 'drizzle-orm'
import type { Database } from '../database.ts'
import { ruleRevision } from '../schema.ts'

/** Every revision of the rules that was in force, newest first. */
export const listRuleRevisions = (db: Database): Promise<readonly (typeof ruleRevision.$inferSelect)[]> =>
  db.select().from(ruleRevision).orderBy(desc(ruleRevision.createdAt))
