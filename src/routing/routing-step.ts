import { z } from 'zod'
import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import type { ErrorCode } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { JobQueue, JobVerdict, RunningJob } from '../jobs/job.ts'
import type { Database, Transaction } from '../storage/database.ts'
import {
  endUnstarted,
  insertDecisions,
  insertWorkitems,
  listExistingWorkitems,
  loadStudyFacts,
  lockStudyForRouting,
} from '../storage/queries/routing.ts'
import type { StudyFacts } from './facts.ts'
import { matchRules, type RuleMatch } from './match.ts'
import { type PlannedWorkitem, planWorkitems, type WorkitemPlan } from './plan-workitems.ts'
import type { RuleSet } from './rule-set.ts'

/** What the step stands on. */
export interface RoutingStepDeps {
  readonly db: Database
  readonly queue: Pick<JobQueue, 'send'>
  readonly clock: Clock
  readonly log: Log
  /** The rules in force. A job keeps those that it began with. */
  activeRules(): RuleSet
  /** Name and version of a detector, undefined if there is none of that name. */
  algorithmOf(detector: string): { readonly id: string; readonly version: string } | undefined
  /** Runs of one study in 24 hours. */
  readonly runsPerStudyAndDay: number
  /** Sends for the documents of a study that a matched rule wants summarized, beside its workitem. */
  summarizeDocuments(tx: Transaction, wanted: DocumentsWanted): Promise<void>
}

/** A rule's wish for summaries of what a study revision says in words. */
export interface DocumentsWanted {
  readonly studyId: string
  readonly revision: number
  readonly ruleName: string
  /** Of the summaries, at least one. */
  readonly languages: readonly string[]
  /** The rule's summarizer with its parameters; absent: the built-in one. */
  readonly summarizer?: string
  readonly summarizerParams?: Readonly<Record<string, unknown>>
  /** Names of targets; empty means the default target `held`. */
  readonly deliverTo: readonly string[]
}

/** What a `route` job carries. */
export const routePayload = z.object({ studyId: z.uuid(), revision: z.int().min(1) })

/** Payload of a `route` job: one revision of one study. */
export type RoutePayload = z.output<typeof routePayload>

const priorities = { routine: 0, urgent: 1, critical: 2 } as const

/** The handler of `route` jobs: rules make workitems of a study revision, each yes and no kept with its reasons. */
export const createRoutingStep =
  (deps: RoutingStepDeps) =>
  async (job: RunningJob): Promise<JobVerdict> => {
    const payload = routePayload.parse(job.payload)
    const study = await loadStudyFacts(deps.db, payload.studyId)
    if (study === undefined) return { kind: 'done' }
    const ruleSet = deps.activeRules()
    const matches = matchRules(ruleSet, study)
    await deps.db.transaction(tx => route(deps, tx, { ...payload, study, ruleSet, matches }))
    return { kind: 'done' }
  }

/** A study revision with the rules' verdicts on it. */
interface Matched extends RoutePayload {
  readonly study: StudyFacts
  readonly ruleSet: RuleSet
  readonly matches: readonly RuleMatch[]
}

