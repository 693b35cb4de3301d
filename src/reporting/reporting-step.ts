import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { Dataset } from '../dicom/dataset.ts'
import type { Analysis } from '../inference/analysis.ts'
import type { RunningJob } from '../jobs/job.ts'
import { runStep } from '../jobs/journal.ts'
import type { VolumeSlice } from '../preprocess/volume.ts'
import type { Database, Transaction } from '../storage/database.ts'
import { countHeld } from '../storage/queries/completion.ts'
import {
  findPredecessor,
  listMadeObjects,
  loadStudy,
  saveOutputObjects,
} from '../storage/queries/reporting.ts'
import type { WorkitemRow } from '../storage/queries/study-overview.ts'
import { changeWorkitem } from '../storage/queries/workitem-run.ts'
import { incompleteStudySentence } from './incomplete-study.ts'
import { ledgerRow, type MadeObject, storeObject } from './made-object.ts'
import type { OutputObject, OutputObjectBuilder, ReportInput, SliceValues } from './output-object.ts'
import { comparePatients } from './patient-conflict.ts'
import { type PlannedObject, planObjects, type ReportTarget } from './plan-objects.ts'
import { buildReportInput, outputsOf, type ReportContext } from './report-input.ts'

/** What the step stands on; builders arrive as arguments. */
export interface ReportingStepDeps {
  readonly db: Database
  readonly clock: Clock
  readonly builders: ReadonlyMap<string, OutputObjectBuilder>
  readonly targets: readonly ReportTarget[]
  /** The study's header as the PACS has it now, undefined where no PACS has it. */
  currentHeader(
    studyInstanceUid: string,
    sopInstanceUid: string,
    signal: AbortSignal,
  ): Promise<Dataset | undefined>
  /** Pixels of a slice, in HU. */
  readSlice(
    slice: VolumeSlice,
    size: { readonly rows: number; readonly columns: number },
    signal: AbortSignal,
  ): Promise<SliceValues>
  /** Stores the bytes for good, before anything is sent. */
  storeBytes(bytes: Uint8Array): Promise<string>
  /** Makes the objects instances of their study, so that QIDO-RS and WADO-RS serve them. */
  holdObjects(tx: Transaction, objects: readonly MadeObject[], studyId: string, at: Date): Promise<void>
}

/** What was made, by SOP Instance UID, and for which targets. */
export interface Report {
  readonly sopInstanceUids: readonly string[]
  readonly targets: readonly string[]
}

/**
 * Builds the result objects of one analysed workitem and stores their bytes before anything is sent. An object that is
 * in the ledger already is never made anew: a second run sends the same bytes.
 * @throws REPORTING_PATIENT_CONFLICT, REPORTING_OUTPUT_UNKNOWN
 */
export const runReportingStep = (
  deps: ReportingStepDeps,
  job: RunningJob,
  item: WorkitemRow,
  analysis: Analysis,
): Promise<Report> =>
  runStep({ db: deps.db, job, workitemId: item.id, step: 'reporting' }, async () => {
    const chosen = targetsFor(deps.targets, item, analysis)
    const made = await makeObjects(deps, job.signal, item, analysis, chosen)
    const targets = chosen.map(target => target.name)
    const now = deps.clock.now()
    return {
      output: { sopInstanceUids: made.map(({ uid }) => uid), targets },
      commit: async tx => {
        const fresh = made.flatMap(({ object, plan }) => (object ? [{ object, plan }] : []))
        const rows = fresh.map(({ object, plan }) =>
          ledgerRow(
            object,
            { workitemId: item.id },
            analysis.outcome.kind === 'findings',
            now,
            plan.encoding.id,
          ),
        )
        const targetsOf = new Map(fresh.map(({ object, plan }) => [uidOf(object), plan.targets]))
        await saveOutputObjects(tx, rows, uid => targetsOf.get(uid) ?? [], now)
        const objects = fresh.map(({ object }) => object)
        await deps.holdObjects(tx, objects, item.studyId, now)
        await changeWorkitem(tx, item.id, { stage: 'reporting', progress: 0.9 })
        await appendAudit(tx, {
          actor: 'system',
          action: 'results.made',
          subject: item.id,
          detail: {
            objects: objects.map(({ object, facts }) => ({ kind: object.kind, sha256: facts.digest })),
            targets: [...targets],
          },
        })
      },
    }
  })

const uidOf = (made: MadeObject): string => made.object.sopInstanceUid

