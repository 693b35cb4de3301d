import { existsSync } from 'node:fs'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { HilumConfig } from '../../config/schema.ts'
import { isValidUid } from '../../dicom/uid.ts'
import { askPacs, type CheckedResult, checkResults } from './check-results.ts'
import { findHeldResults } from './held-results.ts'
import { type FoundResults, findResultFiles } from './result-files.ts'

/** What a check stands on. */
export interface RunCheckDeps {
  readonly config: HilumConfig
  readonly clock: Clock
  log(): Log
  tell(line: string): void
}

/** Checks files and folders, or what is held of a study where the one word is its UID and no file. */
export const runResultsCheck = async (
  deps: RunCheckDeps,
  what: readonly string[],
  signal: AbortSignal,
): Promise<{
  readonly objects: readonly CheckedResult[]
  readonly unreadable: FoundResults['unreadable']
}> => {
  const found = await find(deps, what, signal)
  const ports = { studyInPacs: askPacs(deps.config, deps.tell), signal }
  return { objects: await checkResults(found, ports), unreadable: found.unreadable }
}

const find = async (
  { config, clock, log }: RunCheckDeps,
  what: readonly string[],
  signal: AbortSignal,
): Promise<FoundResults> => {
  const [only] = what
  if (what.length === 1 && only !== undefined && !existsSync(only) && isValidUid(only))
    return findHeldResults(config, only, { log: log(), now: clock.now() })
  const there = what.filter(path => existsSync(path))
  const absent = what.filter(path => !existsSync(path)).map(path => ({ path, reason: 'it is not there' }))
  const found = await findResultFiles(there, signal)
  return { ...found, unreadable: [...absent, ...found.unreadable] }
}
