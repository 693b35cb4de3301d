import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Claim } from '../src/evaluation/match.ts'
import { type Truth, truthSchema } from '../src/evaluation/truth.ts'
import { builtInDetector } from '../src/inference/detectors/built-in/detector.ts'
import { synthesizePhantom } from '../src/phantom/synthesize.ts'
import type { Volume } from '../src/preprocess/volume.ts'
import { sharedData } from '../test/support/prerequisites.ts'
import { volumeOfFiles, volumeOfFolder } from '../test/support/series-volume.ts'

/** What one scan cost, and what was found in it. */
export interface DetectorCase {
  readonly wallMs: number
  readonly cpuMs: number
  readonly timingsMs: Readonly<Record<string, number>>
  readonly peakMb: number
  readonly findings: number
  readonly candidates: readonly (Claim & { readonly diameterMm: number })[]
  readonly truth?: Truth
}

/** Runs the detector on one volume; the peak is the whole process's, preprocess included. */
const measureCase = async (volume: Volume): Promise<DetectorCase> => {
  const cpuBefore = process.cpuUsage()
  const startedMs = performance.now()
  const detection = await builtInDetector.detect(volume, builtInDetector.params.parse({}), {
    signal: new AbortController().signal,
    progress: () => undefined,
  })
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    wallMs: Math.round(performance.now() - startedMs),
    cpuMs: Math.round((user + system) / 1000),
    timingsMs: detection.timingsMs,
    peakMb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    findings: detection.findings.length,
    candidates: detection.candidates.map(({ centerMm, confidence, diameterMm }) => ({
      centerMm,
      confidence,
      diameterMm,
    })),
  }
}

const phantomCase = async (seed: number): Promise<DetectorCase> => {
  const phantom = synthesizePhantom({ seed })
  async function* files(): AsyncGenerator<Uint8Array> {
    for await (const slice of phantom.slices) yield slice.bytes
  }
  const measured = await measureCase(await volumeOfFiles(files()))
  return { ...measured, truth: truthSchema.parse(phantom.truth) }
}

const realCase = async (name: string): Promise<DetectorCase | undefined> => {
  const data = sharedData()
  if (!data) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'hilum-bench-'))
  try {
    execFileSync('tar', ['xJf', join(data, 'ct', `${name}.tar.xz`), '-C', folder])
    return await measureCase(await volumeOfFolder(join(folder, name)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// A process of its own for each case, so that its peak memory is its own: `detector-case.ts phantom 1001`.
const [kind, name = ''] = process.argv.slice(2)
if (kind === 'phantom') process.stdout.write(JSON.stringify(await phantomCase(Number(name))))
if (kind === 'real') process.stdout.write(JSON.stringify((await realCase(name)) ?? null))
