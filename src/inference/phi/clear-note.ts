import type { ClearedPart } from '../relay/relay.ts'
import { markCleared, quoteData, type Refused, refused } from './cleared.ts'
import { foldText } from './fold-text.ts'
import type { KnownIdentifiers } from './known-identifiers.ts'
import { matchKnown } from './match-known.ts'
import { type RedactedNote, redactNote } from './redact-note.ts'

/** Bounds of clearing a note. */
export interface ClearNoteOptions {
  /** Longer notes are refused, not cut: half a note may say the opposite. Default 50,000 UTF-16 units. */
  readonly maxCharacters?: number
  /** Longest time, ms, by `monotonicMs`. Default 2,000. */
  readonly limitMs?: number
  /** The clock's monotonicMs; without it no time is told. */
  monotonicMs?(): number
}

/** A note that may go to a provider approved for PHI: `part` is what is sent, `note` leads back from what is answered. */
export interface ClearedNote {
  readonly kind: 'cleared'
  readonly part: ClearedPart
  readonly note: RedactedNote
  readonly counts: RedactedNote['counts']
}

const defaultCharacters = 50_000
const defaultLimitMs = 2_000

/**
 * Clears a note: known identifiers, rules, then the lists of words (see redactNote), quoted as data. Fails closed: too
 * long, too slow, any error, or a known identifier that still stands, and nothing is let through.
 */
export const clearNote = (
  text: string,
  known: KnownIdentifiers,
  options: ClearNoteOptions = {},
): ClearedNote | Refused => {
  if (text.length > (options.maxCharacters ?? defaultCharacters)) return refused('the note is too long')
  try {
    const note = redactNote(text, known, deadlineOf(options))
    if (hasResidue(note, known)) return refused('a known identifier still stands in the redacted note')
    const part = markCleared({ kind: 'text', text: quoteData('note', { text: note.text }) })
    return { kind: 'cleared', part, note, counts: note.counts }
  } catch (thrown) {
    // Whatever went wrong, its message may hold the note: only its name is told.
    return refused(`redaction failed (${thrown instanceof Error ? thrown.name : typeof thrown})`)
  }
}

/** Looks once more, at what is to be sent; what placeholders say is not looked at. */
const hasResidue = (note: RedactedNote, known: KnownIdentifiers): boolean =>
  matchKnown(foldText(note.text.replace(/\[[A-Z]{2,7}-\d+\]/g, ' \u2588 ')), known).length > 0

class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

const deadlineOf = (options: ClearNoteOptions): (() => void) => {
  const begun = options.monotonicMs?.()
  return () => {
    const now = options.monotonicMs?.()
    if (begun !== undefined && now !== undefined && now - begun > (options.limitMs ?? defaultLimitMs))
      throw new TimeoutError()
  }
}
