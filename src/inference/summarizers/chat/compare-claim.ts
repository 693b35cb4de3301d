import type { NoteLanguage } from '../../finding.ts'
import { type ReadText, readAssertions } from '../../notes/language/assertions.ts'
import { findCues } from '../../notes/language/certainty.ts'
import { placesOfWord, type Word, wordsOf } from '../../notes/language/words.ts'
import { originalPlace, type Place } from '../../phi/locate.ts'
import type { CheckedNote } from './checked-note.ts'
import { conceptsOf } from './concepts.ts'
import { factsOf } from './facts.ts'
import type { QuotePlace } from './place-quotes.ts'
import { summaryWords } from './summary-words.ts'

/** What comes of a statement. beyond-span: its words are there, and it says more than they do. */
export type ClaimVerdict = 'kept' | 'unsupported' | 'beyond-span'

/** What is said beside the words that it rests on. */
interface Claim {
  readonly said: string
  readonly read: ReadText
  readonly held: string
  readonly place: QuotePlace
  readonly note: CheckedNote
}

/**
 * Whether a statement says no more than the words that it rests on: no other fact, no other assertion, and no other words,
 * or in another language nothing else that is spoken of. `said` and the place are of the redacted note.
 */
export const compareClaim = (
  said: string,
  place: QuotePlace,
  note: CheckedNote,
  target: NoteLanguage,
): ClaimVerdict => {
  const held = note.redacted.text.slice(place.redacted.start, place.redacted.end)
  const claim = { said, read: readAssertions(said, target), held, place, note }
  const facts = factsOf(held)
  if ([...factsOf(said)].some(fact => !facts.has(fact))) return 'beyond-span'
  if (!keepsConditions(claim)) return 'beyond-span'
  const words = compareWords(claim)
  if (words !== 'unsupported' || target === note.language) return words
  return compareConcepts(claim)
}

/** Where a stretch of the quote stands in the note as it came. */
const inNote = ({ place, note }: Claim, { start, end }: Place): Place =>
  originalPlace(note.redacted, { start: place.redacted.start + start, end: place.redacted.start + end })

/** A condition that both name is stated, denied, doubted or told of the family in both, and past in both if in either. */
const keepsConditions = (claim: Claim): boolean => {
  const held = spokenOf(claim.held)
  return spokenOf(claim.said).every(one => {
    const same = held.filter(({ value }) => value === one.value)
    const asserted = claim.read.assertionAt(one)
    return (
      same.length === 0 ||
      same.some(other => {
        const inText = claim.note.read.assertionAt(inNote(claim, other))
        return inText.certainty === asserted.certainty && (asserted.isPast || !inText.isPast)
      })
    )
  })
}

/** In one language: every telling word is the quote's, or of a concept that the quote has, and is asserted as it is there. */
const compareWords = (claim: Claim): ClaimVerdict => {
  const { said, held, read, note } = claim
  const heldWords = wordsOf(held)
  const shared = new Set(spokenOf(held).map(({ value }) => value))
  const named = spokenOf(said).filter(({ value }) => shared.has(value))
  const telling = tellingWords(said)
  if (telling.length === 0) return isWholeSentence(claim) ? 'kept' : 'unsupported'
  for (const word of telling) {
    const places = placesOfWord(word.text, held.toLowerCase(), heldWords)
    const same = places.filter(place => !isSwallowed(held, place))
    if (same.length === 0 && places.length > 0) return 'beyond-span'
    const isNamed = named.some(({ start, end }) => start <= word.start && word.end <= end)
    if (same.length === 0 && !isNamed) return 'unsupported'
    const { certainty } = read.assertionAt(word)
    const isSame = (place: Place): boolean =>
      note.read.assertionAt(inNote(claim, place)).certainty === certainty
    if (same.length > 0 && !same.some(isSame)) return 'beyond-span'
  }
  return 'kept'
}

/** A sentence of the note as it is, such as "Never smoker": nothing is left to compare in it. */
const isWholeSentence = ({ said, held, place: { original }, note }: Claim): boolean => {
  const sentence = note.read.sentenceAt(original)
  const plain = (words: string): string =>
    wordsOf(words)
      .map(({ text }) => text)
      .join(' ')
  return (
    sentence !== undefined &&
    original.start <= sentence.start &&
    sentence.end <= original.end + 1 &&
    plain(said) !== '' &&
    plain(said) === plain(held)
  )
}

/** Words inside a cue that stands for itself ("never smoker", "no change") do not say by themselves what they look like. */
const isSwallowed = (text: string, { start, end }: Place): boolean =>
  findCues(text).some(cue => cue.value.includes('neutral') && cue.start <= start && end <= cue.end)

/** What a text speaks of, less what only looks so. */
const spokenOf = (text: string): ReturnType<typeof conceptsOf> =>
  conceptsOf(text).filter(concept => !isSwallowed(text, concept))

/** Words that tell something: no cue, no placeholder, none that any summary has. */
const tellingWords = (text: string): readonly Word[] => {
  const cues = findCues(text)
  const placeholders = [...text.matchAll(/\[[A-Z]{2,7}-\d+\]/g)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }))
  const skipped = [...cues, ...placeholders]
  return wordsOf(text).filter(
    ({ text: word, start, end }) =>
      !summaryWords.has(word) && !skipped.some(one => one.start <= start && end <= one.end),
  )
}

/**
 * In two languages words cannot be compared: all that is spoken of must be spoken of in the quote, there must be something
 * that both share, and a denial or doubt in one must be in the other.
 */
const compareConcepts = (claim: Claim): ClaimVerdict => {
  const { said, held } = claim
  const there = new Set(spokenOf(held).map(({ value }) => value))
  const here = new Set(spokenOf(said).map(({ value }) => value))
  if ([...here].some(value => !there.has(value))) return 'unsupported'
  if (here.size === 0 && factsOf(said).size === 0) return 'unsupported'
  const inSaid = kindsOfCues(said)
  const inHeld = kindsOfCues(held)
  const { certainty } = claim.note.read.assertionAt(claim.place.original)
  const isSame = (['negation', 'uncertain', 'family'] as const).every(
    kind => inSaid.has(kind) === (inHeld.has(kind) || certainty === certainties[kind]),
  )
  return isSame ? 'kept' : 'beyond-span'
}

const certainties = { negation: 'negated', uncertain: 'uncertain', family: 'family-history' } as const

const kindsOfCues = (text: string): ReadonlySet<string> =>
  new Set(
    findCues(text)
      .flatMap(({ value }) => value)
      .map(kind => kind.replace(/(?:Before|After)$/, '')),
  )
