import type { Database } from '../storage/database.ts'
import { runAverages, seenStudies } from '../storage/queries/replay.ts'
import { type ReplayResult, startReplay } from './replay.ts'
import type { RuleSet } from './rule-set.ts'

/** A draft against the studies completed since then; changes nothing. Stops where the signal is aborted. */
export const replayRules = async (
  db: Database,
  rules: { readonly current: RuleSet; readonly draft: RuleSet },
  since: Date,
  signal: AbortSignal,
): Promise<ReplayResult> => {
  const averageOf = await runAverages(db, since)
  const replay = startReplay(rules.current, rules.draft)
  for await (const study of seenStudies(db, since)) {
    signal.throwIfAborted()
    replay.add(study)
  }
  return replay.result(averageOf)
}
