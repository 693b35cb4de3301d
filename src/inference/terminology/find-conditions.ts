import { createPhraseMatcher } from '../notes/language/phrase-matcher.ts'
import { type Condition, conditions } from './chest-conditions.ts'

/** Conditions of the built-in list that a text names, in any of the three languages, with the place of each term. */
export const findConditions = createPhraseMatcher<Condition>(
  conditions.flatMap(condition =>
    [...new Set([...condition.en, ...condition.zh, ...condition.ms])].map(term => [term, condition] as const),
  ),
)
