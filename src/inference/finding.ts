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
  /** From its nearest part to the surface of its lung, mm; absent where that is not known. */
  readonly pleuraDistanceMm?: number
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
  /** Algorithms that it is made of, where results of several were put together. */
  readonly readers?: readonly AlgorithmIdentity[]
}

/** Where in the note (UTF-16 offsets, end exclusive). */
export interface NoteSpan {
  readonly start: number
  readonly end: number
}

/** Languages of notes and of what is said about them. */
export type NoteLanguage = 'en' | 'zh' | 'ms'

/** What a statement of a summary is about. `other`: past and family history, examination, and what stands under no heading. */
export type SummaryPart =
  | 'chief-complaint'
  | 'present-illness'
  | 'assessment'
  | 'plan'
  | 'follow-up'
  | 'other'

/** A statement of a summary with the part of the note that it rests on. */
export interface NoteStatement {
  readonly text: string
  readonly span: NoteSpan
  readonly part?: SummaryPart
  /** Where it is not the note's: a model's translation. */
  readonly language?: NoteLanguage
}

/** A code's name in the target language; the glossary is ours and unofficial, a site's table is what it loaded. */
export interface DisplayTerm {
  readonly text: string
  readonly language: NoteLanguage
  readonly source: 'unofficial-glossary' | 'site'
}

/** A condition found in a note. */
export interface NoteCode {
  readonly concept: CodedConcept
  readonly span: NoteSpan
  readonly certainty: 'affirmed' | 'negated' | 'uncertain' | 'family-history'
  readonly display?: DisplayTerm
  /** SNOMED CT, from a loaded map and only from there. */
  readonly crossReferences?: readonly CodedConcept[]
}

/** A header code that the note was given: not valid for billing, so it is no code of the summary; a person chooses. */
export interface HeaderCode {
  readonly concept: CodedConcept
  readonly span: NoteSpan
  /** Valid codes below it, in the release's order, at most 50. */
  readonly billable: readonly CodedConcept[]
}

/** What was taken out of a summary because it could not be stood for. */
export interface RemovedFromSummary {
  /** Statements without a span of the note under them. */
  readonly statements: number
  /** Statements that say more than their span does: a number, a medicine, a side, the opposite. */
  readonly statementsBeyondSpan?: number
  /** Codes that the release does not have. */
  readonly unknownCodes: number
  /** Headers, offered with their billable codes. */
  readonly headerCodes: number
  /** Codes given as stated that the note denies, doubts, or tells of the family. */
  readonly contradictedCodes: number
  /** Codes whose words in the note do not name their condition. */
  readonly unsupportedCodes?: number
}

/** The release that the codes were checked against. */
export interface CheckedAgainst {
  readonly release: string
  /** The date that the release was chosen for, YYYY-MM-DD. */
  readonly date: string
  readonly warning?: string
}

/** A clinical note's summary. Each statement is supported by a span of the note. */
export interface NoteSummary {
  /** Of the note, and of extractive statements. */
  readonly language: NoteLanguage
  readonly statements: readonly NoteStatement[]
  readonly codes: readonly NoteCode[]
  readonly algorithm: AlgorithmIdentity
  /** Asked for: section titles and names of codes are in it where a table has them. */
  readonly targetLanguage?: NoteLanguage
  /** Titles of the parts in the target language; of the unofficial glossary. */
  readonly titles?: Readonly<Record<SummaryPart, string>>
  /** `not-stated` says only that the note asks for none, never that none is needed. */
  readonly followUp?: 'required' | 'not-stated'
  readonly headerCodes?: readonly HeaderCode[]
  readonly removed?: RemovedFromSummary
  readonly checkedAgainst?: CheckedAgainst
  /** What a reader must know of this summary: its language, a stale release. Sentences in English. */
  readonly remarks?: readonly string[]
}
