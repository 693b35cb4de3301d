import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type * as schema from './schema.ts'

/** Drizzle over postgres.js with our schema. */
export type Database = PostgresJsDatabase<typeof schema>

/** A transaction of it: what steps change state in. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
