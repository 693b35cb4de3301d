import { readFile } from 'node:fs/promises'
import type { Clock } from '../../base/clock.ts'
import { HilumError } from '../../base/errors.ts'
import { DecoderPool } from '../../dicom/decoder-pool.ts'
import { type DetectorReport, type EvaluatedScan, reportDetector } from '../../evaluation/report.ts'
import { geometryOfImages } from '../../evaluation/slice-geometry.ts'
import type { CaseTruth } from '../../evaluation/truth.ts'
import { analyse } from '../../inference/analyse.ts'
import type { Detector } from '../../inference/detector.ts'
import { prepareVolume } from '../../preprocess/volume-build.ts'
import { type EvaluationCase, findCases } from './find-cases.ts'
import { type FileInstance, readFiles } from './read-files.ts'

/** What `hilum evaluate` is asked for. */
export interface EvaluateRequest {
  readonly folder: string
  readonly detectors: readonly Detector[]
  readonly threads: number
  readonly clock: Clock
  readonly signal: AbortSignal
  tell(line: string): void
}

/** What came of it. */
export interface Evaluation {
  /** One a detector, over the same scans; none where no case could be evaluated. */
  readonly reports: readonly DetectorReport[]
  /** Cases that could not be read or whose analysis failed. They are in no figure. */
  readonly failed: readonly { readonly case: string; readonly reason: string }[]
}

/** Runs each detector on each case below a folder, and reports them side by side. */
export const evaluateCases = async (request: EvaluateRequest): Promise<Evaluation> => {
  const { cases, unreadable } = await findCases(request.folder)
  for (const path of unreadable) request.tell(`not a truth: ${path}`)
  const columns = request.detectors.map(detector => ({
    detector,
    scans: [] as EvaluatedScan[],
    parameters: '',
  }))
  const failed: { case: string; reason: string }[] = []
  const pool = new DecoderPool({ threads: request.threads })
  try {
    for (const [i, one] of cases.entries()) {
      const images = await imagesOf(one, request.signal)
      if (typeof images === 'string') {
        failed.push({ case: one.name, reason: images })
        continue
      }
      const truth = one.truth.place(geometryOfImages(images.map(image => image.facts)))
      const results: { scan: EvaluatedScan; parameters: string }[] = []
      for (const detector of request.detectors) {
        const run = await evaluateScan({ name: one.name, images, truth }, detector, pool, request)
        if (typeof run === 'string') failed.push({ case: one.name, reason: `${detector.id}: ${run}` })
        else results.push(run)
      }
      tellCase(
        request,
        `${i + 1} of ${cases.length}`,
        one,
        results.map(({ scan }) => scan),
      )
      // Side by side only what every detector was asked: a scan that one failed on is in no figure.
      if (results.length < request.detectors.length) continue
      for (const [column, { scan, parameters }] of results.entries()) {
        columns[column]!.scans.push(scan)
        columns[column]!.parameters ||= parameters
      }
    }
  } finally {
    await pool.close()
  }
  const reports = columns
    .filter(({ scans }) => scans.length > 0)
    .map(({ detector: { id, version }, scans, parameters }) =>
      reportDetector({ id, version, parameters }, scans),
    )
  return { reports, failed }
}

const tellCase = (
  { tell }: EvaluateRequest,
  count: string,
  { name }: EvaluationCase,
  scans: readonly EvaluatedScan[],
): void => {
  const said = scans.map(scan =>
    scan.refusal
      ? `refused: ${scan.refusal}`
      : `${scan.truth.nodules.length} nodules, ${scan.findings.length} findings, ${scan.seconds.toFixed(1)} s`,
  )
  tell(`evaluate: ${count}: ${name}: ${said.join(' | ') || 'failed'}`)
}

/** The case's images: of the series that its truth names, where it is there; or why there are none. */
const imagesOf = async (
  { folder, truth }: EvaluationCase,
  signal: AbortSignal,
): Promise<readonly FileInstance[] | string> => {
  const { images } = await readFiles([folder], signal)
  if (images.length === 0) return 'no DICOM image beside the truth'
  const { seriesInstanceUid } = truth
  if (seriesInstanceUid === undefined) return images
  const named = images.filter(image => image.facts.seriesInstanceUid === seriesInstanceUid)
  return named.length > 0 ? named : 'the series that the truth speaks of is not there'
}

/** Runs one detector as the service does, preprocess included; answers why where it failed. */
const evaluateScan = async (
  scan: { readonly name: string; readonly images: readonly FileInstance[]; readonly truth: CaseTruth },
  detector: Detector,
  pool: DecoderPool,
  { clock, signal }: EvaluateRequest,
): Promise<{ readonly scan: EvaluatedScan; readonly parameters: string } | string> => {
  const paths = new Map(scan.images.map(image => [image.facts.digest, image.path]))
  const startedMs = clock.monotonicMs()
  try {
    const analysis = await analyse(
      scan.images.map(image => image.facts),
      {},
      {
        detector,
        monotonicMs: () => clock.monotonicMs(),
        prepare: (chosen, run) =>
          prepareVolume(chosen, {
            readBytes: digest => readFile(paths.get(digest)!),
            pool,
            signal: run.signal,
            progress: () => undefined,
          }),
      },
      { signal, progress: () => undefined },
    )
    const { outcome, findings, candidates, warnings, algorithm } = analysis
    if (outcome.kind === 'failed') return `${outcome.code}: ${outcome.reason}`
    return {
      parameters: algorithm.parameters,
      scan: {
        case: scan.name,
        truth: scan.truth,
        findings,
        candidates,
        seconds: (clock.monotonicMs() - startedMs) / 1000,
        warnings,
        ...(outcome.kind === 'out-of-scope' ? { refusal: outcome.reason } : {}),
      },
    }
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof HilumError)) throw thrown
    return `${thrown.code}: ${thrown.detail}`
  }
}
