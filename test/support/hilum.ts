import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'
import { formatConnectionUrl } from '../../src/storage/connection-url.ts'
import { openDriver } from '../../src/storage/database.ts'
import { adminRole } from '../../src/storage/embedded/cluster.ts'
import { loadCredentials } from '../../src/storage/embedded/credentials.ts'
import { findRunningServer, readPostmasterFile } from '../../src/storage/embedded/postmaster.ts'
import { chooseRunAs } from '../../src/storage/embedded/reachable.ts'
import { type Ended, runToEnd } from './run-program.ts'

/** The built command; `npm test` builds it first. */
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** What a Hilum process of a test is started with. */
export interface HilumOptions {
  /** hilum.yaml beside data folder, port and quiet period (1 s), which may be overridden. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  /** Default `['serve']`. */
  readonly command?: readonly string[]
  /** Another Hilum's data folder, to share its blobs: it is not removed at the end. */
  readonly dataDir?: string
  /** A Postgres given to it, as the service's role and as the owner. Default: its embedded one. */
  readonly database?: { readonly url: string; readonly adminUrl: string }
}

/** A real Hilum: `dist/main.js` as a child process, on loopback, its data in a temporary folder. */
export interface TestHilum {
  /** Of its HTTP service; '' for a worker. */
  readonly url: string
  readonly dataDir: string
  /** Starts it (again) and waits until it is ready. */
  start(): Promise<void>
  /** Ends it as an operator would (SIGTERM). */
  stop(): Promise<void>
  /** Ends it at once (SIGKILL). Its embedded database runs on. */
  kill(): Promise<void>
  /** Ends it and its embedded database at once, as a power cut would. */
  cutPower(): Promise<void>
  /** True while its process lives. */
  isRunning(): boolean
  /** Runs another command of the same configuration to its end. */
  run(...args: readonly string[]): Promise<Ended>
  /** Its log so far, over all starts. */
  log(): string
  /** A driver on its database, as the owner. `close` ends it too. */
  openAdmin(): Promise<Sql>
  /** Ends everything and removes its folder. */
  close(): Promise<void>
}

const readyWithinMs = 60_000

const cleanEnvironment = (): Record<string, string> => {
  const { PATH = '', HOME = '', TMPDIR } = process.env
  return { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}) }
}

/** Makes its folder and configuration, and starts it. */
export const startHilum = async (options: HilumOptions = {}): Promise<TestHilum> => {
  const hilum = await prepareHilum(options)
  try {
    await hilum.start()
    return hilum
  } catch (thrown) {
    await hilum.close()
    throw thrown
  }
}

/** The same without starting it: `run` works at once. */
export const prepareHilum = async (options: HilumOptions = {}): Promise<TestHilum> => {
  if (!existsSync(main)) throw new Error('dist/main.js is not there: run npm run build')
  const folder = await mkdtemp(join(tmpdir(), 'hilum-e2e-'))
  await chmod(folder, 0o755) // PostgreSQL runs as nobody where the tests run as root.
  const dataDir = options.dataDir ?? join(folder, 'data')
  const command = options.command ?? ['serve']
  const configFile = join(folder, 'hilum.yaml')
  const config = { dataDir, server: { port: 0 }, completion: { quietPeriod: '1s' }, ...options.config }
  await writeFile(configFile, JSON.stringify(config))
  const env = {
    ...cleanEnvironment(),
    HILUM_CONFIG: configFile,
    ...(options.database
      ? { DATABASE_URL: options.database.url, HILUM_MIGRATION_DATABASE_URL: options.database.adminUrl }
      : {}),
    ...options.env,
  }
  const drivers: Sql[] = []
  let child: ChildProcess | undefined
  let url = ''
  let log = ''

  const start = async (): Promise<void> => {
    const from = log.length
    const starting = spawn(process.execPath, [main, ...command], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child = starting
    starting.stderr.setEncoding('utf8').on('data', text => {
      log += text
    })
    const deadline = performance.now() + readyWithinMs
    while (starting.exitCode === null && performance.now() < deadline) {
      const said = log.slice(from)
      url = /listens on (http:\/\/\S+)/.exec(said)?.[1] ?? ''
      if (url ? await isReady(url) : / works \(/.test(said)) return
      await wait(25)
    }
    throw new Error(`Hilum did not start:\n${log.slice(from)}`)
  }

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = new Promise(resolve => ending.once('exit', resolve))
    ending.kill(signal)
    await gone
  }

  return {
    get url() {
      return url
    },
    dataDir,
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    cutPower: async () => {
      process.kill(await postmasterPid(dataDir), 'SIGKILL')
      await end('SIGKILL')
    },
    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    run: (...args) => runToEnd(process.execPath, [main, ...args], { cwd: folder, env }),
    log: () => log,
    openAdmin: async () => {
      const sql = openDriver({ url: options.database?.adminUrl ?? (await embeddedAdminUrl(dataDir)), max: 4 })
      drivers.push(sql)
      return sql
    },
    close: async () => {
      await Promise.all(drivers.map(sql => sql.end({ timeout: 5 })))
      await end('SIGTERM')
      if (!options.dataDir) await endOrphan(dataDir)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const isReady = async (url: string): Promise<boolean> =>
  (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true

const embeddedAdminUrl = async (dataDir: string): Promise<string> => {
  const address = await findRunningServer(join(dataDir, 'postgres'), chooseRunAs())
  if (!address) throw new Error('its embedded database does not run')
  const { adminPassword } = await loadCredentials(dataDir)
  return formatConnectionUrl({ ...address, user: adminRole, password: adminPassword, database: 'hilum' })
}

const postmasterPid = async (dataDir: string): Promise<number> => {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
  return Number(text.split('\n', 1)[0])
}

/** A Hilum that was killed and not started again has left its database running. */
const endOrphan = async (dataDir: string): Promise<void> => {
  const dataFolder = join(dataDir, 'postgres')
  const address = await findRunningServer(dataFolder, chooseRunAs())
  if (!address) return
  process.kill(await postmasterPid(dataDir), 'SIGINT') // PostgreSQL's fast shutdown.
  while (await readPostmasterFile(dataFolder)) await wait(25)
  if (dirname(address.host) !== '/') await rm(address.host, { recursive: true, force: true })
}
