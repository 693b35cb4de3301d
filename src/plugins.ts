import type { Detector } from './inference/detector.ts'
import { createBuiltInDetector } from './inference/detectors/built-in/detector.ts'
import type { ModelAccess } from './inference/relay/relay.ts'
import type { Summarizer } from './inference/summarizer.ts'
import { extractiveSummarizer } from './inference/summarizers/extractive/summarizer.ts'
import { noduleSr } from './reporting/objects/nodule-sr.ts'
import { noteSummarySr } from './reporting/objects/note-summary-sr.ts'
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
  /** Worker threads of the built-in detector. */
  readonly threads: number
  readonly models?: ModelAccess | undefined
}

/** Detectors. */
export const detectors = ({ threads }: PluginOptions): readonly Detector[] => [
  createBuiltInDetector({ threads }),
]

/** Summarizers of clinical notes; the first is the default. */
export const summarizers: readonly [Summarizer, ...Summarizer[]] = [extractiveSummarizer]

/** Output objects by what a rule calls them. */
export const outputs: readonly OutputObjectBuilder[] = [noduleSr, resultStatusSr, noteSummarySr]
