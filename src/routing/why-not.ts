import type { Explanation } from './condition-tree.ts'
import type { RuleMatch } from './match.ts'

type Leaf = Extract<Explanation, { kind: 'leaf' }>

/** The leaf that decided against a tree: the first that does not hold, unknown ones last. */
const decisive = (explanation: Explanation): Leaf | undefined => {
  if (explanation.holds === 'yes') return undefined
  if (explanation.kind === 'leaf') return explanation
  if (explanation.kind === 'not') return firstLeaf(explanation.of)
  const against = [
    ...explanation.of.filter(child => child.holds === 'no'),
    ...explanation.of.filter(child => child.holds === 'unknown'),
  ]
  return against.map(decisive).find(leaf => leaf !== undefined)
}

const firstLeaf = (explanation: Explanation): Leaf | undefined => {
  if (explanation.kind === 'leaf') return explanation
  if (explanation.kind === 'not') return firstLeaf(explanation.of)
  return explanation.of.map(firstLeaf).find(leaf => leaf !== undefined)
}

/** Why rules did not match, a sentence a rule: the condition that decided for each series, with what it saw and wanted. */
export const whyNot = (matches: readonly RuleMatch[]): string =>
  matches
    .filter(match => !match.isMatch)
    .map(match => {
      const reasons = match.series.map(verdict => {
        if (verdict.kind === 'passed-over') return verdict.reason
        const leaf = decisive(verdict.explanation)
        return leaf
          ? `${leaf.subject} is ${leaf.seen ?? 'unknown'}, wanted ${leaf.wanted}`
          : 'it does not hold'
      })
      return `rule ${match.ruleName}: ${[...new Set(reasons)].join('; ') || 'no series with images'}`
    })
    .join('. ')
