import type { Claim } from '../src/evaluation/match.ts'
import type { Truth } from '../src/evaluation/truth.ts'
import type { DetectedFinding } from '../src/inference/detector.ts'
import { createBuiltInDetector } from '../src/inference/detectors/built-in/detector.ts'
import type { Volume } from '../src/preprocess/volume.ts'
import { volumeOfFiles } from '../test/support/series-volume.ts'
import { lidcCase, phantomCase } from './ct-case.ts'

/** A finding or candidate as far as benches care. */
export type FoundNodule = Claim & Pick<DetectedFinding, 'diameterMm' | 'volumeMm3'>

/** What one scan cost, and what was found in it. */
export interface DetectorCase {
  /** Files decoded and stacked. */
  readonly volumeMs: number
  /** The detector alone. */
  readonly wallMs: number
  readonly cpuMs: number
  readonly timingsMs: Readonly<Record<string, number>>
  /** Of this process, preprocess and the files in memory included; MB of 10^6 bytes. */
  readonly peakMb: number
  readonly findings: readonly FoundNodule[]
  readonly candidates: readonly FoundNodule[]
  readonly truth?: Truth
}

/** Runs the detector on one volume at the default point, on two threads. */
const measureDetector = async (volume: Volume) => {
  const detector = createBuiltInDetector({ threads: 2 })
  const cpuBefore = process.cpuUsage()
  const begin = performance.now()
  const run = { signal: new AbortController().signal, progress: () => undefined }
  const detection = await detector.detect(volume, detector.params.parse({}), run)
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    wallMs: performance.now() - begin,
    cpuMs: (user + system) / 1000,
    timingsMs: detection.timingsMs,
    findings: detection.findings.map(found),
    candidates: detection.candidates.map(found),
  }
}

const found = ({ centerMm, confidence, diameterMm, volumeMm3 }: DetectedFinding): FoundNodule => ({
  centerMm,
  confidence,
  diameterMm,
  volumeMm3,
})

const measureCase = async (kind: string, name: string): Promise<DetectorCase | null> => {
  const ct = kind === 'phantom' ? phantomCase(name, { seed: Number(name) }) : lidcCase
  const loaded = await ct.load()
  if (!loaded) return null
  const begin = performance.now()
  const volume = await volumeOfFiles(loaded.files)
  const volumeMs = performance.now() - begin
  const measured = await measureDetector(volume)
  const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6
  return { ...measured, volumeMs, peakMb, ...(loaded.truth ? { truth: loaded.truth } : {}) }
}

// A process of its own for each case, so that its peak memory is its own: `detector-case.ts phantom 1001`.
const [kind, name = ''] = process.argv.slice(2)
if (kind === 'phantom' || kind === 'real') process.stdout.write(JSON.stringify(await measureCase(kind, name)))
