import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Database } from '../storage/database.ts'
import { findNotAwaited, saveCensus } from '../storage/queries/completion.ts'
import { heldOfStudy, saveSourceCursor } from '../storage/queries/source-feed.ts'
import type { Fetcher } from './fetch-step.ts'
import type { Source, StudyCensus } from './source.ts'

/** What a sweep needs. */
export interface SweepParts {
  readonly source: Source
  readonly fetcher: Fetcher
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
}

/** What a sweep saw and did. */
export interface SweepOutcome {
  readonly studies: number
  readonly fetched: number
  /** Instances that came to nothing this time; the next sweep asks for them again. */
  readonly failed: number
  /** Held here, came from this source, and no longer there: noted, nothing is deleted. */
  readonly deletedThere: number
}

/**
 * Compares every study that the source had lately with what is held: fetches what the feed missed, keeps the source's
 * count for completion, notes what is gone there. One instance that fails holds up nothing.
 * @throws if the source cannot be asked; then the sweep is not counted as done
 */
export const sweepSource = async (parts: SweepParts, signal: AbortSignal): Promise<SweepOutcome> => {
  const total = { studies: 0, fetched: 0, failed: 0, deletedThere: 0 }
  const checkedFrom = parts.clock.now()
  for await (const census of parts.source.sweep(signal)) {
    const checkedAt = total.studies === 0 ? checkedFrom : parts.clock.now()
    const outcome = await parts.fetcher.fetch(census.instances, signal)
    total.studies++
    total.fetched += outcome.fetched
    total.failed += outcome.failed
    total.deletedThere += await compareHeld(parts, census, checkedAt)
  }
  await finish(parts, total)
  return total
}

/** Keeps the count for completion and answers how many instances are no longer in the PACS. */
const compareHeld = async (
  { db, source }: SweepParts,
  census: StudyCensus,
  checkedAt: Date,
): Promise<number> => {
  const there = new Set(census.instances.map(one => one.sopInstanceUid))
  const expectedInstances = there.size - (await findNotAwaited(db, [...there])).size
  let deletedThere = 0
  for (const study of await heldOfStudy(db, census.studyInstanceUid)) {
    deletedThere += study.instances.filter(
      one => one.source === source.name && !there.has(one.sopInstanceUid),
    ).length
    // With a second source in it, the study's count is the union of both: completion asks for that itself.
    const isOnlyFromHere = study.sources.every(name => name === source.name || name === 'stow')
    if (study.phase === 'receiving' && isOnlyFromHere)
      await saveCensus(db, study.studyId, { expectedInstances, checkedAt })
  }
  return deletedThere
}

const finish = async (
  { db, source, clock, log }: SweepParts,
  total: SweepOutcome & { readonly studies: number },
): Promise<void> => {
  const now = clock.now()
  await db.transaction(async tx => {
    await saveSourceCursor(tx, source.name, { lastSweepAt: now }, now)
    await appendAudit(tx, {
      actor: 'system',
      action: 'source.swept',
      subject: source.name,
      detail: { ...total },
    })
  })
  const { fetched, failed } = total
  if (fetched > 0 || failed > 0) log.info('source.swept', { source: source.name, count: fetched })
  if (total.deletedThere > 0)
    log.info('source.deletions-noted', { source: source.name, count: total.deletedThere })
}
