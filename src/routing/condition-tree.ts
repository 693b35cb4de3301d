import { type Holds, holdsAll, holdsAny, holdsNot, type Verdict } from './condition.ts'
import type { RoutableSeries, StudyFacts } from './facts.ts'

/** `when` of a rule, read: its leaves are plug-ins with their parameters bound. */
export type ConditionNode =
  | { readonly kind: 'all' | 'any'; readonly of: readonly ConditionNode[] }
  | { readonly kind: 'not'; readonly of: ConditionNode }
  | {
      readonly kind: 'leaf'
      readonly condition: string
      holds(series: RoutableSeries, study: StudyFacts): Verdict
    }

/** Why a tree holds of one series or not: the tree again, each condition with what it saw. Kept as JSON. */
export type Explanation =
  | { readonly kind: 'all' | 'any'; readonly holds: Holds; readonly of: readonly Explanation[] }
  | { readonly kind: 'not'; readonly holds: Holds; readonly of: Explanation }
  | ({ readonly kind: 'leaf'; readonly condition: string } & Verdict)

/** Asks every condition of the tree, so that the explanation is whole even where the answer was clear before. */
export const explain = (node: ConditionNode, series: RoutableSeries, study: StudyFacts): Explanation => {
  switch (node.kind) {
    case 'leaf':
      return { kind: 'leaf', condition: node.condition, ...node.holds(series, study) }
    case 'not': {
      const of = explain(node.of, series, study)
      return { kind: 'not', holds: holdsNot(of.holds), of }
    }
    default: {
      const of = node.of.map(child => explain(child, series, study))
      const holds = of.map(child => child.holds)
      return { kind: node.kind, holds: node.kind === 'all' ? holdsAll(holds) : holdsAny(holds), of }
    }
  }
}