const route = async (deps: RoutingStepDeps, tx: Transaction, matched: Matched): Promise<void> => {
  const { studyId, revision, study, ruleSet, matches } = matched
  const { log } = deps
  // A late instance has made the study receive again, or it has completed anew meanwhile: the next revision's job
  // routes all of it. Working on a state of yesterday would only make a result to be replaced.
  const locked = await lockStudyForRouting(tx, studyId)
  if (locked?.phase !== 'complete' || locked.revision !== revision || study.revision !== revision) {
    log.info('routing.stale', { studyId, revision })
    return
  }
  const now = deps.clock.now()
  const existing = await listExistingWorkitems(tx, studyId)
  const { algorithmOf, runsPerStudyAndDay } = deps
  const plan = planWorkitems({
    studyId,
    study,
    ruleSet,
    matches,
    existing,
    algorithmOf,
    runsPerStudyAndDay,
    now,
  })
  const newDecisions = await insertDecisions(tx, decisionRows(matched, now))
  const created = await savePlan(deps, tx, plan, now)
  await sendDocuments(deps, tx, matched)
  const superseded = await endUnstarted(tx, plan.superseded, {
    outcome: 'superseded',
    reason: `revision ${revision} of the study took its place`,
    finishedAt: now,
  })
  if (newDecisions === 0 && created.length === 0 && superseded.length === 0) return
  const matchedRules = matches.filter(match => match.isMatch).map(match => match.ruleName)
  log.info('study.routed', {
    studyId,
    revision,
    ruleRevision: ruleSet.revision,
    count: created.length,
    state: matchedRules.length > 0 ? 'matched' : 'nothing-to-do',
  })
  await appendAudit(tx, {
    actor: 'system',
    action: 'study.routed',
    subject: studyId,
    detail: { revision, ruleRevision: ruleSet.revision, matchedRules, created, superseded },
  })
}

/** Also of a revision that plans no workitem: a document may be all that is new in it. */
const sendDocuments = async (deps: RoutingStepDeps, tx: Transaction, matched: Matched): Promise<void> => {
  const { studyId, revision, ruleSet, matches } = matched
  for (const { name: ruleName, order } of ruleSet.rules) {
    const isMatch = matches.some(match => match.isMatch && match.ruleName === ruleName)
    if (!isMatch || order.summarizeLanguages.length === 0) continue
    const { summarizeLanguages: languages, summarizer, summarizerParams, deliverTo } = order
    await deps.summarizeDocuments(tx, {
      studyId,
      revision,
      ruleName,
      languages,
      ...(summarizer !== undefined && { summarizer }),
      ...(summarizerParams !== undefined && { summarizerParams }),
      deliverTo,
    })
  }
}

const decisionRows = ({ studyId, revision, ruleSet, matches }: Matched, decidedAt: Date) =>
  matches.map(({ ruleName, isMatch, series }) => ({
    studyId,
    studyRevision: revision,
    ruleRevision: ruleSet.revision,
    ruleName,
    isMatch,
    explanation: { series },
    decidedAt,
  }))

/** Inserts what is planned and enqueues what is to run. Answers every id that is new, parked ones too. */
const savePlan = async (
  { queue, log, runsPerStudyAndDay }: RoutingStepDeps,
  tx: Transaction,
  plan: WorkitemPlan,
  now: Date,
): Promise<readonly string[]> => {
  const created = await insertWorkitems(
    tx,
    plan.create.map(item => rowOf(item, now)),
  )
  for (const item of plan.create) {
    if (!created.includes(item.id)) continue
    const options = { priority: priorities[item.order.priority] }
    await queue.send(tx, 'workitem', item.id, { workitemId: item.id }, options)
  }
  const parked = await insertWorkitems(tx, [
    ...plan.capped.map(item => ({
      ...rowOf(item, now),
      outcome: 'capped' as const,
      code: 'ROUTING_CAPPED' satisfies ErrorCode,
      reason: `the study ran ${runsPerStudyAndDay} times in 24 hours`,
    })),
    ...plan.withoutDetector.map(item => ({
      ...rowOf(item, now),
      outcome: 'parked' as const,
      code: 'ROUTING_DETECTOR_UNKNOWN' satisfies ErrorCode,
      reason: `no detector here is called ${item.order.detector}`,
    })),
  ])
  for (const workitemId of parked) log.warn('workitem.parked', { workitemId })
  return [...created, ...parked]
}

const rowOf = (item: PlannedWorkitem, createdAt: Date) => ({
  id: item.id,
  studyId: item.studyId,
  studyRevision: item.studyRevision,
  ruleName: item.ruleName,
  ruleRevision: item.ruleRevision,
  seriesInstanceUids: [...item.seriesInstanceUids],
  digests: [...item.digests],
  order: item.order,
  state: 'SCHEDULED' as const,
  createdAt,
})
