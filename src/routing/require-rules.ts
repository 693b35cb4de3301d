import { HilumError } from '../base/errors.ts'
import { parseRules, type RuleSet, type RuleVocabulary } from './rule-set.ts'

/** Rules that must be right, named `what` in the error. @throws ROUTING_RULES_INVALID with every error, a line each */
export const requireRules = (what: string, text: string, vocabulary: RuleVocabulary): RuleSet => {
  const parsed = parseRules(text, vocabulary)
  if (parsed.ok) return parsed.ruleSet
  const lines = parsed.errors.map(({ line, column, message }) => `${what}:${line}:${column} ${message}`)
  throw new HilumError('ROUTING_RULES_INVALID', lines.join('\n'))
}
