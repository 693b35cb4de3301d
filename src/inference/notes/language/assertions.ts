import { findConditions } from '../../terminology/find-conditions.ts'
import { type Assertion, assertionOf, type Cue, findCues } from './certainty.ts'
import { splitSections } from './sections.ts'
import { type SentenceSpan, splitSentences } from './sentences.ts'
import type { LanguageTable, SectionKind } from './tables/language-table.ts'

/** A sentence of a text with the kind of section that it stands in. */
export interface PlacedSentence extends SentenceSpan {
  readonly kind: SectionKind
}

/** What a text says of its words. Places in UTF-16 units, ends exclusive. */
export interface ReadText {
  /** The sentence that a place begins in, or the first that it touches. */
  sentenceAt(place: SentenceSpan): PlacedSentence | undefined
  /** Whether the words at a place are stated, denied, doubted or told of the family, by the cues around them. */
  assertionAt(place: SentenceSpan): Assertion
}

const stated: Assertion = { certainty: 'affirmed', isPast: false }

/** Reads a text once; each sentence's cues are found when they are first asked for. */
export const readAssertions = (text: string, language: LanguageTable['language']): ReadText => {
  const sentences = splitSections(text).flatMap(section =>
    splitSentences(text, section, language).map(span => ({ ...span, kind: section.kind })),
  )
  const known = new Map<PlacedSentence, { readonly words: string; readonly cues: readonly Cue[] }>()
  const read = (sentence: PlacedSentence) => {
    const found = known.get(sentence) ?? cuesOf(text.slice(sentence.start, sentence.end))
    known.set(sentence, found)
    return found
  }
  const sentenceAt = (place: SentenceSpan): PlacedSentence | undefined =>
    sentences.find(({ start, end }) => start < place.end && place.start < end)
  return {
    sentenceAt,
    assertionAt: place => {
      const sentence = sentenceAt(place)
      if (!sentence) return stated
      const { words, cues } = read(sentence)
      const at = {
        start: Math.max(place.start, sentence.start) - sentence.start,
        end: Math.min(place.end, sentence.end) - sentence.start,
      }
      const around = cues.filter(cue => cue.end <= at.start || at.end <= cue.start)
      return assertionOf(words, around, at, sentence.kind === 'family-history')
    },
  }
}

/** Cues inside the term of a condition are a part of its name. */
const cuesOf = (sentence: string): { readonly words: string; readonly cues: readonly Cue[] } => {
  const words = sentence.replace(/[\r\n]/g, ' ')
  const cues = findCues(words)
  const terms = findConditions(words).filter(
    term =>
      !cues.some(cue => cue.value.includes('neutral') && cue.start <= term.start && term.end <= cue.end),
  )
  return {
    words,
    cues: cues.filter(cue => !terms.some(term => cue.start < term.end && term.start < cue.end)),
  }
}
