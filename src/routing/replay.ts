import type { RunAverage, SeenStudy, StudyFacts } from './facts.ts'
import { matchRules } from './match.ts'
import type { Rule } from './rule.ts'
import type { RuleSet } from './rule-set.ts'

/** How a rule would differ: studies it takes now, and those it would take. */
export interface RuleChange {
  readonly rule: string
  readonly before: number
  readonly after: number
  readonly gained: number
  readonly lost: number
  /** Taken by both, but with other series or another order. */
  readonly changed: number
  /** By modality of the study's series, of what is gained and lost. */
  readonly byModality: Readonly<Record<string, { readonly gained: number; readonly lost: number }>>
  /** Our ids of some of them, the first met. */
  readonly examples: {
    readonly gained: readonly string[]
    readonly lost: readonly string[]
    readonly changed: readonly string[]
  }
  /** What the runs before and after took or would take; null where the detector never ran here. */
  readonly secondsBefore: number | null
  readonly secondsAfter: number | null
  readonly costBefore: number | null
  readonly costAfter: number | null
}

/** A draft against what was seen. */
export interface ReplayResult {
  readonly studies: number
  /** Studies that no rule takes, now and with the draft. */
  readonly unmatchedBefore: number
  readonly unmatchedAfter: number
  readonly rules: readonly RuleChange[]
}

const mostExamples = 20

interface Tally {
  before: number
  after: number
  readonly gained: string[]
  readonly lost: string[]
  readonly changed: string[]
  readonly counts: { gained: number; lost: number; changed: number }
  readonly byModality: Map<string, { gained: number; lost: number }>
}

const emptyTally = (): Tally => ({
  before: 0,
  after: 0,
  gained: [],
  lost: [],
  changed: [],
  counts: { gained: 0, lost: 0, changed: 0 },
  byModality: new Map(),
})

/** Takes studies one after the other and keeps counts alone, so that memory does not grow with them. */
export interface Replay {
  add(study: SeenStudy): void
  /** @param averageOf what a run of this rule with this detector took, undefined where none is known */
  result(averageOf: (rule: string, detector: string) => RunAverage | undefined): ReplayResult
}

/** Compares the rules in force with a draft. Rules of one name are one rule. */
export const startReplay = (current: RuleSet, draft: RuleSet): Replay => {
  const tallies = new Map<string, Tally>()
  for (const { name } of [...current.rules, ...draft.rules]) tallies.set(name, emptyTally())
  const orders = (set: RuleSet): ReadonlyMap<string, string> =>
    new Map(set.rules.map(rule => [rule.name, JSON.stringify(rule.order)]))
  const [ordersBefore, ordersAfter] = [orders(current), orders(draft)]
  let studies = 0
  const unmatched = { before: 0, after: 0 }
  return {
    add: ({ id, facts }) => {
      studies++
      const before = takenBy(current, facts)
      const after = takenBy(draft, facts)
      if (before.size === 0) unmatched.before++
      if (after.size === 0) unmatched.after++
      for (const rule of new Set([...before.keys(), ...after.keys()])) {
        const isSameOrder = ordersBefore.get(rule) === ordersAfter.get(rule)
        tally(tallies.get(rule)!, id, facts, {
          before: before.get(rule),
          after: after.get(rule),
          isSameOrder,
        })
      }
    },
    result: averageOf => ({
      studies,
      unmatchedBefore: unmatched.before,
      unmatchedAfter: unmatched.after,
      rules: [...tallies].map(([rule, counted]) =>
        changeOf(rule, counted, {
          before: averageFor(current.rules, rule, averageOf),
          after: averageFor(draft.rules, rule, averageOf),
        }),
      ),
    }),
  }
}

/** Series that each rule takes of a study, joined; only of rules that take it. */
const takenBy = (set: RuleSet, facts: StudyFacts): ReadonlyMap<string, string> =>
  new Map(
    matchRules(set, facts)
      .filter(match => match.isMatch)
      .map(match => [match.ruleName, [...match.seriesInstanceUids].sort().join()]),
  )

const keep = (ids: string[], id: string): void => {
  if (ids.length < mostExamples) ids.push(id)
}

const tally = (
  into: Tally,
  id: string,
  facts: StudyFacts,
  {
    before,
    after,
    isSameOrder,
  }: {
    readonly before: string | undefined
    readonly after: string | undefined
    readonly isSameOrder: boolean
  },
): void => {
  if (before !== undefined) into.before++
  if (after !== undefined) into.after++
  if (before !== undefined && after !== undefined) {
    if (before === after && isSameOrder) return
    into.counts.changed++
    keep(into.changed, id)
    return
  }
  const kind = after === undefined ? 'lost' : 'gained'
  into.counts[kind]++
  keep(into[kind], id)
  for (const modality of new Set(facts.series.map(series => series.facts.modality ?? '(none)'))) {
    const counts = into.byModality.get(modality) ?? { gained: 0, lost: 0 }
    counts[kind]++
    into.byModality.set(modality, counts)
  }
}

const averageFor = (
  rules: readonly Rule[],
  name: string,
  averageOf: (rule: string, detector: string) => RunAverage | undefined,
): RunAverage | undefined => {
  const rule = rules.find(one => one.name === name)
  return rule && averageOf(name, rule.order.detector)
}

const changeOf = (
  rule: string,
  { before, after, counts, byModality, gained, lost, changed }: Tally,
  averages: { readonly before: RunAverage | undefined; readonly after: RunAverage | undefined },
): RuleChange => {
  const total = (runs: number, each: number | undefined): number | null => {
    if (runs === 0) return 0
    return each === undefined ? null : runs * each
  }
  return {
    rule,
    before,
    after,
    ...counts,
    byModality: Object.fromEntries([...byModality].sort(([a], [b]) => (a < b ? -1 : 1))),
    examples: { gained, lost, changed },
    secondsBefore: total(before, averages.before?.seconds),
    secondsAfter: total(after, averages.after?.seconds),
    costBefore: total(before, averages.before?.cost),
    costAfter: total(after, averages.after?.cost),
  }
}
