import { HilumError } from '../base/errors.ts'
import { readDataset } from '../dicom/part10-index.ts'
import { listMadeObjects } from '../storage/queries/reporting.ts'
import { inBuildOrder } from './build-order.ts'
import { fallbackForms } from './fallback-forms.ts'
import { type MadeObject, storeObject } from './made-object.ts'
import type { ObjectVerdicts } from './object-verdicts.ts'
import type { OutputObject, OutputObjectBuilder } from './output-object.ts'
import { type PlannedObject, planObjects, type ReportTarget } from './plan-objects.ts'
import { judgeObject } from './readers/judge-object.ts'
import type { StudyAround } from './readers/verdict.ts'
import { outputsOf } from './report-input.ts'
import {
  loadReportContext,
  loadReportInput,
  type ReportedWork,
  type ReportInputDeps,
} from './report-inputs-step.ts'
import { findViewerGaps, isInGap, isShown, type JudgedObject, type ViewerGap } from './viewer-gaps.ts'

/** What making objects stands on. */
export interface ResultObjectDeps extends ReportInputDeps {
  readonly builders: ReadonlyMap<string, OutputObjectBuilder>
  /** Stores the bytes for good, before anything is sent. */
  storeBytes(bytes: Uint8Array): Promise<string>
}

/** An object of the workitem; `made` only where it is not in the ledger yet. */
export interface ResultObject {
  readonly uid: string
  readonly plan: PlannedObject
  readonly verdicts: ObjectVerdicts
  readonly made?: MadeObject
}

/** Objects to be, and the viewers of targets that the plan alone would not have reached. */
export interface ResultObjects {
  readonly objects: readonly ResultObject[]
  readonly gaps: readonly ViewerGap[]
}

/**
 * Builds what the targets are to get, puts every known reader's rules to it, and where a viewer of a target would not
 * show it, adds the first form that it shows. Bytes are stored; nothing else changes.
 * @throws REPORTING_PATIENT_CONFLICT, REPORTING_OUTPUT_UNKNOWN
 */
export const makeResultObjects = async (
  deps: ResultObjectDeps,
  work: ReportedWork,
  targets: readonly ReportTarget[],
): Promise<ResultObjects> => {
  const { item, analysis } = work
  const plans = planObjects(targets, outputsOf(item.order.outputs, analysis.outcome))
  if (plans.length === 0) return { objects: [], gaps: [] }
  const build = await buildWith(deps, work)
  const planned: Built[] = []
  for (const plan of inBuildOrder(plans, ({ kind }) => kind))
    planned.push(...(await build(plan, companionsOf(plan, planned))))
  const judged = judge(planned, work)
  const gaps = findViewerGaps(targets, judged, analysis.outcome.kind === 'findings')
  const closed = await closeGaps(judged, gaps, work, build)
  return { objects: await store(deps, work, closed), gaps: closed.gaps }
}

interface Built {
  readonly object: OutputObject
  readonly plan: PlannedObject
}

type Judged = Built & JudgedObject
type Build = (plan: PlannedObject, companions: readonly OutputObject[]) => Promise<readonly Built[]>

/** What an object may point at: what is written alike and reaches every target that it reaches itself. */
const companionsOf = (
  { encoding, targets }: PlannedObject,
  built: readonly Built[],
): readonly OutputObject[] =>
  built
    .filter(({ plan }) => plan.encoding.id === encoding.id)
    .filter(({ plan }) => targets.every(target => plan.targets.includes(target)))
    .map(({ object }) => object)

const buildWith = async (deps: ResultObjectDeps, work: ReportedWork): Promise<Build> => {
  const context = await loadReportContext(deps, work)
  return async (plan, companions) => {
    const builder = deps.builders.get(plan.kind)
    if (!builder) throw new HilumError('REPORTING_OUTPUT_UNKNOWN', `no output is named ${plan.kind}`)
    const input = await loadReportInput(deps, work, context, plan)
    const objects = await builder.build({ ...input, companions })
    return objects.map(object => ({ object, plan }))
  }
}

/** Longer values are pixels: no rule looks at more than that they are there. */
const longestValue = 64 * 1024

/** Judged among the images that were analysed and each other. */
const judge = (built: readonly Built[], { analysis }: ReportedWork): readonly Judged[] => {
  const slices = analysis.geometry?.slices ?? []
  const known = new Set([...slices, ...built.map(({ object }) => object)].map(one => one.sopInstanceUid))
  const around: StudyAround = { known }
  return built.map(one => {
    const dataset = readDataset(one.object.bytes, ({ length }) =>
      length > longestValue ? 'left-out' : undefined,
    )
    return { ...one, verdicts: judgeObject(dataset, around) }
  })
}

interface Closed {
  readonly objects: readonly Judged[]
  readonly gaps: readonly ViewerGap[]
}

/** For each gap the first form that its viewer shows, one that is made for another target among them. */
const closeGaps = async (
  planned: readonly Judged[],
  gaps: readonly ViewerGap[],
  work: ReportedWork,
  build: Build,
): Promise<Closed> => {
  let objects = planned
  const closed: ViewerGap[] = []
  for (const gap of gaps) {
    let sentAs: string | undefined
    for (const { name, ...form } of fallbackForms(work.analysis.outcome.kind)) {
      const isForm = ({ plan }: Built) => plan.kind === form.kind && plan.encoding.id === form.encoding.id
      const isThere = objects.some(isForm)
      const ofForm = isThere ? objects.filter(isForm) : judge(await tryBuild(build, form), work)
      if (!isShown(gap.viewer, ofForm)) continue
      const others = objects.filter(one => !isForm(one))
      objects = [...others, ...ofForm.map(one => withTarget(one, gap.target))]
      sentAs = name
      break
    }
    closed.push(sentAs === undefined ? gap : { ...gap, sentAs })
  }
  return { objects, gaps: closed }
}

const withTarget = (one: Judged, target: string): Judged => ({
  ...one,
  plan: { ...one.plan, targets: [...new Set([...one.plan.targets, target])] },
})

/** A form that cannot be made (no pixels any more, no such output) is none: the next is tried. */
const tryBuild = async (build: Build, form: Omit<PlannedObject, 'targets'>): Promise<readonly Built[]> => {
  try {
    return await build({ ...form, targets: [] }, [])
  } catch (thrown) {
    if (thrown instanceof HilumError && thrown.code !== 'BASE_CANCELLED') return []
    throw thrown
  }
}

const store = async (
  deps: ResultObjectDeps,
  { item }: ReportedWork,
  { objects, gaps }: Closed,
): Promise<readonly ResultObject[]> => {
  const rows = await listMadeObjects(deps.db, { workitemId: item.id })
  const known = new Set(rows.map(row => row.sopInstanceUid))
  const results: ResultObject[] = []
  for (const one of objects) {
    const uid = one.object.sopInstanceUid
    // Each gap once, with the first object that lies in it.
    const own = gaps.filter(gap => objects.find(other => isInGap(gap, other)) === one)
    const verdicts = { readers: one.verdicts, gaps: own }
    const made = known.has(uid) ? {} : { made: await storeObject(one.object, deps.storeBytes) }
    results.push({ uid, plan: one.plan, verdicts, ...made })
  }
  return results
}
