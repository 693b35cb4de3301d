import { createHash } from 'node:crypto'
import { HilumError } from '../base/errors.ts'
import type { Volume } from '../preprocess/volume.ts'
import type { Analysis, AnalysisInput, AnalysisOutcome, PreparedVolume, VolumeGeometry } from './analysis.ts'
import type { Detection, Detector, RunContext } from './detector.ts'
import type { Finding } from './finding.ts'
import { identifyFindings } from './identify-findings.ts'

/** What an analysis stands on. `monotonicMs` is the clock's, for timings alone. */
export interface AnalysisPorts {
  /** Chooses the series, decodes it and builds the volume (preprocess). @throws PREPROCESS_ codes where it is out of scope */
  prepare(instances: AnalysisInput, run: RunContext): Promise<PreparedVolume>
  readonly detector: Detector
  monotonicMs(): number
}

/** An analysis with every candidate, those below the operating point too. */
export interface FullAnalysis extends Analysis {
  readonly candidates: readonly Finding[]
}

/**
 * Preprocess and inference as one: instances in, findings out. A refusal of preprocess and a detector that found no
 * lung are out of scope; a permanent failure is told as such. Transient ones and cancellation are thrown on.
 */
export const analyse = async (
  instances: AnalysisInput,
  params: Readonly<Record<string, unknown>>,
  ports: AnalysisPorts,
  run: RunContext,
): Promise<FullAnalysis> => {
  const started = ports.monotonicMs()
  try {
    const prepared = await ports.prepare(instances, run)
    const preparedMs = ports.monotonicMs() - started
    const detection = await ports.detector.detect(prepared.volume, ports.detector.params.parse(params), run)
    return concluded(instances, prepared, detection, ports.detector, preparedMs)
  } catch (thrown) {
    if (!(thrown instanceof HilumError) || thrown.failureClass !== 'permanent') throw thrown
    return refused(thrown, ports, ports.monotonicMs() - started)
  }
}

const concluded = (
  instances: AnalysisInput,
  { volume, seriesChoice, sliceErrors }: PreparedVolume,
  detection: Detection,
  detector: Detector,
  preparedMs: number,
): FullAnalysis => {
  const identity = {
    studyInstanceUid: volume.studyInstanceUid,
    seriesInstanceUid: volume.seriesInstanceUid,
    instancesHash: hashDigests(instances.map(item => item.digest)),
    detectorId: detector.id,
    detectorVersion: detector.version,
  }
  const { scope } = detection
  return {
    outcome: outcomeOf(detection),
    algorithm: detection.algorithm,
    findings: identifyFindings(detection.findings, volume, identity),
    candidates: identifyFindings(detection.candidates, volume, identity),
    seriesChoice,
    geometry: geometryOf(volume),
    ...(scope.kind === 'evaluated' ? { evaluatedZMm: { from: scope.fromZMm, to: scope.toZMm } } : {}),
    warnings: [...volume.warnings, ...detection.warnings],
    ...(detection.notEvaluated?.length ? { notEvaluated: detection.notEvaluated } : {}),
    ...(detection.modelWords?.length ? { modelWords: detection.modelWords } : {}),
    sliceErrors,
    timingsMs: { preprocess: Math.round(preparedMs), ...detection.timingsMs },
  }
}

const outcomeOf = (detection: Detection): AnalysisOutcome => {
  if (detection.scope.kind === 'out-of-scope') {
    return { kind: 'out-of-scope', code: 'INFERENCE_OUT_OF_SCOPE', reason: detection.scope.reason }
  }
  return { kind: detection.findings.length > 0 ? 'findings' : 'no-candidate' }
}

const geometryOf = (volume: Volume): VolumeGeometry => ({
  shape: volume.shape,
  ...(volume.imageSize ? { imageSize: volume.imageSize } : {}),
  spacingMm: volume.spacingMm,
  origin: volume.origin,
  directions: volume.directions,
  seriesInstanceUid: volume.seriesInstanceUid,
  ...(volume.frameOfReferenceUid === undefined ? {} : { frameOfReferenceUid: volume.frameOfReferenceUid }),
  slices: volume.slices,
  gaps: volume.gaps,
})

const hashDigests = (digests: readonly string[]): string =>
  createHash('sha256')
    .update([...digests].sort().join('\n'))
    .digest('hex')

const refused = (error: HilumError, { detector }: AnalysisPorts, elapsedMs: number): FullAnalysis => ({
  outcome: {
    kind: error.code.startsWith('PREPROCESS_') ? 'out-of-scope' : 'failed',
    code: error.code,
    reason: error.detail,
  },
  algorithm: { name: detector.id, version: detector.version, manufacturer: 'Hilum', parameters: '' },
  findings: [],
  candidates: [],
  warnings: [],
  sliceErrors: [],
  timingsMs: { preprocess: Math.round(elapsedMs) },
})
