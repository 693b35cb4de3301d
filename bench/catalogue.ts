import type { Bench } from './bench.ts'
import { mainBench } from './main.ts'
import { stowBench } from './stow.ts'

/** THE list of benches, a line each, in the order in which `all` runs them. */
export const benches: readonly Bench[] = [mainBench, stowBench]
