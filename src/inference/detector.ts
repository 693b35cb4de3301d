import type { z } from 'zod'
import type { Volume } from '../preprocess/volume.ts'
import type { AlgorithmIdentity, Finding } from './finding.ts'
import type { ModelWords } from './model-words.ts'

/** What a run may use: it stops at `signal`, tells its `stage` and share done (0 to 1). */
export interface RunContext {
  readonly signal: AbortSignal
  /** The workitem's id, where there is one: calls to models are sticky by it, and answered ones are not paid twice. */
  readonly workitemId?: string
  /** The rule that the work is for, where it is not the workitem's: budgets and candidates of calls are by rule. */
  readonly ruleName?: string
  progress(stage: string, fraction: number): void
}

/** Findings before ids and tracking UIDs are given, highest confidence first. */
export type DetectedFinding = Omit<Finding, 'id' | 'trackingUid'>

/** What a detector answers. `candidates` holds every candidate, those below the operating point too. */
export interface Detection {
  readonly algorithm: AlgorithmIdentity
  readonly findings: readonly DetectedFinding[]
  readonly candidates: readonly DetectedFinding[]
  /** What reached the result as a warning: thick slices, low lung volume, diffuse disease. */
  readonly warnings: readonly string[]
  /** What could not be looked at, a sentence each: the result is partial then. */
  readonly notEvaluated?: readonly string[]
  /** What remote models said in words of their own: for the API and the console, never delivered. */
  readonly modelWords?: readonly ModelWords[]
  /** Lung was found and looked at; otherwise why not (out of scope). */
  readonly scope:
    | { readonly kind: 'evaluated'; readonly fromZMm: number; readonly toZMm: number }
    | { readonly kind: 'out-of-scope'; readonly reason: string }
  readonly timingsMs: Readonly<Record<string, number>>
}

/** A plug-in that finds nodules. Later inputs (slices, image) join `input`. */
export interface Detector<Params = unknown> {
  readonly id: string
  readonly version: string
  readonly input: 'volume'
  readonly params: z.ZodType<Params>
  detect(volume: Volume, params: Params, run: RunContext): Promise<Detection>
}
