import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'

const taskset = '/usr/bin/taskset'

/** The first `count` processors of a list such as `0-3,8`, as such a list. Pure. */
export const firstProcessors = (list: string, count: number): string =>
  list
    .trim()
    .split(',')
    .flatMap(range => {
      const [from = 0, to = from] = range.split('-').map(Number)
      return Array.from({ length: to - from + 1 }, (_, index) => from + index)
    })
    .slice(0, count)
    .join(',')

/**
 * Holds this process to two processors, and with it all that it starts: service, database, peer and sender share them.
 * Answers which, or that they could not be chosen (no Linux, no taskset).
 */
export const holdToTwoProcessors = (): string => {
  if (!existsSync('/proc/self/status') || !existsSync(taskset)) return `all ${cpus().length} processors`
  const allowed = /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0-1'
  const two = firstProcessors(allowed, 2)
  execFileSync(taskset, ['-a', '-c', '-p', two, String(process.pid)], { stdio: 'ignore' })
  return `processors ${two}`
}

/** The machine in a line, with what else it is busy with: figures of a busy machine are worth little. */
export const describeMachine = (held: string): string => {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = `${Math.round(totalmem() / 1e9)} GB`
  const load = loadavg()[0]!.toFixed(1)
  return `${model}, ${held}, ${memory}; Node ${process.versions.node}, ${process.platform}; load ${load} before the start`
}