/** Results go to every target of the rule; a failure or an out-of-scope study only to those that want to know. */
const targetsFor = (
  all: readonly ReportTarget[],
  item: WorkitemRow,
  { outcome }: Analysis,
): readonly ReportTarget[] => {
  const named = item.order.deliverTo.length > 0 ? item.order.deliverTo : ['held']
  const chosen = all.filter(target => named.includes(target.name))
  if (outcome.kind === 'findings' || outcome.kind === 'no-candidate') return chosen
  const wanted = outcome.kind === 'failed' ? ['failures', 'all'] : ['all']
  return chosen.filter(target => wanted.includes(target.status))
}

/** An object of the workitem; `object` only where it is not in the ledger yet. */
interface Made {
  readonly uid: string
  readonly plan: PlannedObject
  readonly object?: MadeObject
}

const makeObjects = async (
  deps: ReportingStepDeps,
  signal: AbortSignal,
  item: WorkitemRow,
  analysis: Analysis,
  targets: readonly ReportTarget[],
): Promise<readonly Made[]> => {
  const plans = planObjects(targets, outputsOf(item.order.outputs, analysis.outcome))
  if (plans.length === 0) return []
  const context = await reportContextOf(deps, signal, item, analysis)
  const known = new Set(
    (await listMadeObjects(deps.db, { workitemId: item.id })).map(row => row.sopInstanceUid),
  )
  const made: Made[] = []
  for (const plan of plans) {
    const input = await reportInputOf(deps, signal, item, analysis, context, plan)
    for (const object of await buildPlanned(deps.builders, plan, input)) {
      const uid = object.sopInstanceUid
      made.push(
        known.has(uid) ? { uid, plan } : { uid, plan, object: await storeObject(object, deps.storeBytes) },
      )
    }
  }
  return made
}

const buildPlanned = (
  builders: ReadonlyMap<string, OutputObjectBuilder>,
  { kind }: PlannedObject,
  input: ReportInput,
): Promise<readonly OutputObject[]> => {
  const builder = builders.get(kind)
  if (!builder) throw new HilumError('REPORTING_OUTPUT_UNKNOWN', `no output is named ${kind}`)
  return builder.build(input)
}

/** What all objects of the workitem share. */
const reportContextOf = async (
  deps: ReportingStepDeps,
  signal: AbortSignal,
  item: WorkitemRow,
  analysis: Analysis,
): Promise<ReportContext> => {
  const study = await loadStudy(deps.db, item.studyId)
  if (!study) throw new HilumError('HTTP_NOT_FOUND', 'the study of this workitem is gone')
  const anyImage = analysis.geometry?.slices[0]?.sopInstanceUid
  const current = anyImage ? await deps.currentHeader(study.studyInstanceUid, anyImage, signal) : undefined
  const { isConflict, differences } = comparePatients(study.header, current ?? study.header)
  if (isConflict) throw new HilumError('REPORTING_PATIENT_CONFLICT', differences.join('; '))
  const held = await countHeld(deps.db, item.studyId)
  const incompleteStudy = incompleteStudySentence(study, item.studyRevision, held)
  return {
    workitemId: item.id,
    ruleName: item.ruleName,
    revision: item.studyRevision,
    studyHeader: current ?? study.header,
    contentAt: item.startedAt ?? item.createdAt,
    ...(incompleteStudy === undefined ? {} : { incompleteStudy }),
  }
}

/** A builder's input: what all share, with this kind's own predecessor. A status result follows the nodules' report. */
const reportInputOf = async (
  deps: ReportingStepDeps,
  signal: AbortSignal,
  item: WorkitemRow,
  analysis: Analysis,
  context: ReportContext,
  { kind, encoding }: PlannedObject,
): Promise<ReportInput> => {
  const { geometry } = analysis
  const earlier = await findPredecessor(deps.db, {
    studyId: item.studyId,
    ruleName: item.ruleName,
    workitemId: item.id,
    studyRevision: item.studyRevision,
    kind: kind === 'result-status-sr' ? 'nodule-sr' : kind,
    encoding: encoding.id,
  })
  const { predecessor, isSeriesTouched } = earlier ?? {}
  const input = buildReportInput(
    {
      ...context,
      encoding,
      ...(predecessor ? { predecessor, isPredecessorSeriesTouched: isSeriesTouched === true } : {}),
    },
    analysis,
  )
  if (!geometry) return input
  const { rows, columns } = geometry.imageSize ?? geometry.shape
  return {
    ...input,
    readSlice: sliceIndex => {
      const slice = geometry.slices[sliceIndex]
      if (!slice) throw new HilumError('BASE_UNEXPECTED', `the volume has no slice ${sliceIndex}`)
      return deps.readSlice(slice, { rows, columns }, signal)
    },
  }
}
