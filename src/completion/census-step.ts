import { toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Source } from '../intake/source.ts'
import type { Database } from '../storage/database.ts'
import { findNotAwaited, findStudyUid } from '../storage/queries/completion.ts'

/** What the census stands on: the configured sources. */
export interface CensusDeps {
  readonly db: Database
  readonly log: Log
  readonly sources: readonly Pick<Source, 'name' | 'census'>[]
}

/**
 * Asks the PACS how many instances a study has, less our own and those that were refused: the sources that brought it, or all of them for a study
 * that was only pushed (the PACS that pushes is often one that is polled too). The largest count of those that know it;
 * undefined where none does. @throws what a source that brought the study throws if it cannot be asked
 */
export const createCensus =
  ({ db, log, sources }: CensusDeps) =>
  async (studyId: string, signal: AbortSignal): Promise<number | undefined> => {
    const study = await findStudyUid(db, studyId)
    if (study === undefined) return undefined
    const brought = sources.filter(source => study.sources.includes(source.name))
    const counts: number[] = []
    for (const source of brought.length > 0 ? brought : sources) {
      try {
        const census = await source.census(study.studyInstanceUid, signal)
        const uids = new Set(census?.instances.map(({ sopInstanceUid }) => sopInstanceUid))
        if (uids.size > 0) counts.push(uids.size - (await findNotAwaited(db, [...uids])).size)
      } catch (thrown) {
        if (signal.aborted || brought.includes(source)) throw thrown
        log.warn('completion.census-failed', {
          studyId,
          source: source.name,
          code: toHilumError(thrown).code,
        })
      }
    }
    return counts.length === 0 ? undefined : Math.max(...counts)
  }
