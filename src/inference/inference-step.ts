import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { RunningJob } from '../jobs/job.ts'
import { runStep, type StepWork } from '../jobs/journal.ts'
import type { Database } from '../storage/database.ts'
import type { WorkitemRow } from '../storage/queries/study-overview.ts'
import {
  changeWorkitem,
  loadWorkitemInstances,
  saveFindings,
  tellProgress,
} from '../storage/queries/workitem-run.ts'
import { type AnalysisPorts, analyse } from './analyse.ts'
import type { Analysis } from './analysis.ts'
import type { Detector } from './detector.ts'

/** What the step stands on; plug-ins and preprocess arrive as arguments. */
export interface InferenceStepDeps {
  readonly db: Database
  readonly clock: Clock
  prepare: AnalysisPorts['prepare']
  detector(name: string): Detector | undefined
}

const progressEveryMs = 500

/**
 * Preprocess and inference of one workitem, once: its answer is journalled with the findings, so that a later attempt
 * starts behind it. @throws INFERENCE_DETECTOR_UNKNOWN; transient failures and cancellation are thrown on
 */
export const runInferenceStep = (
  deps: InferenceStepDeps,
  job: RunningJob,
  item: WorkitemRow,
): Promise<Analysis> =>
  runStep({ db: deps.db, job, workitemId: item.id, step: 'inference' }, async () => {
    const { candidates: _, ...analysis } = await analyseWorkitem(deps, job.signal, item)
    return journalEntry(item, analysis)
  })

/** Journals that the analysis of a workitem is given up, so that its failure is reported like any other answer. */
export const giveUpInference = (
  deps: Pick<InferenceStepDeps, 'db' | 'detector'>,
  job: RunningJob,
  item: WorkitemRow,
  failure: { readonly code: string; readonly reason: string },
): Promise<Analysis> =>
  runStep({ db: deps.db, job, workitemId: item.id, step: 'inference' }, async () => {
    const { detector: name } = item.order
    const version = deps.detector(name)?.version ?? 'not installed'
    return journalEntry(item, {
      outcome: { kind: 'failed', ...failure },
      algorithm: { name, version, manufacturer: 'Hilum', parameters: '' },
      findings: [],
      warnings: [],
      sliceErrors: [],
      timingsMs: {},
    })
  })

const journalEntry = (item: WorkitemRow, analysis: Analysis): StepWork<Analysis> => ({
  output: analysis,
  commit: async tx => {
    await saveFindings(tx, item.id, analysis.findings)
    await changeWorkitem(tx, item.id, {
      algorithm: analysis.algorithm,
      warnings: [...analysis.warnings, ...(analysis.notEvaluated ?? []), ...analysis.sliceErrors],
      timingsMs: analysis.timingsMs,
      stage: 'inference',
      progress: 0.8,
    })
    await appendAudit(tx, {
      actor: 'system',
      action: 'workitem.analysed',
      subject: item.id,
      detail: {
        outcome: analysis.outcome.kind,
        findings: analysis.findings.length,
        algorithm: analysis.algorithm.name,
        version: analysis.algorithm.version,
      },
    })
  },
})

const analyseWorkitem = async (deps: InferenceStepDeps, signal: AbortSignal, item: WorkitemRow) => {
  const detector = deps.detector(item.order.detector)
  if (!detector)
    throw new HilumError('INFERENCE_DETECTOR_UNKNOWN', `no detector is named ${item.order.detector}`)
  const instances = await loadWorkitemInstances(deps.db, item)
  const ports = { prepare: deps.prepare, detector, monotonicMs: () => deps.clock.monotonicMs() }
  return analyse(instances, item.order.detectorParams, ports, {
    signal,
    workitemId: item.id,
    progress: progressTeller(deps, item.id),
  })
}

/** Writes at most one row every half second, and never holds the work up. */
const progressTeller = ({ db, clock }: InferenceStepDeps, workitemId: string) => {
  let toldAtMs = Number.NEGATIVE_INFINITY
  return (stage: string, fraction: number): void => {
    const nowMs = clock.monotonicMs()
    if (nowMs - toldAtMs < progressEveryMs) return
    toldAtMs = nowMs
    // Progress is a courtesy: a database that is away shows itself at the step's own transaction.
    tellProgress(db, workitemId, stage, fraction * 0.8).catch(() => undefined)
  }
}
