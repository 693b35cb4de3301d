import type { NoteCode, NoteSpan, NoteStatement, NoteSummary, SummaryPart } from '../../finding.ts'
import { asksForFollowUp } from '../../notes/language/follow-up.ts'
import { isFreeOfOrders } from '../../notes/language/orders.ts'
import { dotted } from '../../terminology/code-release.ts'
import { type ChatAnswer, certaintyOf } from './answer.ts'
import type { StatementsChecked } from './check-statements.ts'
import type { CheckedNote } from './checked-note.ts'

/** Parts that a summary has to hold, where the note has them. */
const wantedParts: readonly SummaryPart[] = [
  'chief-complaint',
  'present-illness',
  'assessment',
  'plan',
  'follow-up',
]
const mostCodes = 40

/** What of an answer is in the summary, beside what the built-in summarizer says of the same note. */
export type Joined = Required<Pick<NoteSummary, 'statements' | 'codes' | 'followUp' | 'removed' | 'remarks'>>

/**
 * The model adds, and takes nothing away: a part that it left out has the built-in summarizer's sentences, codes and a
 * follow-up that the note states stay. Its codes are still to be checked (see checkSummary); a quote that is not in the note
 * is no code at all.
 */
export const joinSummaries = (
  own: NoteSummary,
  answer: ChatAnswer,
  checked: StatementsChecked,
  note: CheckedNote,
): Joined => {
  const added = checked.kept.length === 0 ? own.statements : leftOut(own.statements, checked.kept)
  const codes = answer.codes.slice(0, mostCodes).map(code => placed(code, note))
  const quoted = codes.filter(code => code !== undefined)
  return {
    statements: [...checked.kept, ...added].toSorted(bySpan),
    codes: [...own.codes, ...newCodes(quoted, own.codes)],
    followUp: own.followUp === 'required' || asks(answer, note) ? 'required' : 'not-stated',
    removed: {
      statements: checked.unsupported,
      statementsBeyondSpan: checked.beyondSpan,
      unknownCodes: 0,
      headerCodes: 0,
      contradictedCodes: 0,
      unsupportedCodes: answer.codes.length - quoted.length,
    },
    remarks: remarksOf(checked.kept, added),
  }
}

/** Sentences of parts that the model said nothing of, unless it told the same words as another part. */
const leftOut = (
  statements: readonly NoteStatement[],
  kept: readonly NoteStatement[],
): readonly NoteStatement[] =>
  statements.filter(
    ({ part, span }) =>
      part !== undefined &&
      wantedParts.includes(part) &&
      !kept.some(one => one.part === part || (one.span.start < span.end && span.start < one.span.end)),
  )

const bySpan = (a: NoteStatement, b: NoteStatement): number => a.span.start - b.span.start

const placed = (
  { code, quote, certainty }: ChatAnswer['codes'][number],
  note: CheckedNote,
): NoteCode | undefined => {
  const span = bestPlace(note, quote, certaintyOf(certainty))
  if (!span || !isFreeOfOrders(note.source.slice(span.start, span.end))) return undefined
  return {
    concept: { value: dotted(code), scheme: 'I10C', meaning: '' },
    span,
    certainty: certaintyOf(certainty),
  }
}

/** Words may stand more than once, denied first and stated later: the place that says what the model says. */
const bestPlace = (
  note: CheckedNote,
  quote: string,
  certainty: NoteCode['certainty'],
): NoteSpan | undefined => {
  const places = note.findQuote(quote).map(({ original }) => original)
  return places.find(place => note.read.assertionAt(place).certainty === certainty) ?? places[0]
}

/** What the built-in tables say of a code holds; each other code once in each certainty. */
const newCodes = (codes: readonly NoteCode[], own: readonly NoteCode[]): readonly NoteCode[] => {
  const seen = new Set(own.map(({ concept }) => concept.value))
  const known = new Set<string>()
  return codes.filter(({ concept, certainty }) => {
    const key = `${concept.value} ${certainty}`
    if (seen.has(concept.value) || known.has(key)) return false
    known.add(key)
    return true
  })
}

/** The words that the model quotes for it must ask for one. */
const asks = ({ follow_up: { is_asked: isAsked, quote } }: ChatAnswer, note: CheckedNote): boolean => {
  if (!isAsked || quote === null || !isFreeOfOrders(quote)) return false
  return note.findQuote(quote).some(({ original }) => {
    const sentence = note.read.sentenceAt(original)
    return (
      sentence !== undefined &&
      asksForFollowUp(note.source.slice(sentence.start, sentence.end), sentence.kind)
    )
  })
}

const remarksOf = (kept: readonly NoteStatement[], added: readonly NoteStatement[]): readonly string[] => {
  if (kept.length === 0)
    return [
      'no statement of the model is supported by the note: all are sentences of the note, word for word',
    ]
  return added.length === 0 ? [] : ['parts that the model left out are sentences of the note, word for word']
}
