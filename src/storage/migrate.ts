import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import type { Sql } from 'postgres'
import { HilumError } from '../base/errors.ts'
import { openDriver } from './database.ts'
import { grantService } from './privileges.ts'

// The same from src/storage and from dist/storage.
const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

// drizzle's migrate() is not safe for several processes at once: 5 of 6 parallel starts on an empty database crash.
const advisoryLock = 727274

/** What a migration is run as and for. */
export interface MigrationOptions {
  /** The role that owns the tables. */
  readonly migrationUrl: string
  /** The role that the service logs in as; it is given what it needs. May be the same one. */
  readonly serviceRole: string
}

const countApplied = async (sql: Sql): Promise<number> => {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`
  if (!table?.exists) return 0
  const [row] = await sql`select count(*)::int as count from drizzle.__drizzle_migrations`
  return Number(row?.count)
}

/**
 * Brings a database to the newest schema; safe to run in many processes at once. Returns how many migrations it
 * applied, and how the audit trail ended up protected. @throws STORAGE_MIGRATION_FAILED
 */
export const migrateDatabase = async (
  options: MigrationOptions,
): Promise<{ readonly applied: number; readonly isAuditSeparated: boolean }> => {
  const sql = openDriver({
    url: options.migrationUrl,
    max: 1,
    applicationName: 'hilum-migrate',
    statementTimeoutMs: 0,
  })
  try {
    await sql`select pg_advisory_lock(${advisoryLock})`
    const before = await countApplied(sql)
    await migrate(drizzle(sql), { migrationsFolder })
    const applied = (await countApplied(sql)) - before
    const isAuditSeparated = await grantService(sql, options.serviceRole)
    await sql`select pg_advisory_unlock(${advisoryLock})`
    return { applied, isAuditSeparated }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HilumError('STORAGE_MIGRATION_FAILED', reason, { cause })
  } finally {
    await sql.end({ timeout: 5 })
  }
}
