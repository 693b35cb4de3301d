import type { NoteLanguage, NoteStatement } from '../../finding.ts'
import { isFreeOfOrders } from '../../notes/language/orders.ts'
import { reidentifyText } from '../../phi/locate.ts'
import { type ChatAnswer, partOf } from './answer.ts'
import type { CheckedNote } from './checked-note.ts'
import { compareClaim } from './compare-claim.ts'

/** Statements that the note supports, with the place of each in it, and how many it does not. */
export interface StatementsChecked {
  readonly kept: readonly NoteStatement[]
  /** The quote is not in the note, or is about something else. */
  readonly unsupported: number
  /** A number, a medicine, a side, a denial or its lack that the quote does not hold. */
  readonly beyondSpan: number
}

type Verdict =
  | { readonly kind: 'kept'; readonly statement: NoteStatement }
  | { readonly kind: 'unsupported' | 'beyond-span' }

const mostStatements = 20
const longestStatement = 400
const longestQuote = 1_000

/** Checks what a model states. @param target the language that it was asked to write in */
export const checkStatements = (
  statements: ChatAnswer['statements'],
  note: CheckedNote,
  target: NoteLanguage,
): StatementsChecked => {
  const verdicts = statements.slice(0, mostStatements).map(statement => judge(statement, note, target))
  const kept = verdicts.flatMap(verdict => (verdict.kind === 'kept' ? [verdict.statement] : []))
  const beyondSpan = verdicts.filter(({ kind }) => kind === 'beyond-span').length
  return { kept: withoutDoubles(kept), unsupported: statements.length - kept.length - beyondSpan, beyondSpan }
}

const withoutDoubles = (statements: readonly NoteStatement[]): readonly NoteStatement[] =>
  statements.filter((one, index) => statements.findIndex(({ text }) => text === one.text) === index)

const judge = (
  { part, text, quote }: ChatAnswer['statements'][number],
  note: CheckedNote,
  target: NoteLanguage,
): Verdict => {
  const said = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  if (said.length > longestStatement || quote.length > longestQuote || !/\p{L}/u.test(said))
    return { kind: 'unsupported' }
  if (!isFreeOfOrders(said) || !isFreeOfOrders(quote)) return { kind: 'unsupported' }
  const places = note.findQuote(quote)
  const verdicts = places.map(place => compareClaim(said, place, note, target))
  const best = verdicts.indexOf('kept')
  if (best === -1) return { kind: verdicts.includes('beyond-span') ? 'beyond-span' : 'unsupported' }
  // A redacted address would be one again.
  const shown = reidentifyText(said, note.redacted, note.source)
  if (!isFreeOfOrders(shown)) return { kind: 'unsupported' }
  const isTranslated = target !== note.language
  return {
    kind: 'kept',
    statement: {
      text: shown,
      span: places[best]!.original,
      part: partOf(part),
      ...(isTranslated ? { language: target } : {}),
    },
  }
}
