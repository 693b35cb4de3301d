import { readFileSync, writeFileSync } from 'node:fs'

/** Memory (MB of 10^6 bytes) and time of a process, as Linux tells them in /proc; NaN elsewhere. */
export interface ProcessMeter {
  /** Resident memory now. */
  residentMb(): number
  /** The most since the start, or since the last `resetPeak` (VmHWM, proc(5)). */
  peakMb(): number
  resetPeak(): void
  /** User and system time so far, ms. */
  cpuMs(): number
}

const kibInMb = 1024 / 1e6
/** proc(5) counts in USER_HZ, which is 100 on every architecture that Node runs on. */
const msPerTick = 10

/** A meter of one process, without its children. */
export const meterOf = (pid: number): ProcessMeter => ({
  residentMb: () => statusMb(pid, 'VmRSS'),
  peakMb: () => statusMb(pid, 'VmHWM'),
  resetPeak: () => quietly(() => writeFileSync(`/proc/${pid}/clear_refs`, '5'), undefined),
  cpuMs: () => ticksOf(pid, [11, 12]) * msPerTick,
})

/** A process and its children: those of today by what they use, those of yesterday by the time they took. */
export interface TreeMeter {
  /** Proportional share of memory now, MB: pages that several processes map are counted once. */
  memoryMb(): number
  cpuMs(): number
}

/** A meter of a process with its direct children, as PostgreSQL's are. */
export const treeMeterOf = (root: number): TreeMeter => ({
  memoryMb: () => [root, ...childrenOf(root)].reduce((sum, pid) => sum + proportionalMb(pid), 0),
  cpuMs: () => {
    const living = childrenOf(root).reduce((sum, pid) => sum + (ticksOf(pid, [11, 12]) || 0), 0)
    return (ticksOf(root, [11, 12, 13, 14]) + living) * msPerTick
  },
})

const quietly = <T>(work: () => T, otherwise: T): T => {
  try {
    return work()
  } catch {
    return otherwise // A process that has just ended, or a system without /proc.
  }
}

const statusMb = (pid: number, field: string): number =>
  quietly(() => {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(text)?.[1] ?? Number.NaN) * kibInMb
  }, Number.NaN)

/** Fields of /proc/PID/stat, counted from the one behind the name, added up. */
const ticksOf = (pid: number, fields: readonly number[]): number =>
  quietly(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return fields.reduce((sum, field) => sum + Number(stat[field]), 0)
  }, Number.NaN)

const childrenOf = (pid: number): readonly number[] =>
  quietly(
    () =>
      readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
    [],
  )

const proportionalMb = (pid: number): number =>
  quietly(() => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/Pss:\s+(\d+) kB/.exec(text)?.[1] ?? 0) * kibInMb
  }, 0)
