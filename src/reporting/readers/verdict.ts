import type { Dataset } from '../../dicom/dataset.ts'

/** Readers whose rules are known here. The last two are no programs: the standard's own rules, and the study's contents. */
export const readerNames = [
  'ohif',
  'highdicom',
  'slicer',
  'dcmqi',
  'gsps',
  'image-only',
  'standard',
  'references',
] as const

export type ReaderName = (typeof readerNames)[number]

/** Readers that a person may sit before: what a target may declare. */
export const viewerNames = ['ohif', 'highdicom', 'slicer', 'dcmqi', 'gsps', 'image-only'] as const

export type ViewerName = (typeof viewerNames)[number]

/**
 * What one reader makes of one object. fine: it shows, or takes, what the object says. ignores: the object is not for it,
 * and does no harm. fails: an error, a black page, or nothing drawn of what should be.
 */
export interface ReaderVerdict {
  readonly reader: ReaderName
  readonly outcome: 'fine' | 'ignores' | 'fails'
  /** What is to be seen, in a few words ("4 drawn", "text", "black"); absent where it draws nothing ever. */
  readonly drawn?: string
  /** Groups that become measurements, of how many. */
  readonly hydrates?: { readonly count: number; readonly of: number }
  /** What a reader of volumes takes it for ("volumetric 4"). */
  readonly volumetric?: string
  readonly isValid?: boolean
  /** Why not, a sentence each; remarks where it is fine all the same. */
  readonly reasons: readonly string[]
}

/** What is known of the surroundings of an object. */
export interface StudyAround {
  /** SOP Instance UIDs of the study; undefined where they could not be told. */
  readonly known?: ReadonlySet<string>
}

/** A reader's rules. Pure: nothing is opened. */
export type JudgeFor = (document: Dataset, around: StudyAround) => Omit<ReaderVerdict, 'reader'>
