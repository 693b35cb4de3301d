import type { InstanceFacts } from '../dicom/instance-facts.ts'
import type { Volume } from '../preprocess/volume.ts'
import type { AlgorithmIdentity, Finding } from './finding.ts'
import type { ModelWords } from './model-words.ts'

/** A volume without its voxels: what reporting needs, small enough to be kept. */
export type VolumeGeometry = Pick<
  Volume,
  | 'shape'
  | 'imageSize'
  | 'spacingMm'
  | 'origin'
  | 'directions'
  | 'seriesInstanceUid'
  | 'frameOfReferenceUid'
  | 'slices'
  | 'gaps'
>

/** How the analysis of one workitem ended. */
export type AnalysisOutcome =
  | { readonly kind: 'findings' }
  | { readonly kind: 'no-candidate' }
  | { readonly kind: 'out-of-scope'; readonly code: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string }

/** What preprocess and inference together say of one series: kept in the journal, so plain values only. */
export interface Analysis {
  readonly outcome: AnalysisOutcome
  readonly algorithm: AlgorithmIdentity
  readonly findings: readonly Finding[]
  /** Which series was taken and why; undefined if none could be. */
  readonly seriesChoice?: string
  readonly geometry?: VolumeGeometry
  readonly evaluatedZMm?: { readonly from: number; readonly to: number }
  readonly warnings: readonly string[]
  /** What could not be looked at, a sentence each: the result is partial then. */
  readonly notEvaluated?: readonly string[]
  /** What remote models said in words of their own: for the API and the console, never delivered. */
  readonly modelWords?: readonly ModelWords[]
  /** Slices that could not be read, with the reason. */
  readonly sliceErrors: readonly string[]
  /** By stage, ms. */
  readonly timingsMs: Readonly<Record<string, number>>
}

/** A volume ready for a detector, with what was told on the way. */
export interface PreparedVolume {
  readonly volume: Volume
  readonly seriesChoice: string
  readonly sliceErrors: readonly string[]
}

/** Instances of the series that a rule chose: what is prepared and analysed. */
export type AnalysisInput = readonly InstanceFacts[]
