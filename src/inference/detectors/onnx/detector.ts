import { type Clock, systemClock } from '../../../base/clock.ts'
import { patientToVoxel, type Volume } from '../../../preprocess/volume.ts'
import { orientVolume, type PatientFrame, voxelToFrame } from '../../candidates/patient-frame.ts'
import type { DetectedFinding, Detection, Detector, RunContext } from '../../detector.ts'
import { evaluatedRange, scopeRefusal } from '../../evaluated-scope.ts'
import { type SpotReader, startSpotReader } from '../../spots/spot-reader.ts'
import { measureBoxes } from './measure-boxes.ts'
import { frameMmToVoxel, type ModelImage, planModelImage, sampleWindow } from './model-image.ts'
import { loadNetwork } from './network.ts'
import { describeParams, type OnnxParams, onnxParams } from './params.ts'
import type { ModelProfile } from './profile.ts'
import { runPatches, runWindows, type WindowRun } from './run-windows.ts'
import { type ScoredBox, suppressBoxes } from './suppress-boxes.ts'
import { type ImageWindow, padToDivisible, patchAbout, planWindows } from './windows.ts'

/** A model file of the site, read and named. */
export interface OnnxModel {
  /** What rules call it. */
  readonly name: string
  readonly path: string
  /** SHA-256 of the file, hex. */
  readonly sha256: string
  readonly profile: ModelProfile
}

/** What the detector stands on. */
export interface OnnxPorts {
  readonly threads: number
  /** Its candidates are what the two-stage mode looks at. */
  readonly firstReader: Detector
  readonly clock?: Clock
}

const ownVersion = '1.0.0'
/** Fewer lung in a window than this share: the model is not asked. */
const leastLungShare = 0.02
/** Boxes that are measured; the weaker ones are no candidates. */
const mostMeasured = 60

/** A detector that the site brings as an ONNX file: a RetinaNet over volumes as MONAI exports it. */
export const createOnnxDetector = (model: OnnxModel, ports: OnnxPorts): Detector<OnnxParams> => {
  const version = `${ownVersion}+${model.sha256.slice(0, 12)}`
  const { clock = systemClock } = ports
  const algorithmOf = (params: OnnxParams): Detection['algorithm'] => ({
    name: model.profile.name,
    version,
    manufacturer: model.profile.manufacturer,
    parameters: describeParams(params, model.sha256),
  })
  return {
    id: model.name,
    version,
    input: 'volume',
    params: onnxParams,
    detect: async (volume, params, run) => {
      const outOfScope = (reason: string): Detection => ({
        algorithm: algorithmOf(params),
        findings: [],
        candidates: [],
        warnings: [],
        scope: { kind: 'out-of-scope', reason },
        timingsMs: {},
      })
      const refusal = scopeRefusal(volume)
      if (refusal) return outOfScope(refusal)
      const startedMs = clock.monotonicMs()
      const frame = orientVolume(volume)
      const reader = startSpotReader(frame, run.signal)
      try {
        run.progress('lungs', 0)
        const lungs = await reader.lungs()
        if (lungs.length === 0) return outOfScope('no lungs were found')
        const image = planModelImage(frame, lungs, model.profile)
        const boxes = await findBoxes(model, ports, { volume, frame, image, reader, params, run })
        const askedMs = clock.monotonicMs()
        const { candidates, byBox } = await measureBoxes(
          { volume, frame, lungs, image, reader },
          boxes.slice(0, mostMeasured),
          share => run.progress('measurement', 0.9 + 0.1 * share),
        )
        const findings = candidates.filter(one => isFinding(one, params))
        return {
          algorithm: algorithmOf(params),
          findings,
          candidates,
          warnings: warningsOf(findings.filter(one => byBox.has(one)).length),
          scope: { kind: 'evaluated', ...evaluatedRange(volume) },
          timingsMs: {
            model: Math.round(askedMs - startedMs),
            measurement: Math.round(clock.monotonicMs() - askedMs),
          },
        }
      } finally {
        await reader.stop()
      }
    },
  }
}

const isFinding = (one: DetectedFinding, { operatingPoint, minDiameterMm }: OnnxParams): boolean =>
  one.confidence >= operatingPoint && one.diameterMm >= minDiameterMm

const warningsOf = (byBox: number): readonly string[] =>
  byBox === 0
    ? []
    : [`${byBox} of the findings could not be outlined: their size is that of the model's box.`]

/** One study on its way. */
interface Look {
  readonly volume: Volume
  readonly frame: PatientFrame
  readonly image: ModelImage
  readonly reader: SpotReader
  readonly params: OnnxParams
  readonly run: RunContext
}

const findBoxes = async (
  { path, profile }: OnnxModel,
  { threads, firstReader }: OnnxPorts,
  look: Look,
): Promise<readonly ScoredBox[]> => {
  const { frame, image, params, run } = look
  const padded = padToDivisible(image.size, profile.divisible)
  const isStaged = params.mode === 'candidates'
  const patches = isStaged ? await planPatches(firstReader, look, padded, profile) : []
  const windows = isStaged ? patches : await lungWindows(look, planWindows(padded, profile))
  const network = await loadNetwork(path, profile, threads)
  try {
    const windowRun: WindowRun = {
      network,
      size: image.size,
      padded,
      sample: window => sampleWindow(frame, image, window, profile.hu),
      signal: run.signal,
      progress: share => run.progress('model', isStaged ? 0.4 + 0.5 * share : 0.05 + 0.85 * share),
    }
    return isStaged
      ? suppressBoxes(await runPatches(windowRun, windows, profile), profile)
      : await runWindows(windowRun, windows, profile)
  } finally {
    await network.close()
  }
}

/** Windows that hold enough lung for the model to be asked. */
const lungWindows = async (
  { image, reader }: Look,
  windows: readonly ImageWindow[],
): Promise<readonly ImageWindow[]> => {
  const shares = await reader.lungShares(
    windows.map(({ start, size }) => {
      const corner = (axis: 0 | 1 | 2, at: number): number => image.firstMm[axis] + at * image.stepMm[axis]
      const ends = ([0, 1, 2] as const).map(axis =>
        [corner(axis, start[axis]), corner(axis, start[axis] + size[axis] - 1)].sort((a, b) => a - b),
      )
      return {
        fromMm: [ends[0]![0]!, ends[1]![0]!, ends[2]![0]!] as const,
        toMm: [ends[0]![1]!, ends[1]![1]!, ends[2]![1]!] as const,
      }
    }),
  )
  return windows.filter((_, index) => shares[index]! >= leastLungShare)
}

const planPatches = async (
  firstReader: Detector,
  { volume, frame, image, params, run }: Look,
  padded: ImageWindow['size'],
  profile: ModelProfile,
): Promise<readonly ImageWindow[]> => {
  const first = await firstReader.detect(volume, firstReader.params.parse({}), {
    ...run,
    progress: (stage, share) => run.progress(stage, 0.4 * share),
  })
  const patches = first.candidates.slice(0, params.candidates).map(candidate => {
    const pointMm = voxelToFrame(frame, patientToVoxel(volume, candidate.centerMm))
    return patchAbout(frameMmToVoxel(image, pointMm), padded, profile)
  })
  const distinct = new Map(patches.map(patch => [patch.start.join(), patch]))
  return [...distinct.values()]
}
