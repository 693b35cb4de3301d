import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'
import { parseConnectionUrl, withDatabase } from '../../src/storage/connection-url.ts'
import { type OpenDatabase, openDatabase, openDriver } from '../../src/storage/database.ts'
import { createServiceRole } from '../../src/storage/embedded/service-database.ts'
import { migrateDatabase } from '../../src/storage/migrate.ts'
import { needsProgram } from './prerequisites.ts'
import { type ClusterKind, startTestCluster } from './test-cluster.ts'

/** A migrated database of a test's own, as the service's role. close() drops it. */
export interface TestDatabase extends OpenDatabase {
  /** As the role that owns everything but the audit trail. */
  readonly adminUrl: string
}

const templateLock = 727275

/** The service's role in tests: a name of its own, since a given server may also serve a Hilum. */
export const serviceRole = 'hilum_test_service'

const migrations = fileURLToPath(new URL('../../migrations', import.meta.url))

/** A given server outlives the run: a template of other migrations must not be taken for ours. */
const templateName = (): string => {
  const hash = createHash('sha256').update(serviceRole)
  for (const file of readdirSync(migrations).sort()) {
    if (file.endsWith('.sql')) hash.update(readFileSync(join(migrations, file)))
  }
  return `hilum_template_${hash.digest('hex').slice(0, 12)}`
}

const hasDatabase = async (sql: Sql, name: string): Promise<boolean> =>
  (await sql`select 1 from pg_database where datname = ${name}`).length > 0

/** Made once a cluster, then copied: 23 ms a test file instead of a migration. */
const ensureTemplate = async (sql: Sql, adminUrl: string, servicePassword: string): Promise<string> => {
  const template = templateName()
  if (await hasDatabase(sql, template)) return template
  await sql`select pg_advisory_lock(${templateLock})`
  if (!(await hasDatabase(sql, template))) {
    const building = `${template}_building`
    await createServiceRole(sql, serviceRole, servicePassword)
    await sql`drop database if exists ${sql(building)} with (force)`
    await sql`create database ${sql(building)}`
    await migrateDatabase({ migrationUrl: withDatabase(adminUrl, building), serviceRole })
    await sql`alter database ${sql(building)} rename to ${sql(template)}`
  }
  await sql`select pg_advisory_unlock(${templateLock})`
  return template
}

const serviceUrl = (adminUrl: string, database: string, password: string): string => {
  const url = new URL(withDatabase(adminUrl, database))
  url.username = serviceRole
  url.password = password
  return url.toString()
}

/** Where a test runs unless it says otherwise. */
const defaultKind = (): ClusterKind => (process.env.HILUM_TEST_DATABASE_URL ? 'given' : 'embedded')

/** The kinds of PostgreSQL that this machine can run a suite on: for describe.each. */
export const databaseKinds = (): readonly ClusterKind[] => [
  defaultKind(),
  ...(needsProgram('pg_ctl', 'postgresql') ? (['debian'] as const) : []),
]

/** An empty database (no tables) on a cluster, as its admin: for tests of migrations. */
export const createEmptyDatabase = async (
  kind: ClusterKind = defaultKind(),
): Promise<{ readonly adminUrl: string; readonly servicePassword: string; drop(): Promise<void> }> => {
  const { adminUrl, servicePassword } = await startTestCluster(kind)
  const name = `hilum_test_${randomBytes(6).toString('hex')}`
  const sql = openDriver({ url: adminUrl, max: 1 })
  await createServiceRole(sql, serviceRole, servicePassword)
  await sql`create database ${sql(name)}`
  return {
    adminUrl: withDatabase(adminUrl, name),
    servicePassword,
    drop: async () => {
      await sql`drop database if exists ${sql(name)} with (force)`
      await sql.end({ timeout: 5 })
    },
  }
}

/**
 * A migrated database of its own for a test file, on the embedded PostgreSQL or the server at HILUM_TEST_DATABASE_URL
 * (an admin's URL). The first call of a run starts the cluster, about 1 s; later ones take about 50 ms.
 */
export const openTestDatabase = async (kind: ClusterKind = defaultKind()): Promise<TestDatabase> => {
  const { adminUrl, servicePassword } = await startTestCluster(kind)
  const name = `hilum_test_${randomBytes(6).toString('hex')}`
  const admin = openDriver({ url: adminUrl, max: 1 })
  try {
    const template = await ensureTemplate(admin, adminUrl, servicePassword)
    await admin`create database ${admin(name)} template ${admin(template)}`
  } finally {
    await admin.end({ timeout: 5 })
  }
  const open = openDatabase({ url: serviceUrl(adminUrl, name, servicePassword) })
  return {
    ...open,
    adminUrl: withDatabase(adminUrl, name),
    close: async () => {
      await open.close()
      await dropDatabase(adminUrl, name)
    },
  }
}

const dropDatabase = async (adminUrl: string, name: string): Promise<void> => {
  const admin = openDriver({ url: adminUrl, max: 1 })
  await admin`drop database if exists ${admin(name)} with (force)`
  await admin.end({ timeout: 5 })
}

/** The URL of the service's role on the database of an admin's URL. */
export const asService = (adminUrl: string, servicePassword: string): string =>
  serviceUrl(adminUrl, parseConnectionUrl(adminUrl).database, servicePassword)
