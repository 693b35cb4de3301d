import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres, { type Options, type PostgresType, type Sql } from 'postgres'
import { parseConnectionUrl } from './connection-url.ts'
import * as schema from './schema.ts'

/** Drizzle over postgres.js with our schema. */
export type Database = PostgresJsDatabase<typeof schema>

/** A transaction of it: what steps change state in. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/** An open pool: drizzle on it, the driver itself for what drizzle cannot say, and its end. */
export interface OpenDatabase {
  readonly url: string
  readonly db: Database
  readonly sql: Sql
  /** Waits up to 5 s for running queries, then cuts the connections. */
  close(): Promise<void>
}

/** What `openDatabase` takes. */
export interface DatabaseOptions {
  readonly url: string
  /** Connections at most. Default 10. */
  readonly max?: number
  /** What pg_stat_activity shows. Default `hilum`. */
  readonly applicationName?: string
  /** Longest single statement in ms. Default 120,000; 0 for none. */
  readonly statementTimeoutMs?: number
}

// postgres.js may send BEGIN on a connection that it has not reserved when that BEGIN fills the pipeline, so that
// transactions mix (porsager/postgres #823, #1189, #1204; 42 of 600 in our repro at the default of 100, none at this).
const maxPipeline = 1_000_000

/** Driver options that every pool of ours has: bounded waits, quiet notices, the pipeline as above. */
export const driverOptions = (
  options: DatabaseOptions,
): Options<Record<string, PostgresType>> & { max_pipeline: number } => ({
  max: options.max ?? 10,
  max_pipeline: maxPipeline,
  connect_timeout: 15,
  onnotice: () => {},
  connection: {
    application_name: options.applicationName ?? 'hilum',
    statement_timeout: options.statementTimeoutMs ?? 120_000,
    lock_timeout: options.statementTimeoutMs === 0 ? 0 : 60_000,
    idle_in_transaction_session_timeout: options.statementTimeoutMs === 0 ? 0 : 120_000,
  },
})

/** The driver alone on a URL, a socket's or a host's. The caller ends it. */
export const openDriver = (options: DatabaseOptions): Sql => {
  const parts = parseConnectionUrl(options.url)
  if (!parts.isSocket) return postgres(options.url, driverOptions(options))
  const { host, port, user, password, database } = parts
  return postgres({ ...driverOptions(options), host, port, user, password, database })
}

/** Opens a pool on a PostgreSQL URL. Connections are made when first used, so this never fails. */
export const openDatabase = (options: DatabaseOptions): OpenDatabase => {
  const sql = openDriver(options)
  return { url: options.url, sql, db: drizzle(sql, { schema }), close: () => sql.end({ timeout: 5 }) }
}
