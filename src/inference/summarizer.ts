import type { RunContext } from './detector.ts'
import type { NoteSummary } from './finding.ts'

/** A note as it came; `language` is the note's own if told, `targetLanguage` the summary's. */
export interface ClinicalNote {
  readonly text: string
  readonly language?: 'en' | 'zh' | 'ms'
  readonly targetLanguage?: 'en' | 'zh' | 'ms'
}

/** A plug-in that summarizes a clinical note. */
export interface Summarizer {
  readonly id: string
  readonly version: string
  summarize(note: ClinicalNote, run: RunContext): Promise<NoteSummary>
}
