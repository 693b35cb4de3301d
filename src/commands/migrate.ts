import type { Command } from 'commander'
import type { Log } from '../base/log.ts'
import { readAuditProtection } from '../storage/audit-protection.ts'
import { prepareDatabase } from '../storage/prepare-database.ts'

/** What commands that only need the database are given. */
export interface DatabaseCommandDeps {
  loadConfig(): Promise<{
    readonly databaseUrl?: string
    readonly migrationDatabaseUrl?: string
    readonly dataDir: string
  }>
  readonly log: Log
}

const runMigrate = async (deps: DatabaseCommandDeps, options: { readonly json?: boolean }): Promise<void> => {
  const database = await prepareDatabase({ ...(await deps.loadConfig()), log: deps.log, max: 2 })
  try {
    const { applied, kind } = database
    const audit = await readAuditProtection(database.sql)
    const text = `${applied} migrations applied to the ${kind} database. ${audit.sentence}`
    process.stdout.write(`${options.json ? JSON.stringify({ applied, database: kind, audit }) : text}\n`)
  } finally {
    await database.close()
  }
}

/** `hilum migrate [--json]`: brings the database to the newest schema, as HILUM_MIGRATION_DATABASE_URL. */
export const registerMigrate = (program: Command, deps: DatabaseCommandDeps): void => {
  program
    .command('migrate')
    .description('apply migrations to the database')
    .option('--json', 'print one JSON object')
    .action((options: { readonly json?: boolean }) => runMigrate(deps, options))
}
