/** A line of the performance table, as `--json` prints it. */
export interface BenchRow {
  /** What was measured, with its unit. */
  readonly measure: string
  /** What it is measured against, and what to install where that is missing; null where there is no peer. */
  readonly peer: string | null
  /** Median; null where it could not be measured. */
  readonly ours: number | null
  readonly theirs: number | null
  /** theirs / ours for times and memory: above 1 we are better. */
  readonly ratio: number | null
  /** The bound that must hold, as text; empty where there is none. */
  readonly reach: string
  readonly holds: boolean | null
}

/** A bound, told and tested. Times and memory are bounded from above, sensitivities and ratios from below. */
export interface Reach {
  readonly text: string
  holds(ours: number, ratio: number | null): boolean | null
}

/** Ours must be less than `limit`. */
export const under = (limit: number): Reach => ({ text: `< ${limit}`, holds: ours => ours < limit })

/** Ours must be `limit` or less. */
export const atMost = (limit: number): Reach => ({ text: `<= ${limit}`, holds: ours => ours <= limit })

/** We must be so many times better than the peer; undecided where it is missing. */
export const timesBetter = (times: number): Reach => ({
  text: `>= ${times} x`,
  holds: (_, ratio) => (ratio === null ? null : ratio >= times),
})

/** What a row is made of. */
export interface Measured {
  readonly measure: string
  /** One value a run; the row holds the median. None, or one that is not finite: not measured. */
  readonly ours: readonly number[]
  readonly peer?: string
  readonly theirs?: readonly number[]
  readonly reach?: Reach
  /** Digits behind the point, default 0. */
  readonly digits?: number
}

/** Builds a row from the values of all runs. */
export const rowOf = ({ measure, peer, reach, digits = 0, ...values }: Measured): BenchRow => {
  const ours = rounded(median(values.ours), digits)
  const theirs = rounded(median(values.theirs ?? []), digits)
  const ratio = ours === null || theirs === null || ours === 0 ? null : rounded(theirs / ours, 2)
  return {
    measure,
    peer: peer ?? null,
    ours,
    theirs,
    ratio,
    reach: reach?.text ?? '',
    holds: reach === undefined || ours === null ? null : reach.holds(ours, ratio),
  }
}

/** A row that says why there is nothing to tell. */
export const missingRow = (measure: string, because: string): BenchRow =>
  rowOf({ measure: `${measure}: ${because}`, ours: [] })

/** The middle value, of an even number the mean of the two middle ones; NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const rounded = (value: number, digits: number): number | null =>
  Number.isFinite(value) ? Number(value.toFixed(digits)) : null
