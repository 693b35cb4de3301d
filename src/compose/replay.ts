import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { HilumConfig } from '../config/schema.ts'
import type { ReplayResult } from '../routing/replay.ts'
import { replayRules } from '../routing/replay-step.ts'
import type { RuleSet } from '../routing/rule-set.ts'
import { prepareDatabase } from '../storage/prepare-database.ts'
import { databaseOptions } from './database-options.ts'
import { readRules } from './rules.ts'

/** What a draft would have done, beside the rules of the configuration, with the studies of its database. */
export const replayDraft = async (
  config: HilumConfig,
  draft: RuleSet,
  sinceMs: number,
  { clock, log, signal }: { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): Promise<ReplayResult> => {
  const current = readRules(config)
  const database = await prepareDatabase({ ...databaseOptions(config), log, max: 2, migrate: false })
  try {
    const since = new Date(clock.now().getTime() - sinceMs)
    return await replayRules(database.db, { current, draft }, since, signal)
  } finally {
    await database.close()
  }
}
