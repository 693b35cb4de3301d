import type { CodedConcept } from '../dicom/coded-concept.ts'
import type { Vector3 } from '../dicom/instance-facts.ts'

/** A point in an image's own coordinates (PS3.3 C.10.5.1.2): column then row; the centre of the first pixel is (0.5, 0.5). */
export type ImagePoint = readonly [number, number]

/** A closed outline on one slice: the first point is not repeated at the end. */
export interface SliceContour {
  readonly sopInstanceUid: string
  readonly frameNumber?: number
  readonly sliceIndex: number
  readonly points: readonly ImagePoint[]
}

/** An axis drawn on one slice. */
export interface SliceAxis {
  readonly sopInstanceUid: string
  readonly frameNumber?: number
  readonly sliceIndex: number
  readonly points: readonly [ImagePoint, ImagePoint]
  readonly lengthMm: number
}

/** What one reader says of a finding, where several looked. `not-asked`: it never saw it, or its answer was lost. */
export interface FindingSource {
  /** The reader's detector id: `built-in`, `vision`. */
  readonly reader: string
  readonly verdict: 'found' | 'not-found' | 'not-asked'
}

/** The room's door: a model's claim, checked (inside the volume, finite, 0 to 1). Centre in LPS mm. */
export interface Finding {
  /** 1-based order by confidence, as text: "1", "2"... */
  readonly id: string
  readonly kind: 'nodule'
  readonly centerMm: Vector3
  /** Mean of long and short axis on the widest slice. */
  readonly diameterMm: number
  readonly longAxisMm: number
  readonly shortAxisMm: number
  readonly volumeMm3: number
  readonly meanHu: number
  readonly type: 'solid' | 'part-solid' | 'ground-glass'
  readonly calcified: boolean
  readonly solidCoreDiameterMm?: number
  readonly side: 'right' | 'left'
  /** Lobe, or lung where the lobe is uncertain (SCT), without laterality: that is `side`. */
  readonly site: CodedConcept
  readonly siteConfidence: 'high' | 'low'
  /** CAD score 0 to 1, never a probability of cancer. */
  readonly confidence: number
  /** SOP Instance UID of the widest slice. */
  readonly sliceSopInstanceUid: string
  /** Stable over a re-run of the same work on the same instances. */
  readonly trackingUid: string
  /** Widest slice first, then the others by slice index. */
  readonly contours: readonly SliceContour[]
  readonly longAxis: SliceAxis
  readonly shortAxis: SliceAxis
  /** Who found it and who did not; absent where one reader looked alone. */
  readonly sources?: readonly FindingSource[]
}

/** Which algorithm, said in every result. */
export interface AlgorithmIdentity {
  readonly name: string
  readonly version: string
  readonly manufacturer: string
  /** The operating point and other parameters, as text for people: "score >= 0.50". */
  readonly parameters: string
}

/** A statement of a summary with the part of the note that it rests on (UTF-16 offsets, end exclusive). */
export interface NoteStatement {
  readonly text: string
  readonly span: { readonly start: number; readonly end: number }
}

/** A condition found in a note. */
export interface NoteCode {
  readonly concept: CodedConcept
  readonly span: { readonly start: number; readonly end: number }
  readonly certainty: 'affirmed' | 'negated' | 'uncertain' | 'family-history'
}

/** A clinical note's summary. Each statement is supported by a span of the note. */
export interface NoteSummary {
  readonly language: 'en' | 'zh' | 'ms'
  readonly statements: readonly NoteStatement[]
  readonly codes: readonly NoteCode[]
  readonly algorithm: AlgorithmIdentity
}
