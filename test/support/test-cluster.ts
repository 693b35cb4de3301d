import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { silentLog } from '../../src/base/log.ts'
import { formatConnectionUrl } from '../../src/storage/connection-url.ts'
import { findNativePackage, prepareBinaries } from '../../src/storage/embedded/binaries.ts'
import {
  adminRole,
  type Cluster,
  createCluster,
  startCluster,
  stopCluster,
} from '../../src/storage/embedded/cluster.ts'
import { loadCredentials } from '../../src/storage/embedded/credentials.ts'
import { findRunningServer } from '../../src/storage/embedded/postmaster.ts'
import { chooseRunAs } from '../../src/storage/embedded/reachable.ts'
import { needsProgram } from './prerequisites.ts'

/**
 * Which PostgreSQL a test runs on. embedded: npm's binaries on a socket. debian: PostgreSQL 15 of the Debian package on
 * a free TCP port, as a hospital's. given: the server at HILUM_TEST_DATABASE_URL.
 */
export type ClusterKind = 'embedded' | 'debian' | 'given'

/** One folder for the clusters of a test run; test/support/global-setup.ts makes and removes it. */
const runFolder = (): string => {
  const folder = process.env.HILUM_TEST_CLUSTERS
  if (!folder) throw new Error('test/support/global-setup.ts has not run')
  return folder
}

const findBinaries = async (kind: ClusterKind): Promise<string> => {
  const runAs = chooseRunAs()
  if (kind === 'embedded') return prepareBinaries(findNativePackage(), join(runFolder(), 'cache'), runAs)
  const program = needsProgram('pg_ctl', 'postgresql')
  if (!program) throw new Error('ask databaseKinds() first')
  return dirname(program)
}

const describeCluster = async (kind: 'embedded' | 'debian'): Promise<Cluster> => ({
  binFolder: await findBinaries(kind),
  runAs: chooseRunAs(),
  dataFolder: join(runFolder(), kind, 'postgres'),
  listen: kind === 'debian' || process.platform === 'win32' ? 'tcp' : 'socket',
  settings: { fsync: 'off', max_connections: '200' },
})

/** The admin URL (database postgres) and the service's password of a cluster, started by whoever asks first. */
export const startTestCluster = async (
  kind: ClusterKind,
): Promise<{ readonly adminUrl: string; readonly servicePassword: string }> => {
  if (kind === 'given') {
    const adminUrl = process.env.HILUM_TEST_DATABASE_URL
    if (!adminUrl) throw new Error('HILUM_TEST_DATABASE_URL is not set')
    return { adminUrl, servicePassword: '0'.repeat(24) }
  }
  const cluster = await describeCluster(kind)
  const folder = dirname(cluster.dataFolder)
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const { adminPassword, servicePassword } = await loadCredentials(folder)
  await createCluster(cluster, adminPassword)
  const { address } = await startCluster(cluster)
  const adminUrl = formatConnectionUrl({
    ...address,
    user: adminRole,
    password: adminPassword,
    database: 'postgres',
  })
  return { adminUrl, servicePassword }
}

/** Makes the run's folder, open to PostgreSQL's user, and tells every test process where it is. */
export const makeRunFolder = async (parent: string): Promise<string> => {
  const folder = mkdtempSync(join(parent, 'hilum-test-'))
  await chmod(folder, 0o755)
  process.env.HILUM_TEST_CLUSTERS = folder
  return folder
}

/** Stops what was started in the run's folder, and removes it. */
export const removeRunFolder = async (folder: string): Promise<void> => {
  for (const kind of readdirSync(folder)) {
    if (kind !== 'embedded' && kind !== 'debian') continue
    const cluster = await describeCluster(kind)
    const address = await findRunningServer(cluster.dataFolder, cluster.runAs)
    if (address) await stopCluster(cluster, address).catch(() => silentLog.warn('test.cluster-not-stopped'))
  }
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
}
