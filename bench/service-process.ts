import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The built service in a process of its own, its data in a folder of its own. Memory is known on Linux only. */
export interface ServiceProcess {
  readonly url: string
  /** Resident memory of the service's process now, MiB. */
  residentMib(): number
  /** The most that it had since the last `resetPeak`, MiB. */
  peakMib(): number
  /** CPU time that the process has used, ms. */
  cpuMs(): number
  /** Proportional share of memory of the embedded PostgreSQL's processes now, MiB. */
  databaseMib(): number
  resetPeak(): void
  stop(): Promise<void>
}

const entry = process.env.HILUM_BENCH_ENTRY ?? fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** True where /proc tells of memory. */
export const canMeasureMemory = (): boolean => existsSync('/proc/self/smaps_rollup')

/** Starts `hilum serve` with these arguments and waits until it listens. */
export const startServiceProcess = async (...args: readonly string[]): Promise<ServiceProcess> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hilum-bench-'))
  // As root the embedded database runs as another user: left private, its files would go elsewhere.
  await chmod(dataDir, 0o755)
  const child = spawn(process.execPath, [entry, 'serve', ...args], {
    env: { ...process.env, HILUM_DATA_DIR: dataDir, HILUM_SERVER_PORT: '0', HILUM_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await waitForUrl(child)
  const pid = child.pid!
  return {
    url,
    residentMib: () => statusMib(pid, 'VmRSS'),
    peakMib: () => statusMib(pid, 'VmHWM'),
    cpuMs: () => cpuMsOf(pid),
    databaseMib: () => treeMib(postmasterOf(dataDir)),
    resetPeak: () => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const waitForUrl = async (child: ChildProcess): Promise<string> => {
  const said: string[] = []
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', line => {
      said.push(line)
      child.emit('said', line)
    })
  }
  for (;;) {
    const [what] = await Promise.race([once(child, 'said'), once(child, 'exit')])
    if (typeof what !== 'string') throw new Error(`the service did not start:\n${said.join('\n')}`)
    const url = /listens on (http:\S+)/.exec(what)?.[1]
    if (url) return url
  }
}

const statusMib = (pid: number, field: string): number => {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(text)?.[1] ?? Number.NaN) / 1024
}

/** User and system time, in ticks of 10 ms (proc(5)). */
const cpuMsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

const postmasterOf = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

const treeMib = (root: number): number => {
  const children = readFileSync(`/proc/${root}/task/${root}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
  return [root, ...children.map(Number)].map(proportionalMib).reduce((sum, mib) => sum + mib, 0)
}

const proportionalMib = (pid: number): number => {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/Pss:\s+(\d+) kB/.exec(text)?.[1] ?? 0) / 1024
  } catch {
    return 0 // A backend that has just ended.
  }
}
