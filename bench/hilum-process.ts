import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { meterOf, type ProcessMeter, type TreeMeter, treeMeterOf } from './process-meter.ts'

/** The built service in a process of its own, its embedded database and its data in a folder of its own. */
export interface HilumProcess {
  readonly url: string
  /** Of the service's process. */
  readonly meter: ProcessMeter
  /** Of the embedded PostgreSQL. */
  readonly database: TreeMeter
  stop(): Promise<void>
}

const entry = process.env.HILUM_BENCH_ENTRY ?? fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** Starts `hilum serve` with these arguments and waits until it is ready. `env` adds HILUM_ variables. */
export const startHilumProcess = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<HilumProcess> => {
  if (!existsSync(entry)) throw new Error('dist/main.js is not there: run npm run build')
  const dataDir = await mkdtemp(join(tmpdir(), 'hilum-bench-'))
  // As root the embedded database runs as another user: left private, its files would go elsewhere.
  await chmod(dataDir, 0o755)
  const child = spawn(process.execPath, [entry, 'serve', ...args], {
    cwd: dataDir,
    env: {
      ...environmentWithoutHilum(),
      HILUM_DATA_DIR: dataDir,
      HILUM_SERVER_PORT: '0',
      HILUM_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    const url = await waitForUrl(child)
    return { url, meter: meterOf(child.pid!), database: treeMeterOf(postmasterOf(dataDir)), stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

/** What the caller's shell sets for his own Hilum must not reach the one that is measured. */
const environmentWithoutHilum = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('HILUM_') && name !== 'DATABASE_URL'),
  )

const waitForUrl = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    const said: string[] = []
    child.once('exit', () => reject(new Error(`the service did not start:\n${said.join('\n')}`)))
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', line => {
        said.push(line)
        const url = /listens on (http:\S+)/.exec(line)?.[1]
        if (url) resolve(url)
      })
    }
  })

const postmasterOf = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n', 1)[0])
