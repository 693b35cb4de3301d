import type { NoteLanguage } from '../../finding.ts'
import { type ReadText, readAssertions } from '../../notes/language/assertions.ts'
import type { RedactedNote } from '../../phi/redact-note.ts'
import { createQuoteFinder, type QuotePlace } from './place-quotes.ts'

/** A note with what is needed to check what is said of it. */
export interface CheckedNote {
  /** As it came. */
  readonly source: string
  readonly redacted: RedactedNote
  readonly language: NoteLanguage
  readonly read: ReadText
  findQuote(quote: string): readonly QuotePlace[]
}

/** Reads a note once for all checks. */
export const toCheckedNote = (
  source: string,
  redacted: RedactedNote,
  language: NoteLanguage,
): CheckedNote => ({
  source,
  redacted,
  language,
  read: readAssertions(source, language),
  findQuote: createQuoteFinder(redacted),
})
