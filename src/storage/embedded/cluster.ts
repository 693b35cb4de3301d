import { randomBytes } from 'node:crypto'
import { access, chown, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HilumError } from '../../base/errors.ts'
import { findRunningServer, readPostmasterFile, type ServerAddress } from './postmaster.ts'
import { type Programs, runProgram } from './program.ts'

/** The role that owns a cluster of ours: for migrations, over the socket; the service has another. */
export const adminRole = 'hilum_admin'

/** A data folder and the programs that serve it. */
export interface Cluster extends Programs {
  readonly dataFolder: string
  /** Socket: no TCP at all. TCP: loopback, a free port (Windows, and tests of a given Postgres). */
  readonly listen: 'socket' | 'tcp'
  /** Server settings beside ours, as in postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>
}

const give = async ({ runAs }: Programs, path: string): Promise<void> => {
  if (runAs) await chown(path, runAs.uid, runAs.gid)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Makes the data folder unless it stands: initdb beside it, then one rename, so that it is whole or absent. */
export const createCluster = async (cluster: Cluster, adminPassword: string): Promise<void> => {
  if (await exists(join(cluster.dataFolder, 'PG_VERSION'))) return
  const staging = `${cluster.dataFolder}.${process.pid}.${randomBytes(4).toString('hex')}`
  const passwordFile = `${staging}.password`
  try {
    await mkdir(staging, { recursive: true, mode: 0o700 })
    await writeFile(passwordFile, adminPassword, { mode: 0o600, flag: 'wx' })
    await Promise.all([give(cluster, staging), give(cluster, passwordFile)])
    const options = ['-A', 'scram-sha-256', '-E', 'UTF8', '--no-locale', '--data-checksums', '-N']
    const args = ['-D', staging, '-U', adminRole, `--pwfile=${passwordFile}`, ...options]
    await runProgram(cluster, 'initdb', args, staging)
    await rename(staging, cluster.dataFolder)
  } catch (error) {
    if (!(await exists(join(cluster.dataFolder, 'PG_VERSION')))) throw error // Else another process was faster.
  } finally {
    await Promise.all([staging, passwordFile].map(path => rm(path, { recursive: true, force: true })))
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** A new private folder each start: its name cannot be guessed and taken before us. Paths are limited to 107 bytes. */
const makeSocketFolder = async (cluster: Cluster): Promise<string> => {
  const parent = tmpdir().length > 60 ? '/tmp' : tmpdir()
  const folder = await mkdtemp(join(parent, 'hilum-pg-'))
  await give(cluster, folder)
  return folder
}

const chooseAddress = async (cluster: Cluster): Promise<ServerAddress> =>
  cluster.listen === 'socket'
    ? { host: await makeSocketFolder(cluster), port: 5432 }
    : { host: '127.0.0.1', port: await freePort() }

/**
 * An error's DETAIL is the row that failed, and its message may hold a value: patient data, in a file that nobody
 * guards. The service is told of them anyway; the server's own events and what ends it stay in the log.
 */
const quietLog = { log_min_messages: 'log', log_min_error_statement: 'panic', log_error_verbosity: 'terse' }

const serverOptions = (cluster: Cluster, { host, port }: ServerAddress): string => {
  const network =
    cluster.listen === 'socket'
      ? { listen_addresses: '', unix_socket_directories: host, unix_socket_permissions: '0700' }
      : { listen_addresses: host, unix_socket_directories: '' }
  const settings = { ...network, ...quietLog, port: String(port), ...cluster.settings }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

const start = async (cluster: Cluster): Promise<ServerAddress> => {
  const address = await chooseAddress(cluster)
  const log = join(cluster.dataFolder, 'server.log')
  const args = ['-D', cluster.dataFolder, '-l', log, '-w', '-t', '60', '-o', serverOptions(cluster, address)]
  try {
    await runProgram(cluster, 'pg_ctl', [...args, 'start'], cluster.dataFolder)
  } catch (error) {
    await removeSocketFolder(address)
    throw error
  }
  return address
}

/** Only folders that we made; the server's death by kill -9 leaves one behind. */
const removeSocketFolder = async ({ host }: ServerAddress): Promise<void> => {
  if (basename(host).startsWith('hilum-pg-')) await rm(host, { recursive: true, force: true })
}

/**
 * Adopts the server that runs on the data folder, or starts one. After a double kill -9 postmaster.pid guards against
 * backends that survive, so it is never deleted: starting is tried again for 10 s, until the kernel has reaped them.
 */
export const startCluster = async (
  cluster: Cluster,
): Promise<{ readonly address: ServerAddress; readonly isStartedHere: boolean }> => {
  const stale = await readPostmasterFile(cluster.dataFolder)
  for (let attempt = 1; ; attempt += 1) {
    const running = await findRunningServer(cluster.dataFolder, cluster.runAs)
    if (running) return { address: running, isStartedHere: false }
    try {
      const address = await start(cluster)
      if (stale) await removeSocketFolder(stale)
      return { address, isStartedHere: true }
    } catch (error) {
      if (attempt >= 40 || !(error instanceof HilumError)) throw error
      await sleep(250)
    }
  }
}

/** Stops the server at this address, if it still runs: sessions are cut, nothing committed is lost. */
export const stopCluster = async (cluster: Cluster, address: ServerAddress): Promise<void> => {
  const running = await findRunningServer(cluster.dataFolder, cluster.runAs)
  if (running?.host === address.host && running.port === address.port) {
    const args = ['-D', cluster.dataFolder, '-m', 'fast', '-w', '-t', '60', 'stop']
    await runProgram(cluster, 'pg_ctl', args, cluster.dataFolder)
  }
  await removeSocketFolder(address)
}
