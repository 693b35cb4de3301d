import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { Dataset } from '../dicom/dataset.ts'
import type { Analysis } from '../inference/analysis.ts'
import type { RunningJob } from '../jobs/job.ts'
import { runStep } from '../jobs/journal.ts'
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
import type { OutputObjectBuilder, ReportInput } from './output-object.ts'
import { comparePatients } from './patient-conflict.ts'
import { buildReportInput, outputsOf } from './report-input.ts'

/** A target as reporting sees it: which status results it wants of studies that a rule claimed. */
export interface WantedStatus {
  readonly name: string
  readonly status: 'none' | 'failures' | 'all'
}

/** What the step stands on; builders arrive as arguments. */
export interface ReportingStepDeps {
  readonly db: Database
  readonly clock: Clock
  readonly builders: ReadonlyMap<string, OutputObjectBuilder>
  readonly targets: readonly WantedStatus[]
  /** The study's header as the PACS has it now, undefined where no PACS has it. */
  currentHeader(
    studyInstanceUid: string,
    sopInstanceUid: string,
    signal: AbortSignal,
  ): Promise<Dataset | undefined>
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
    const targets = targetsFor(deps.targets, item, analysis)
    const { uids, objects } =
      targets.length === 0 ? nothing : await makeObjects(deps, job.signal, item, analysis)
    const now = deps.clock.now()
    return {
      output: { sopInstanceUids: uids, targets },
      commit: async tx => {
        const rows = objects.map(made =>
          ledgerRow(made, { workitemId: item.id }, analysis.outcome.kind === 'findings', now),
        )
        await saveOutputObjects(tx, rows, targets, now)
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

/** Results go to every target of the rule; a failure or an out-of-scope study only to those that want to know. */
const targetsFor = (
  all: readonly WantedStatus[],
  item: WorkitemRow,
  { outcome }: Analysis,
): readonly string[] => {
  const named = item.order.deliverTo.length > 0 ? item.order.deliverTo : ['held']
  const chosen = all.filter(target => named.includes(target.name))
  if (outcome.kind === 'findings' || outcome.kind === 'no-candidate') return chosen.map(target => target.name)
  const wanted = outcome.kind === 'failed' ? ['failures', 'all'] : ['all']
  return chosen.filter(target => wanted.includes(target.status)).map(target => target.name)
}

/** `uids` of all objects of the workitem; `objects` those that are not in the ledger yet. */
interface Made {
  readonly uids: readonly string[]
  readonly objects: readonly MadeObject[]
}

const nothing: Made = { uids: [], objects: [] }

const makeObjects = async (
  deps: ReportingStepDeps,
  signal: AbortSignal,
  item: WorkitemRow,
  analysis: Analysis,
): Promise<Made> => {
  const input = await reportInputOf(deps, signal, item, analysis)
  const known = new Set(
    (await listMadeObjects(deps.db, { workitemId: item.id })).map(row => row.sopInstanceUid),
  )
  const uids: string[] = []
  const objects: MadeObject[] = []
  for (const kind of outputsOf(item.order.outputs, analysis.outcome)) {
    const builder = deps.builders.get(kind)
    if (!builder) throw new HilumError('REPORTING_OUTPUT_UNKNOWN', `no output is named ${kind}`)
    for (const object of await builder.build(input)) {
      uids.push(object.sopInstanceUid)
      if (!known.has(object.sopInstanceUid)) objects.push(await storeObject(object, deps.storeBytes))
    }
  }
  return { uids, objects }
}

const reportInputOf = async (
  deps: ReportingStepDeps,
  signal: AbortSignal,
  item: WorkitemRow,
  analysis: Analysis,
): Promise<ReportInput> => {
  const study = await loadStudy(deps.db, item.studyId)
  if (!study) throw new HilumError('HTTP_NOT_FOUND', 'the study of this workitem is gone')
  const anyImage = analysis.geometry?.slices[0]?.sopInstanceUid
  const current = anyImage ? await deps.currentHeader(study.studyInstanceUid, anyImage, signal) : undefined
  const { isConflict, differences } = comparePatients(study.header, current ?? study.header)
  if (isConflict) throw new HilumError('REPORTING_PATIENT_CONFLICT', differences.join('; '))
  const earlier = await findPredecessor(deps.db, {
    studyId: item.studyId,
    ruleName: item.ruleName,
    workitemId: item.id,
    studyRevision: item.studyRevision,
  })
  const { predecessor, isSeriesTouched } = earlier ?? {}
  const held = await countHeld(deps.db, item.studyId)
  const incompleteStudy = incompleteStudySentence(study, item.studyRevision, held)
  return buildReportInput(
    {
      workitemId: item.id,
      ruleName: item.ruleName,
      revision: item.studyRevision,
      studyHeader: current ?? study.header,
      contentAt: item.startedAt ?? item.createdAt,
      ...(predecessor ? { predecessor, isPredecessorSeriesTouched: isSeriesTouched === true } : {}),
      ...(incompleteStudy === undefined ? {} : { incompleteStudy }),
    },
    analysis,
  )
}
