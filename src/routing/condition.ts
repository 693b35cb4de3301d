import type { z } from 'zod'
import type { RoutableSeries, StudyFacts } from './facts.ts'

/** Kleene's three values. unknown is not a no: its negation is unknown too, and only a yes matches. */
export type Holds = 'yes' | 'no' | 'unknown'

/** What a condition says of one series: the value it saw (null: there is none) and what it wanted, for people. */
export interface Verdict {
  readonly holds: Holds
  /** What was looked at: a keyword or the name of a fact. */
  readonly subject: string
  readonly seen: string | null
  readonly wanted: string
}

/**
 * A plug-in that rules can ask with `{ <kind>: ..., ... }`. `params` reads the whole object, the key `kind` included, and
 * refuses what it does not know with a message that names the right word. `holds` is pure.
 */
export interface Condition<Params = unknown> {
  readonly kind: string
  readonly params: z.ZodType<Params>
  holds(params: Params, series: RoutableSeries, study: StudyFacts): Verdict
}

/** yes if all are, no if one is no, else unknown. */
export const holdsAll = (all: readonly Holds[]): Holds =>
  all.includes('no') ? 'no' : all.includes('unknown') ? 'unknown' : 'yes'

/** yes if one is, no if all are no, else unknown. */
export const holdsAny = (any: readonly Holds[]): Holds =>
  any.includes('yes') ? 'yes' : any.includes('unknown') ? 'unknown' : 'no'

/** The other way round; unknown stays. */
export const holdsNot = (holds: Holds): Holds => (holds === 'yes' ? 'no' : holds === 'no' ? 'yes' : 'unknown')
