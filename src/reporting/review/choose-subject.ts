import type { PersonReport } from './person-report.ts'

/** A positive result of ours that a person may have looked at. */
export interface ShownResult {
  readonly sopInstanceUid: string
  readonly seriesInstanceUid: string
  readonly workitemId: string
  readonly ruleName: string
  readonly createdAt: Date
}

/** Whose findings a person's report judges, and whether it was made out of our result. */
export interface ReviewSubject {
  readonly workitemIds: readonly string[]
  readonly isEdit: boolean
}

/** What a person's report is compared by. */
export interface ReportPlace {
  readonly seriesInstanceUid: string
  readonly receivedAt: Date
  readonly report: Pick<PersonReport, 'predecessors' | 'isMeasurementReport'>
  /** Workitems that earlier reports of persons judged, by SOP Instance UID. */
  readonly judgedBefore: ReadonlyMap<string, readonly string[]>
}

/**
 * What a person's SR is about: the result that it names as its predecessor (or whose review it names), else the newest
 * one in whose series it lies (OHIF writes there by default), else, for any measurement report of the study, each rule's newest result.
 * Only results that were there before it. Undefined where there is none.
 */
export const chooseSubject = (
  { seriesInstanceUid, receivedAt, report, judgedBefore }: ReportPlace,
  results: readonly ShownResult[],
): ReviewSubject | undefined => {
  const shown = results
    .filter(one => one.createdAt <= receivedAt)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  const named = report.predecessors.flatMap(uid => [
    ...shown.filter(one => one.sopInstanceUid === uid).map(one => one.workitemId),
    ...(judgedBefore.get(uid) ?? []),
  ])
  if (named.length > 0) return { workitemIds: [...new Set(named)], isEdit: true }
  const beside = shown.find(one => one.seriesInstanceUid === seriesInstanceUid)
  if (beside) return { workitemIds: [beside.workitemId], isEdit: true }
  if (!report.isMeasurementReport || shown.length === 0) return undefined
  const newest = new Map(shown.toReversed().map(one => [one.ruleName, one.workitemId]))
  return { workitemIds: [...new Set(newest.values())], isEdit: false }
}
