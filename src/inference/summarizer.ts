import type { z } from 'zod'
import type { Dataset } from '../dicom/dataset.ts'
import type { RunContext } from './detector.ts'
import type { NoteSummary } from './finding.ts'
import type { KnownIdentifiers } from './phi/known-identifiers.ts'

/** Whose note it is, as the held study says: `header` of an image, or of the study. */
export interface NotePatient {
  readonly known: KnownIdentifiers
  readonly header: Dataset
}

/** A note as it came; `language` is the note's own if told, `targetLanguage` the summary's. */
export interface ClinicalNote {
  readonly text: string
  readonly language?: 'en' | 'zh' | 'ms'
  readonly targetLanguage?: 'en' | 'zh' | 'ms'
  /** For who sends something away: undefined where no study of the note is held, so that nobody knows what names the patient. */
  patient?(): Promise<NotePatient | undefined>
}

/** A plug-in that summarizes a clinical note. `params` as a rule sets them; unknown keys are refused. */
export interface Summarizer<Params = unknown> {
  readonly id: string
  readonly version: string
  readonly params: z.ZodType<Params>
  summarize(note: ClinicalNote, params: Params, run: RunContext): Promise<NoteSummary>
}
