import { HilumError } from './base/errors.ts'
import type { Detector } from './inference/detector.ts'
import { createBuiltInDetector } from './inference/detectors/built-in/detector.ts'
import { createMergeDetector } from './inference/detectors/merge/detector.ts'
import { createOnnxDetector, type OnnxModel } from './inference/detectors/onnx/detector.ts'
import { createPictureClearance } from './inference/detectors/vision/clear-pictures.ts'
import { createVisionDetector } from './inference/detectors/vision/detector.ts'
import type { ModelAccess } from './inference/relay/relay.ts'
import type { Summarizer } from './inference/summarizer.ts'
import { createChatSummarizer } from './inference/summarizers/chat/summarizer.ts'
import { extractiveSummarizer } from './inference/summarizers/extractive/summarizer.ts'
import { keyImages } from './reporting/objects/key-images.ts'
import { keyObjectSelection } from './reporting/objects/key-object-selection.ts'
import { noduleSeg } from './reporting/objects/nodule-seg.ts'
import { noduleSr } from './reporting/objects/nodule-sr.ts'
import { noduleTextSr } from './reporting/objects/nodule-text-sr.ts'
import { noteSummarySr } from './reporting/objects/note-summary-sr.ts'
import { presentationState } from './reporting/objects/presentation-state.ts'
import { resultStatusSr } from './reporting/objects/result-status-sr.ts'
import type { OutputObjectBuilder } from './reporting/output-object.ts'
import type { Condition } from './routing/condition.ts'
import { attributeCondition } from './routing/conditions/attribute.ts'
import { factCondition } from './routing/conditions/fact.ts'

// THE list of plug-ins, a line each. Sources and targets are made from the configuration: compose/peers.ts.

/** Conditions of rules. */
export const conditions: readonly Condition[] = [attributeCondition, factCondition]

/** What plug-ins are made with. Without providers in the configuration there are no `models`, nor plug-ins that need them. */
export interface PluginOptions {
  /** Worker threads of a detector. */
  readonly threads: number
  /** Trained models that the site brings. */
  readonly onnxModels?: readonly OnnxModel[]
  readonly models?: ModelAccess | undefined
  /** Part 10 bytes of a slice by its digest: what the PHI firewall judges pictures by. */
  readonly readBytes?: (digest: string) => Promise<Uint8Array>
  /** The clock's: how long redacting a note may take. */
  readonly monotonicMs?: () => number
}

/** Detectors: the built-in one, the site's own models, a vision model beside the built-in one, and several as one. */
export const detectors = (options: PluginOptions): readonly Detector[] => {
  const { threads, onnxModels = [] } = options
  const builtIn = createBuiltInDetector({ threads })
  const onnx = onnxModels.map(model => createOnnxDetector(model, { threads, firstReader: builtIn }))
  const single: readonly Detector[] = [builtIn, ...onnx, ...visionDetectors(options, builtIn)]
  return single.length > 1 ? [...single, createMergeDetector(single)] : single
}

const visionDetectors = ({ models, readBytes }: PluginOptions, firstReader: Detector): readonly Detector[] =>
  models && models.pictureProviders.length > 0
    ? [
        createVisionDetector({
          relay: models.relay,
          clear: mask => createPictureClearance(readBytes ?? noBytes, mask),
          firstReader,
          visionProviders: models.pictureProviders,
        }),
      ]
    : []

/** Why a detector that a rule may mean is not here. */
export const absentDetectors: ReadonlyMap<string, string> = new Map([
  ['vision', 'it needs a provider with vision that is approved for pixels (providers in hilum.yaml)'],
  ['onnx', 'a trained model is called by the name that it has in hilum.yaml (detectors.onnx)'],
  ['merge', 'there is only one detector here: bring a model (detectors.onnx) or a provider with vision'],
])

const noBytes = (): Promise<never> =>
  Promise.reject(new HilumError('INFERENCE_NOT_CLEARED', 'no header of a slice can be read here'))

/** Summarizers of clinical notes; the first is the default. The chat model writes beside the built-in one. */
export const summarizers = ({
  models,
  monotonicMs,
}: Pick<PluginOptions, 'models' | 'monotonicMs'>): readonly [Summarizer, ...Summarizer[]] =>
  models && models.noteProviders.length > 0
    ? [
        extractiveSummarizer,
        createChatSummarizer({
          relay: models.relay,
          builtIn: extractiveSummarizer,
          noteProviders: models.noteProviders,
          ...(monotonicMs ? { monotonicMs } : {}),
        }),
      ]
    : [extractiveSummarizer]

/** Why a summarizer that a rule or the configuration may mean is not here. */
export const absentSummarizers: ReadonlyMap<string, string> = new Map([
  ['chat', 'it needs a provider that is approved for notes (providers in hilum.yaml)'],
])

/** Output objects by what a rule calls them. */
export const outputs: readonly OutputObjectBuilder[] = [
  noduleSr,
  noduleSeg,
  keyImages,
  presentationState,
  keyObjectSelection,
  noduleTextSr,
  resultStatusSr,
  noteSummarySr,
]
