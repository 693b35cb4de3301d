import type { Dataset } from '../dicom/dataset.ts'
import type { VolumeGeometry } from '../inference/analysis.ts'
import type { AlgorithmIdentity, Finding, NoteSummary } from '../inference/finding.ts'
import type { Encoding } from './profile.ts'

/** The room's door: a DICOM object ready to be sent, its UIDs derived. */
export interface OutputObject {
  readonly kind: string
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly seriesInstanceUid: string
  readonly studyInstanceUid: string
  /** Counts up over all results of a study, rule and algorithm: viewers draw the highest of a series. */
  readonly instanceNumber: number
  /** Part 10 file. */
  readonly bytes: Uint8Array
}

/** An image that was used as evidence. */
export interface ReferencedImage {
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly seriesInstanceUid: string
  readonly instanceNumber?: number
}

/** An earlier result of the same study, rule, algorithm, kind and encoding. */
export interface PredecessorObject {
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly seriesInstanceUid: string
  readonly instanceNumber: number
  readonly wasPositive: boolean
}

/** What happened, told by the result. */
export type ReportOutcome =
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | { readonly kind: 'no-candidate' }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string }
  | { readonly kind: 'out-of-scope'; readonly reason: string }
  | { readonly kind: 'note-summary'; readonly summary: NoteSummary; readonly noteText: string }

/** A slice's values in HU, row by row. */
export interface SliceValues {
  readonly rows: number
  readonly columns: number
  readonly hu: Int16Array
  /** How its image stores them: HU is slope times the stored value plus intercept. */
  readonly rescale?: { readonly slope: number; readonly intercept: number }
}

/** Everything a builder may use: no clock, no chance. */
export interface ReportInput {
  readonly workitemId: string
  readonly ruleName: string
  readonly revision: number
  /** A header of the study as the PACS has it now: patient, study and order attributes are copied from it. */
  readonly studyHeader: Dataset
  readonly images: readonly ReferencedImage[]
  /** Geometry of what was evaluated; absent if it never became a volume. */
  readonly volume?: VolumeGeometry
  readonly algorithm: AlgorithmIdentity
  /** How it is written for its readers. Default: `defaultEncoding`. */
  readonly encoding?: Encoding
  /** Pixels of a slice of the volume by its index, for objects that hold pictures. @throws where it is no longer kept */
  readSlice?(sliceIndex: number): Promise<SliceValues>
  readonly outcome: ReportOutcome
  readonly evaluatedZMm?: { readonly from: number; readonly to: number }
  readonly warnings: readonly string[]
  /** What could not be looked at, a sentence each: the result is partial then. */
  readonly notEvaluated?: readonly string[]
  /** Why the study may not have been all here, one sentence: the result is partial then. */
  readonly incompleteStudy?: string
  /** From stored state: when the analysis started. Content Date and Time. */
  readonly contentAt: Date
  readonly predecessor?: PredecessorObject
  /** Objects of the same work in the same encoding that were made before this one, and reach all its targets. */
  readonly companions?: readonly OutputObject[]
  /** A person's instance is in the predecessor's series: start a new one. */
  readonly isPredecessorSeriesTouched?: boolean
}

/** A plug-in that makes one kind of result object; answers nothing where the kind does not apply to the outcome. */
export interface OutputObjectBuilder {
  readonly kind: string
  build(input: ReportInput): Promise<readonly OutputObject[]>
}
