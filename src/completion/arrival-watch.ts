import type { Clock } from '../base/clock.ts'

/** When studies last had an arrival, by a clock that may be set. */
export interface ArrivalWatch {
  /**
   * The stored time, unless it lies in the future: the clock was set back since, or the one that wrote it runs ahead.
   * Then when this process first saw it, so that no study waits for the clock to come round again.
   */
  arrivalOf(studyId: string, storedAt: Date): Date
  /** Forgets all but these studies. */
  keepOnly(studyIds: ReadonlySet<string>): void
}

/** Builds one. What it remembers may be lost without harm: a quiet period begins anew. */
export const createArrivalWatch = (clock: Clock): ArrivalWatch => {
  const firstSeen = new Map<string, { readonly storedAt: number; readonly atMs: number }>()
  return {
    arrivalOf: (studyId, storedAt) => {
      const now = clock.now().getTime()
      if (storedAt.getTime() <= now) return storedAt
      const known = firstSeen.get(studyId)
      const seen =
        known?.storedAt === storedAt.getTime()
          ? known
          : { storedAt: storedAt.getTime(), atMs: clock.monotonicMs() }
      firstSeen.set(studyId, seen)
      return new Date(now - (clock.monotonicMs() - seen.atMs))
    },
    keepOnly: studyIds => {
      for (const studyId of firstSeen.keys()) if (!studyIds.has(studyId)) firstSeen.delete(studyId)
    },
  }
}
