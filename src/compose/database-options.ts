import type { HilumConfig } from '../config/schema.ts'

/** Where the database is, from the configuration. */
export const databaseOptions = ({ database, dataDir }: HilumConfig) => ({
  dataDir,
  ...(database.url === undefined ? {} : { databaseUrl: database.url }),
  ...(database.migrationUrl === undefined ? {} : { migrationDatabaseUrl: database.migrationUrl }),
})
