import type { StudyFacts } from './facts.ts'
import type { RuleMatch } from './match.ts'
import type { RuleSet } from './rule-set.ts'
import { type Workitem, type WorkitemOutcome, type WorkitemState, workitemId } from './workitem.ts'

/** A workitem that exists already, as far as planning asks. */
export interface ExistingWorkitem {
  readonly id: string
  readonly studyRevision: number
  readonly ruleName: string
  readonly ruleRevision: string
  readonly state: WorkitemState
  readonly outcome: WorkitemOutcome | null
  readonly createdAt: Date
}

/** A workitem to be, with the digests that it will use. */
export interface PlannedWorkitem extends Workitem {
  readonly digests: readonly string[]
}

/** What is to be done for one study revision. Each list may be empty. */
export interface WorkitemPlan {
  readonly create: readonly PlannedWorkitem[]
  /** Over the study's cap of runs: kept in sight, not run. */
  readonly capped: readonly PlannedWorkitem[]
  /** The rule names a detector that this Hilum does not have: kept in sight, not run. */
  readonly withoutDetector: readonly PlannedWorkitem[]
  /** Ids of workitems that have not started and would work on an older state of the study. */
  readonly superseded: readonly string[]
}

/** Everything that planning takes into account. */
export interface PlanInput {
  readonly studyId: string
  readonly study: StudyFacts
  readonly ruleSet: RuleSet
  readonly matches: readonly RuleMatch[]
  readonly existing: readonly ExistingWorkitem[]
  /** Name and version that the id is made of; undefined for a detector that does not exist. */
  algorithmOf(detector: string): { readonly id: string; readonly version: string } | undefined
  /** Runs of one study in 24 hours. A run is one revision of the study under one revision of the rules. */
  readonly runsPerStudyAndDay: number
  readonly now: Date
}

const dayMs = 86_400_000

/**
 * Workitems of a study revision. The same images under the same rule and algorithm have the same id, so a new revision
 * that brought no image (a person's SR, a note) plans nothing: its workitems exist.
 */
export const planWorkitems = (input: PlanInput): WorkitemPlan => {
  const wanted = input.matches.filter(match => match.isMatch).flatMap(match => planned(input, match))
  const known = new Set(input.existing.map(({ id }) => id))
  const fresh = wanted.filter(({ item }) => !known.has(item.id))
  const runnable = fresh.filter(({ hasDetector }) => hasDetector).map(({ item }) => item)
  const isCapped = runsToday(input) >= input.runsPerStudyAndDay
  const create = isCapped ? [] : runnable
  const kept = new Set(wanted.map(({ item }) => item.id))
  const replacing = new Set(
    wanted.filter(({ item }) => known.has(item.id) || create.includes(item)).map(({ item }) => item.ruleName),
  )
  return {
    create,
    capped: isCapped ? runnable : [],
    withoutDetector: fresh.filter(({ hasDetector }) => !hasDetector).map(({ item }) => item),
    superseded: input.existing
      .filter(({ id, ruleName }) => replacing.has(ruleName) && !kept.has(id))
      .filter(({ state, outcome }) => state === 'SCHEDULED' && outcome === null)
      .map(({ id }) => id),
  }
}

const planned = (
  { studyId, study, ruleSet, algorithmOf }: PlanInput,
  match: RuleMatch,
): readonly { readonly item: PlannedWorkitem; readonly hasDetector: boolean }[] => {
  const rule = ruleSet.rules.find(({ name }) => name === match.ruleName)
  if (rule === undefined) return []
  const algorithm = algorithmOf(rule.order.detector)
  const digests = study.series
    .filter(({ seriesInstanceUid }) => match.seriesInstanceUids.includes(seriesInstanceUid))
    .flatMap(series => series.digests)
    .sort()
  const { studyInstanceUid, patientId, issuerOfPatientId, revision } = study
  const ruleRevision = ruleSet.revision
  const id = workitemId({
    studyInstanceUid,
    patientId,
    issuerOfPatientId,
    digests,
    ruleName: rule.name,
    ruleRevision,
    algorithm: algorithm?.id ?? rule.order.detector,
    algorithmVersion: algorithm?.version ?? '',
  })
  const item: PlannedWorkitem = {
    id,
    studyId,
    studyRevision: revision,
    ruleName: rule.name,
    ruleRevision,
    seriesInstanceUids: match.seriesInstanceUids,
    order: rule.order,
    digests,
  }
  return [{ item, hasDetector: algorithm !== undefined }]
}

/** Runs of the last 24 hours, this one not counted: all rules that matched one revision are one run. */
const runsToday = ({ existing, study, ruleSet, now }: PlanInput): number => {
  const runs = existing
    .filter(({ createdAt }) => createdAt.getTime() > now.getTime() - dayMs)
    .filter(({ outcome }) => outcome !== 'capped' && outcome !== 'superseded')
    .map(({ studyRevision, ruleRevision }) => `${studyRevision}:${ruleRevision}`)
  return new Set(runs.filter(run => run !== `${study.revision}:${ruleSet.revision}`)).size
}
