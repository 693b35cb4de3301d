/** A line of the performance table. `theirs`, `ratio` and `holds` are null where there is no peer or no bound. */
export interface BenchRow {
  /** What was measured, with its unit. */
  readonly measure: string
  readonly peer: string | null
  readonly ours: number
  readonly theirs: number | null
  /** theirs / ours for times and memory: above 1 we are better. */
  readonly ratio: number | null
  /** The bound that must hold, as text. */
  readonly reach: string
  readonly holds: boolean | null
}
