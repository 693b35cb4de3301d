import type { BenchRow } from './row.ts'

/** How a bench is run. */
export interface BenchOptions {
  /** How often what has spread is measured; rows hold the median. */
  readonly runs: number
  /** Says what is going on, to whoever waits. */
  tell(line: string): void
}

/** A measure of the performance table, or several that are made together. */
export interface Bench {
  readonly name: string
  readonly about: string
  run(options: BenchOptions): Promise<readonly BenchRow[]>
  /** Figures that `--json` names beside the rows, where this bench runs alone. */
  figures?(rows: readonly BenchRow[]): Readonly<Record<string, number | null>>
}
