import { RE2JS } from 're2js'
import { z } from 'zod'
import { type Holds, holdsAll } from './condition.ts'

/** A value as comparisons see it: its text, and its number where it is one. */
export interface ComparableValue {
  readonly text: string
  readonly number?: number
}

const scalar = z.union([z.string().max(1000), z.number(), z.boolean()], {
  error: 'a text, a number, true or false',
})
const bound = z.number({ error: 'a number, without a unit' })

/** A pattern in RE2's syntax (linear in the text, so that no rule can stall routing), upper and lower case alike. */
const pattern = z
  .string({ error: 'a pattern (RE2 syntax) in quotes' })
  .min(1)
  .max(1000)
  .transform((text, context) => {
    try {
      return RE2JS.compile(text, RE2JS.CASE_INSENSITIVE)
    } catch (thrown) {
      context.addIssue({ code: 'custom', message: `not a pattern in RE2 syntax: ${reasonOf(thrown)}` })
      return z.NEVER
    }
  })

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : 'unreadable')

/** Keys by which a value is compared. Several in one condition must all hold. */
export const comparatorShape = {
  /** Text (upper and lower case alike; `*` any characters, `?` one) or number. */
  equals: scalar.optional(),
  oneOf: z.array(scalar, { error: 'a list, as in [CT, PT]' }).min(1).max(1000).optional(),
  atMost: bound.optional(),
  atLeast: bound.optional(),
  /** Found anywhere in the text. */
  matches: pattern.optional(),
  exists: z.boolean({ error: 'true or false' }).optional(),
}

type Scalar = z.output<typeof scalar>

/** The comparators of one condition. */
export interface Comparison {
  readonly equals?: Scalar | undefined
  readonly oneOf?: readonly Scalar[] | undefined
  readonly atMost?: number | undefined
  readonly atLeast?: number | undefined
  readonly matches?: RE2JS | undefined
  readonly exists?: boolean | undefined
}

const comparators = ['equals', 'oneOf', 'atMost', 'atLeast', 'matches', 'exists'] as const

/** What is wrong with a combination of comparators, undefined if nothing is. */
export const faultOfComparison = (comparison: Comparison): string | undefined => {
  const used = comparators.filter(key => comparison[key] !== undefined)
  if (used.length === 0) return `says nothing about the value: add one of ${comparators.join(', ')}`
  if (comparison.exists === false && used.length > 1) return 'exists: false leaves nothing else to compare'
  const { atLeast, atMost } = comparison
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost)
    return 'atLeast is greater than atMost'
  return undefined
}

/** Every comparator as words: `at least 1 and at most 3`. */
export const wordsOfComparison = (comparison: Comparison): string => {
  const words: string[] = []
  if (comparison.exists !== undefined) words.push(comparison.exists ? 'any value' : 'no value')
  if (comparison.equals !== undefined) words.push(String(comparison.equals))
  if (comparison.oneOf !== undefined) words.push(`one of ${comparison.oneOf.join(', ')}`)
  if (comparison.atLeast !== undefined) words.push(`at least ${comparison.atLeast}`)
  if (comparison.atMost !== undefined) words.push(`at most ${comparison.atMost}`)
  if (comparison.matches !== undefined) words.push(`matching ${comparison.matches.pattern()}`)
  return words.join(' and ')
}

/**
 * Compares a value with several components: a comparator holds if one component satisfies it. Without any value, `exists`
 * still answers yes or no, bounds are unknown, and the rest is `textWhenAbsent`.
 */
export const compare = (
  comparison: Comparison,
  values: readonly ComparableValue[],
  textWhenAbsent: 'no' | 'unknown',
): Holds => {
  const { equals, oneOf, atMost, atLeast, matches, exists } = comparison
  const results: Holds[] = []
  if (exists !== undefined) results.push(exists === values.length > 0 ? 'yes' : 'no')
  if (atMost !== undefined) results.push(holdsForNumber(values, number => number <= atMost))
  if (atLeast !== undefined) results.push(holdsForNumber(values, number => number >= atLeast))
  const texts: ((value: ComparableValue) => boolean)[] = []
  if (equals !== undefined) texts.push(value => isEqual(value, equals))
  if (oneOf !== undefined) texts.push(value => oneOf.some(wanted => isEqual(value, wanted)))
  if (matches !== undefined) texts.push(value => matches.matcher(value.text).find())
  for (const test of texts)
    results.push(values.length === 0 ? textWhenAbsent : values.some(test) ? 'yes' : 'no')
  return holdsAll(results)
}

const holdsForNumber = (values: readonly ComparableValue[], test: (number: number) => boolean): Holds => {
  const numbers = values.flatMap(value => (value.number === undefined ? [] : [value.number]))
  return numbers.length === 0 ? 'unknown' : numbers.some(test) ? 'yes' : 'no'
}

const isEqual = (value: ComparableValue, wanted: Scalar): boolean =>
  typeof wanted === 'number'
    ? value.number === wanted
    : matchesWildcards(value.text.toLowerCase(), String(wanted).toLowerCase())

/** `*` stands for any characters, `?` for one. In time proportional to the lengths' product at most, never exponential. */
export const matchesWildcards = (text: string, wanted: string): boolean => {
  let at = 0
  let star = -1
  let resumeAt = 0
  let place = 0
  while (at < text.length) {
    if (wanted[place] === '*') {
      star = place++
      resumeAt = at
    } else if (place < wanted.length && (wanted[place] === '?' || wanted[place] === text[at])) {
      place++
      at++
    } else if (star >= 0) {
      place = star + 1
      at = ++resumeAt
    } else return false
  }
  while (wanted[place] === '*') place++
  return place === wanted.length
}
