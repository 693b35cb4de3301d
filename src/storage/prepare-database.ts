import { HilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { type OpenDatabase, openDatabase, openDriver } from './database.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { migrateDatabase } from './migrate.ts'

/** What the configuration says of the database. */
export interface PrepareOptions {
  /** DATABASE_URL: unset means the embedded one. */
  readonly databaseUrl?: string
  /** HILUM_MIGRATION_DATABASE_URL: the tables' owner. Default: `databaseUrl`. */
  readonly migrationDatabaseUrl?: string
  /** HILUM_DATA_DIR. */
  readonly dataDir: string
  readonly log: Log
  /** Connections of the service's pool at most. Default 10. */
  readonly max?: number
  /** Default true. */
  readonly migrate?: boolean
}

/** The service's database, ready. Its close() also stops the embedded server, if this process started it. */
export interface PreparedDatabase extends OpenDatabase {
  readonly kind: 'embedded' | 'given'
  /** As whom migrations ran. */
  readonly migrationUrl: string
  /** Migrations applied just now. */
  readonly applied: number
}

interface Location {
  readonly kind: 'embedded' | 'given'
  readonly serviceUrl: string
  readonly migrationUrl: string
  stop(): Promise<void>
}

const locate = async (options: PrepareOptions): Promise<Location> => {
  if (options.databaseUrl !== undefined) {
    const serviceUrl = options.databaseUrl
    const migrationUrl = options.migrationDatabaseUrl ?? serviceUrl
    return { kind: 'given', serviceUrl, migrationUrl, stop: async () => {} }
  }
  const server = await startEmbeddedPostgres(options)
  return {
    kind: 'embedded',
    serviceUrl: server.serviceUrl,
    migrationUrl: server.adminUrl,
    stop: () => server.stop(),
  }
}

const readServiceRole = async (url: string): Promise<string> => {
  const sql = openDriver({ url, max: 1 })
  try {
    const [row] = await sql`select current_user::text as name`
    return String(row?.name)
  } catch (cause) {
    const reason = (cause as { code?: unknown }).code ?? 'no answer'
    throw new HilumError('STORAGE_UNREACHABLE', `the database does not let us in: ${String(reason)}`, {
      cause,
    })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

const migrateLocation = async (location: Location, log: Log): Promise<number> => {
  const role = await readServiceRole(location.serviceUrl)
  const { applied, isAuditSeparated } = await migrateDatabase({
    migrationUrl: location.migrationUrl,
    serviceRole: role,
  })
  if (applied > 0) log.info('database.migrated', { count: applied })
  if (!isAuditSeparated) log.warn('audit.not-separated', { reason: 'see hilum doctor' })
  return applied
}

/**
 * Finds the database (DATABASE_URL, or the embedded one, started or adopted), migrates it, and opens the service's
 * pool. @throws STORAGE_UNREACHABLE, STORAGE_MIGRATION_FAILED, STORAGE_EMBEDDED_UNSUPPORTED, STORAGE_EMBEDDED_FAILED
 */
export const prepareDatabase = async (options: PrepareOptions): Promise<PreparedDatabase> => {
  const location = await locate(options)
  try {
    const applied = options.migrate === false ? 0 : await migrateLocation(location, options.log)
    const open = openDatabase({ url: location.serviceUrl, ...(options.max ? { max: options.max } : {}) })
    return {
      ...open,
      kind: location.kind,
      migrationUrl: location.migrationUrl,
      applied,
      close: async () => {
        await open.close()
        await location.stop()
      },
    }
  } catch (error) {
    await location.stop()
    throw error
  }
}
