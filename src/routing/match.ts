import type { Holds } from './condition.ts'
import { type Explanation, explain } from './condition-tree.ts'
import type { RoutableSeries, StudyFacts } from './facts.ts'
import type { Rule } from './rule.ts'
import type { RuleSet } from './rule-set.ts'

/** What a rule says of one series, with the value that each condition saw, or why the series was not asked at all. */
export type SeriesVerdict =
  | {
      readonly kind: 'asked'
      readonly seriesInstanceUid: string
      readonly holds: Holds
      readonly explanation: Explanation
    }
  | { readonly kind: 'passed-over'; readonly seriesInstanceUid: string; readonly reason: string }

/** One rule's yes or no for a study, with every reason. `seriesInstanceUids` are those that satisfy all of `when`. */
export interface RuleMatch {
  readonly ruleName: string
  readonly isMatch: boolean
  readonly seriesInstanceUids: readonly string[]
  readonly series: readonly SeriesVerdict[]
}

/** Modalities of documents, references and derived marks (PS3.3 C.7.3.1.1.1): whoever made them, they trigger nothing. */
const neverTrigger = new Set(
  'SR KO PR SEG REG RWV RTDOSE RTPLAN RTSTRUCT RTRECORD RTSEGANN DOC PLAN ANN FID HC SMR STAIN ASMT'.split(
    ' ',
  ),
)

/** Every rule's verdict on a study. Each series is asked for itself; a rule matches if at least one says yes. */
export const matchRules = (ruleSet: RuleSet, study: StudyFacts): readonly RuleMatch[] =>
  ruleSet.rules.map(rule => matchRule(rule, study))

const matchRule = (rule: Rule, study: StudyFacts): RuleMatch => {
  const series = study.series.map(one => verdictOf(rule, one, study))
  const seriesInstanceUids = series.flatMap(verdict =>
    verdict.kind === 'asked' && verdict.holds === 'yes' ? [verdict.seriesInstanceUid] : [],
  )
  return { ruleName: rule.name, isMatch: seriesInstanceUids.length > 0, seriesInstanceUids, series }
}

const verdictOf = (rule: Rule, series: RoutableSeries, study: StudyFacts): SeriesVerdict => {
  const { seriesInstanceUid } = series
  const reason = reasonToPassOver(series)
  if (reason !== undefined) return { kind: 'passed-over', seriesInstanceUid, reason }
  const explanation = explain(rule.when, series, study)
  return { kind: 'asked', seriesInstanceUid, holds: explanation.holds, explanation }
}

const reasonToPassOver = ({ digests, facts }: RoutableSeries): string | undefined => {
  if (digests.length === 0) return 'it holds no images of others'
  if (facts.modality !== undefined && neverTrigger.has(facts.modality))
    return `series of modality ${facts.modality} never trigger`
  return undefined
}
