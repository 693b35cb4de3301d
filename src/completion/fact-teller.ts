import { toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Dataset } from '../dicom/dataset.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import type { SeriesFacts } from '../dicom/series-facts.ts'

/** Tells the facts of one series from its instances' facts, a representative header, and what pixels it has to look at. */
export type FactTeller = (
  instances: readonly InstanceFacts[],
  header: Dataset,
  signal: AbortSignal,
) => Promise<SeriesFacts>

/** A series that has images, `id` our own. */
export interface SeriesToTell {
  readonly id: string
  readonly seriesInstanceUid: string
  readonly header: Dataset
  readonly instances: readonly InstanceFacts[]
}

/** Facts of a series, by our own id. */
export interface ToldFacts {
  readonly seriesId: string
  readonly facts: SeriesFacts
}

const attemptsPerStudy = 5

/**
 * Tells the facts of a study's series. A transient failure answers undefined, to be tried again at a later tick; after
 * five of them, or at a lasting one, the series gets the facts that need no telling and a remark, so that a damaged
 * series ends in sight (its rules see unknown) and holds nothing up.
 */
export const createFactTeller = (tell: FactTeller, log: Log) => {
  const failures = new Map<string, number>()
  return async (
    studyId: string,
    series: readonly SeriesToTell[],
    signal: AbortSignal,
  ): Promise<readonly ToldFacts[] | undefined> => {
    const told: ToldFacts[] = []
    for (const { id, seriesInstanceUid, header, instances } of series) {
      try {
        told.push({ seriesId: id, facts: await tell(instances, header, signal) })
      } catch (thrown) {
        if (signal.aborted) throw thrown
        const { code, failureClass } = toHilumError(thrown)
        const count = (failures.get(studyId) ?? 0) + 1
        log.warn('completion.facts-failed', { studyId, code, attempt: count })
        if (failureClass === 'transient' && count < attemptsPerStudy) {
          failures.set(studyId, count)
          return undefined
        }
        told.push({ seriesId: id, facts: factsWithoutTelling(seriesInstanceUid, instances, code) })
      }
    }
    failures.delete(studyId)
    return told
  }
}

const factsWithoutTelling = (
  seriesInstanceUid: string,
  instances: readonly InstanceFacts[],
  code: string,
): SeriesFacts => {
  const modality = instances[0]?.modality
  return {
    seriesInstanceUid,
    ...(modality !== undefined && { modality }),
    sliceCount: instances.reduce((sum, facts) => sum + (facts.numberOfFrames ?? 1), 0),
    remarks: [`its facts could not be told (${code})`],
  }
}
