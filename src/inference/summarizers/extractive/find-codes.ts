import type { NoteCode } from '../../finding.ts'
import { assertionOf, findCues } from '../../notes/language/certainty.ts'
import type { SentenceSpan } from '../../notes/language/sentences.ts'
import type { SectionKind } from '../../notes/language/tables/language-table.ts'
import { type Condition, conditions } from '../../terminology/chest-conditions.ts'
import { findConditions } from '../../terminology/find-conditions.ts'

/** A sentence of a note with the kind of section that it stands in. */
export interface SectionSentence extends SentenceSpan {
  readonly kind: SectionKind
}

/**
 * Conditions that a sentence names, as codes with the place of the term in the note. A past mention gives the code of a
 * personal history where there is one, and none for an acute illness that is over.
 */
export const findCodes = (text: string, sentence: SectionSentence): readonly NoteCode[] => {
  const words = text.slice(sentence.start, sentence.end).replace(/[\r\n]/g, ' ')
  const named = findConditions(words)
  if (named.length === 0) return []
  const allCues = findCues(words)
  // "Never smoker", "pneumonia vaccine": a look-alike swallows the condition in it too.
  const found = named.filter(
    term => !allCues.some(cue => cue.value.includes('neutral') && contains(cue, term)),
  )
  const cues = allCues.filter(cue => !found.some(term => cue.start < term.end && term.start < cue.end))
  return found.flatMap(({ value: condition, start, end }) => {
    const { certainty, isPast } = assertionOf(words, cues, { start, end }, sentence.kind === 'family-history')
    const isOver = isPast || (sentence.kind === 'past-history' && isOverWhenListedAsPast(condition))
    const meant = isOver && certainty === 'affirmed' ? pastOf(condition) : condition
    if (meant === undefined) return []
    return [
      {
        concept: { value: meant.code, scheme: 'I10C', meaning: meant.title },
        span: { start: sentence.start + start, end: sentence.start + end },
        certainty,
      },
    ]
  })
}

const contains = (outer: SentenceSpan, inner: SentenceSpan): boolean =>
  outer.start <= inner.start && inner.end <= outer.end

/**
 * Under "past medical history" an acute illness is over though no word says so. A habit and a cancer may go on: they are
 * past only where the note says it.
 */
const isOverWhenListedAsPast = ({ past }: Condition): boolean =>
  past === 'nothing' || (past !== undefined && !/^Z8(?:5|7\.891)/.test(past.code))

const pastOf = (condition: Condition): Pick<Condition, 'code' | 'title'> | undefined =>
  condition.past === 'nothing' ? undefined : (condition.past ?? condition)

/** The first mention of each code in each certainty, in the order of the note, less what a fuller one replaces. */
export const firstMentions = (codes: readonly NoteCode[]): readonly NoteCode[] => {
  const affirmed = new Set(
    codes.filter(code => code.certainty === 'affirmed').map(code => code.concept.value),
  )
  const replaced = new Set(
    conditions.filter(({ code }) => affirmed.has(code)).flatMap(({ replaces }) => replaces ?? []),
  )
  const seen = new Set<string>()
  return [...codes]
    .sort((a, b) => a.span.start - b.span.start)
    .filter(({ concept, certainty }) => {
      const key = `${concept.value} ${certainty}`
      if (seen.has(key) || (certainty === 'affirmed' && replaced.has(concept.value))) return false
      seen.add(key)
      return true
    })
}
