import { type Clock, systemClock } from '../../../base/clock.ts'
import type { Volume } from '../../../preprocess/volume.ts'
import { orientVolume } from '../../candidates/patient-frame.ts'
import type { DetectedFinding, Detection, Detector, RunContext } from '../../detector.ts'
import { evaluatedRange, isInGap, scopeRefusal } from '../../evaluated-scope.ts'
import { toDetectedFinding } from '../../to-detected-finding.ts'
import { type BuiltInParams, builtInParams, describeParams } from './params.ts'
import { findCandidatesByThread, findLungsByThread, measureByThread, resampleByThread } from './stages.ts'
import { startThreadTeam, type ThreadTeam } from './thread-team.ts'
import { limitWarnings } from './warnings.ts'

const id = 'built-in'
const version = '1.1.0'
const defaultThreads = 2

/** Where each stage lies in the run's progress: [from, to]. */
const stageShares = {
  lungs: [0, 0.25],
  resample: [0.25, 0.35],
  candidates: [0.35, 0.85],
  measurement: [0.85, 1],
} as const

type Stage = keyof typeof stageShares

/** Runs a stage, timing it and telling its progress. */
type StageRunner = <Value>(
  stage: Stage,
  work: (progress: (fraction: number) => void) => Promise<Value>,
) => Promise<Value>

/** How the detector runs; nothing here changes what it finds. */
export interface BuiltInOptions {
  readonly threads: number
  readonly clock: Clock
}

/**
 * The classical detector: lungs, Laplacian-of-Gaussian blobs in two looks, a close look at each, a hand-made score.
 * All heavy work is in worker threads; the answer does not depend on their number.
 */
export const createBuiltInDetector = (options: Partial<BuiltInOptions> = {}): Detector<BuiltInParams> => {
  const { threads = defaultThreads, clock = systemClock } = options
  return {
    id,
    version,
    input: 'volume',
    params: builtInParams,
    detect: async (volume, params, run) => {
      const timingsMs: Record<string, number> = {}
      const refusal = scopeRefusal(volume)
      if (refusal) return outOfScope(refusal, params, timingsMs)
      const shared = shareVolume(volume)
      const team = startThreadTeam(orientVolume(shared), threads, run.signal)
      try {
        return await detectWith(team, shared, params, {
          timingsMs,
          stage: stageRunner(run, clock, timingsMs),
        })
      } finally {
        await team.stop()
      }
    },
  }
}

/** The built-in detector with its defaults. */
export const builtInDetector: Detector<BuiltInParams> = createBuiltInDetector()

const detectWith = async (
  team: ThreadTeam,
  volume: Volume,
  params: BuiltInParams,
  { timingsMs, stage }: { readonly timingsMs: Record<string, number>; readonly stage: StageRunner },
): Promise<Detection> => {
  const frame = orientVolume(volume)
  const lungs = await stage('lungs', () => findLungsByThread(team))
  if (!lungs) return outOfScope('no lungs were found', params, timingsMs)
  const images = await stage('resample', progress => resampleByThread(team, frame, lungs, progress))
  const found = await stage('candidates', progress => findCandidatesByThread(team, lungs, images, progress))
  const measured = await stage('measurement', progress =>
    measureByThread(team, { frame, lungs }, found, progress),
  )
  const candidates = measured
    .map(one => toDetectedFinding(volume, frame, one))
    .filter(one => !isInGap(volume, one.centerMm))
  const findings = candidates.filter(one => isFinding(one, params))
  return {
    algorithm: identity(params),
    findings,
    candidates,
    warnings: limitWarnings(volume, lungs, findings.length),
    scope: { kind: 'evaluated', ...evaluatedRange(volume) },
    timingsMs,
  }
}

const isFinding = (candidate: DetectedFinding, { operatingPoint, minDiameterMm }: BuiltInParams): boolean =>
  candidate.confidence >= operatingPoint && candidate.diameterMm >= minDiameterMm

const identity = (params: BuiltInParams): Detection['algorithm'] => ({
  name: 'Hilum built-in nodule detector',
  version,
  manufacturer: 'Hilum',
  parameters: describeParams(params),
})

const outOfScope = (
  reason: string,
  params: BuiltInParams,
  timingsMs: Readonly<Record<string, number>>,
): Detection => ({
  algorithm: identity(params),
  findings: [],
  candidates: [],
  warnings: [],
  scope: { kind: 'out-of-scope', reason },
  timingsMs,
})

/** The volume over shared memory; only one that is not yet is copied. */
const shareVolume = (volume: Volume): Volume => {
  if (volume.hu.buffer instanceof SharedArrayBuffer) return volume
  const hu = new Int16Array(new SharedArrayBuffer(volume.hu.byteLength))
  hu.set(volume.hu)
  return { ...volume, hu }
}

const stageRunner =
  (run: RunContext, clock: Clock, timingsMs: Record<string, number>): StageRunner =>
  async (stage, work) => {
    const [from, to] = stageShares[stage]
    const startedMs = clock.monotonicMs()
    run.progress(stage, from)
    const value = await work(fraction => run.progress(stage, from + (to - from) * fraction))
    timingsMs[stage] = Math.round(clock.monotonicMs() - startedMs)
    return value
  }
