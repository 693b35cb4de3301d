import type { PlannedObject, ReportTarget } from './plan-objects.ts'
import type { ReaderVerdict, ViewerName } from './readers/verdict.ts'

/** An object as far as gaps are concerned. */
export interface JudgedObject {
  readonly plan: PlannedObject
  readonly verdicts: readonly ReaderVerdict[]
}

/** A viewer of a target that would not show the result as planned. */
export interface ViewerGap {
  readonly target: string
  readonly viewer: ViewerName
  readonly reason: string
  /** The form that the viewer shows, in which the result goes there as well; absent while, or where, there is none. */
  readonly sentAs?: string
}

/** The gap as an alert tells it. */
export const gapSentence = ({ target, viewer, reason, sentAs }: ViewerGap): string =>
  `target ${target}: ${viewer} would not show the result (${reason}); ${
    sentAs === undefined ? 'no form that it shows could be made' : `it goes there as ${sentAs} too`
  }`

/** They read measurements and nothing else: a result without any is not for them. */
const measurementReaders: ReadonlySet<ViewerName> = new Set(['highdicom', 'dcmqi'])

/**
 * Viewers that fail on an object meant for their target, or that no object meant for it reaches at all.
 * @param hasFindings without, readers of measurements are not owed anything
 */
export const findViewerGaps = (
  targets: readonly ReportTarget[],
  objects: readonly JudgedObject[],
  hasFindings: boolean,
): readonly ViewerGap[] =>
  targets.flatMap(target => {
    const own = objects.filter(object => object.plan.targets.includes(target.name))
    return viewersOf(target).flatMap(viewer => {
      const reason = gapReason(viewer, own, hasFindings)
      return reason === undefined ? [] : [{ target: target.name, viewer, reason }]
    })
  })

/** What the target's people look with. */
export const viewersOf = ({ viewers, profile }: ReportTarget): readonly ViewerName[] =>
  viewers ?? profile.viewers

const gapReason = (
  viewer: ViewerName,
  objects: readonly JudgedObject[],
  hasFindings: boolean,
): string | undefined => {
  const told = objects.map(({ plan, verdicts }) => ({
    kind: plan.kind,
    verdict: verdicts.find(one => one.reader === viewer),
  }))
  const failed = told.find(({ verdict }) => verdict?.outcome === 'fails')
  if (failed) return `${failed.kind}: ${failed.verdict?.reasons[0] ?? 'it fails'}`
  if (objects.length === 0 || told.some(({ verdict }) => verdict?.outcome === 'fine')) return undefined
  if (!hasFindings && measurementReaders.has(viewer)) return undefined
  return `${[...new Set(told.map(({ kind }) => kind))].join(', ')}: not for this viewer`
}

/** Does the viewer show what all these say? */
export const isShown = (viewer: ViewerName, objects: readonly Pick<JudgedObject, 'verdicts'>[]): boolean =>
  objects.length > 0 &&
  objects.every(({ verdicts }) => verdicts.some(one => one.reader === viewer && one.outcome === 'fine'))

/** Does this object lie in the gap: one that fails, or where none does, any that was meant for the target? */
export const isInGap = ({ target, viewer }: ViewerGap, { plan, verdicts }: JudgedObject): boolean =>
  plan.targets.includes(target) && verdicts.some(one => one.reader === viewer && one.outcome !== 'fine')
