import { createHash } from 'node:crypto'
import { type Clock, systemClock } from '../../../base/clock.ts'
import { HilumError } from '../../../base/errors.ts'
import type { CropBox } from '../../../preprocess/lung-window.ts'
import type { Volume } from '../../../preprocess/volume.ts'
import { agreeOn } from '../../consensus.ts'
import type { Detection, Detector, RunContext } from '../../detector.ts'
import { gatherWords } from '../../model-words.ts'
import { toCanary } from '../../provider-params.ts'
import type { Relay } from '../../relay/relay.ts'
import type { Asking } from './ask-batches.ts'
import { instructions } from './instructions.ts'
import { describeParams, type VisionParams, visionParamsFor } from './params.ts'
import type { PictureClearance } from './picture.ts'
import { readCandidates } from './read-candidates.ts'
import { readPictures } from './read-pictures.ts'
import type { Reading } from './reading.ts'

const id = 'vision'
const version = '1.0.0'
/** Where the first reader's part of the run's progress ends, and the model's. */
const firstReaderShare = 0.4
const modelShare = 0.95

/** What the detector stands on. */
export interface VisionPorts {
  readonly relay: Relay
  /** The PHI firewall for the pictures of one study; `mask` as createPictureClearance. */
  clear(mask?: readonly CropBox[]): PictureClearance
  /** The built-in detector: it finds candidates, and is the other reader. */
  readonly firstReader: Detector
  /** Names of the configured providers that pictures may be sent to. */
  readonly visionProviders: readonly string[]
  readonly clock?: Clock
}

/**
 * A remote vision model as second reader beside the built-in detector. It is shown pictures in batches; what it says is
 * checked against the volume, sizes, HU, type and lobe are ours, and both readers make one list. A batch that failed is
 * named and makes the result partial.
 */
export const createVisionDetector = (ports: VisionPorts): Detector<VisionParams> => ({
  id,
  version,
  input: 'volume',
  params: visionParamsFor(ports.visionProviders),
  detect: async (volume, params, run) => {
    const { clock = systemClock } = ports
    const first = await readFirst(ports.firstReader, volume, params, run)
    if (first.scope.kind === 'out-of-scope') return { ...first, algorithm: identity(params, []) }
    const startedMs = clock.monotonicMs()
    run.progress('model', firstReaderShare)
    const reading = await readWithModel(ports, volume, { params, first, run })
    run.progress('consensus', 1)
    if (!reading) return aloneBecauseUnavailable(first)
    const timingsMs = { ...first.timingsMs, model: Math.round(clock.monotonicMs() - startedMs) }
    return { ...conclude(first, reading, { params, firstReader: ports.firstReader.id }), timingsMs }
  },
})

const readFirst = (
  firstReader: Detector,
  volume: Volume,
  { minDiameterMm, operatingPoint }: VisionParams,
  run: RunContext,
): Promise<Detection> =>
  firstReader.detect(volume, firstReader.params.parse({ minDiameterMm, operatingPoint }), {
    ...run,
    progress: (stage, fraction) => run.progress(stage, firstReaderShare * fraction),
  })

/** The model's reading; undefined where no provider answered anything and the rule goes on without. */
const readWithModel = async (
  ports: VisionPorts,
  volume: Volume,
  {
    params,
    first,
    run,
  }: { readonly params: VisionParams; readonly first: Detection; readonly run: RunContext },
): Promise<Reading | undefined> => {
  const asking = askingOf(ports, volume, params, run)
  const limit = ports.relay.imagesAtMost?.(params.providers) ?? params.batchSize
  const sized = { ...params, batchSize: Math.max(1, Math.min(params.batchSize, limit)) }
  const read = params.mode === 'candidates' ? readCandidates : readPictures
  try {
    return await read(asking, volume, first.candidates, sized)
  } catch (thrown) {
    const isOfRelay = thrown instanceof HilumError && thrown.code.startsWith('RELAY_')
    if (isOfRelay && params.ifUnavailable === 'built-in' && !run.signal.aborted) return undefined
    throw thrown
  }
}

const askingOf = (
  { relay, clear }: VisionPorts,
  volume: Volume,
  { providers, canary, mode, allowWithMask }: VisionParams,
  run: RunContext,
): Asking => ({
  relay,
  clear: clear(allowWithMask),
  signal: run.signal,
  request: {
    workitemId: run.workitemId ?? standInFor(volume),
    providers,
    instructions: instructions[mode],
    ...(canary ? { canary: toCanary(canary) } : {}),
  },
  progress: fraction => run.progress('model', firstReaderShare + (modelShare - firstReaderShare) * fraction),
})

/** Without a workitem (a folder that is read offline) calls are sticky by the series, which nobody outside can tell from it. */
const standInFor = ({ seriesInstanceUid }: Volume): string =>
  `offline-${createHash('sha256').update(seriesInstanceUid).digest('hex').slice(0, 32)}`

const conclude = (
  first: Detection,
  reading: Reading,
  { params, firstReader }: { readonly params: VisionParams; readonly firstReader: string },
): Detection => {
  const { operatingPoint, minDiameterMm, consensus: rule } = params
  const terms = { first: firstReader, second: id, rule, operatingPoint, minDiameterMm }
  return {
    ...first,
    algorithm: { ...identity(params, reading.models), readers: [first.algorithm] },
    ...agreeOn(first.candidates, reading.opinions, reading.own, terms),
    warnings: [...first.warnings, ...reading.warnings],
    notEvaluated: [...(first.notEvaluated ?? []), ...reading.notEvaluated],
    modelWords: gatherWords(reading.words),
  }
}

/** The result names what really ran. */
const aloneBecauseUnavailable = (first: Detection): Detection => ({
  ...first,
  notEvaluated: [
    ...(first.notEvaluated ?? []),
    'No provider of the vision model answered: the built-in detector read alone.',
  ],
})

const identity = (params: VisionParams, models: readonly string[]): Detection['algorithm'] => ({
  name: 'Hilum nodule detector with vision model',
  version,
  manufacturer: 'Hilum',
  parameters: describeParams(params, models),
})
