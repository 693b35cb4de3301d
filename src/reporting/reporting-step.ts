import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import type { Analysis } from '../inference/analysis.ts'
import type { RunningJob } from '../jobs/job.ts'
import { runStep } from '../jobs/journal.ts'
import type { Transaction } from '../storage/database.ts'
import { saveOutputObjects } from '../storage/queries/reporting.ts'
import type { WorkitemRow } from '../storage/queries/study-overview.ts'
import { changeWorkitem, lockWorkitem } from '../storage/queries/workitem-run.ts'
import { ledgerRow, type MadeObject } from './made-object.ts'
import type { ReportTarget } from './plan-objects.ts'
import { makeResultObjects, type ResultObject, type ResultObjectDeps } from './result-objects-step.ts'
import { gapSentence, type ViewerGap } from './viewer-gaps.ts'

/** What the step stands on; builders arrive as arguments. */
export interface ReportingStepDeps extends ResultObjectDeps {
  readonly clock: Clock
  readonly targets: readonly ReportTarget[]
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
 * in the ledger already is never made anew: a second run sends the same bytes. Every known reader's verdict is kept with
 * each object; a viewer of a target that would not have shown the result is told of as a warning.
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
    const { objects, gaps } = await makeResultObjects(deps, { item, analysis, signal: job.signal }, chosen)
    const targets = chosen.map(target => target.name)
    return {
      output: { sopInstanceUids: objects.map(({ uid }) => uid), targets },
      commit: async tx => {
        const made = await enterObjects(deps, tx, item, objects, analysis.outcome.kind === 'findings')
        await changeWorkitem(tx, item.id, { stage: 'reporting', progress: 0.9 })
        await tellGaps(tx, item.id, gaps)
        await appendAudit(tx, {
          actor: 'system',
          action: 'results.made',
          subject: item.id,
          detail: {
            objects: made.map(({ object, facts }) => ({ kind: object.kind, sha256: facts.digest })),
            targets: [...targets],
          },
        })
      },
    }
  })

/** Enters what is new in the ledger with its deliveries, and makes it part of its study. */
const enterObjects = async (
  deps: ReportingStepDeps,
  tx: Transaction,
  item: WorkitemRow,
  objects: readonly ResultObject[],
  isPositive: boolean,
): Promise<readonly MadeObject[]> => {
  const now = deps.clock.now()
  const rows = objects.flatMap(({ made, plan, verdicts }) => {
    const told = { encoding: plan.encoding.id, verdicts }
    return made ? [ledgerRow(made, { workitemId: item.id }, isPositive, now, told)] : []
  })
  const targetsOf = new Map(objects.map(({ uid, plan }) => [uid, plan.targets]))
  await saveOutputObjects(tx, rows, uid => targetsOf.get(uid) ?? [], now)
  const made = objects.flatMap(one => one.made ?? [])
  await deps.holdObjects(tx, made, item.studyId, now)
  return made
}

/** The alert: a warning of the workitem, which its study's page shows, and an entry of its own in the trail. */
const tellGaps = async (tx: Transaction, workitemId: string, gaps: readonly ViewerGap[]): Promise<void> => {
  if (gaps.length === 0) return
  const warnings = (await lockWorkitem(tx, workitemId))?.warnings ?? []
  const told = new Set([...warnings, ...gaps.map(gapSentence)])
  await changeWorkitem(tx, workitemId, { warnings: [...told] })
  await appendAudit(tx, {
    actor: 'system',
    action: 'results.viewer-gap',
    subject: workitemId,
    detail: { gaps: gaps.map(gap => ({ ...gap, sentAs: gap.sentAs ?? null })) },
  })
}

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
