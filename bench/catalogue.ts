import type { Bench } from './bench.ts'
import { burstBench } from './burst.ts'
import { detectorBench } from './detector.ts'
import { frocBench } from './froc.ts'
import { mainBench } from './main.ts'
import { notesBench } from './notes.ts'
import { redactionBench } from './redaction.ts'
import { relayBench } from './relay.ts'
import { replayBench } from './replay.ts'
import { srBench } from './sr.ts'
import { stowBench } from './stow.ts'

/** THE list of benches, a line each, in the order in which `all` runs them. */
export const benches: readonly Bench[] = [
  mainBench,
  stowBench,
  detectorBench,
  frocBench,
  srBench,
  relayBench,
  burstBench,
  notesBench,
  redactionBench,
  replayBench,
]
