import type { SummaryPart } from '../../../src/inference/finding.ts'

/** A synthetic note with what a summary of it must say, written by hand before the summarizer read it. */
export interface NoteExample {
  /** Kind of note, and what is hard about it. */
  readonly name: string
  readonly text: string
  /** ICD-10-CM codes that the note states of the patient: all of them, those beyond the built-in list too. */
  readonly codes: readonly string[]
  /** Codes that the note denies, doubts, or tells of the family: never among the stated ones. */
  readonly denied?: readonly string[]
  readonly followUp: boolean
  /** Words of the note that must be in a statement of that part. */
  readonly points: Readonly<Partial<Record<SummaryPart, string>>>
}
