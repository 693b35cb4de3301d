import type { NamedSummarizer } from './note-summarizers.ts'

/** Payload of a `note` job. For what a rule found in a study also where its report goes, what it was, and how it is summarized. */
export interface NotePayload {
  readonly noteId: string
  readonly deliverTo?: readonly string[]
  readonly origin?: string
  readonly rule?: { readonly name: string; readonly summarizer?: NamedSummarizer }
}
