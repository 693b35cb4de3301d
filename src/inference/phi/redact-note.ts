import { foldText } from './fold-text.ts'
import type { KnownIdentifiers } from './known-identifiers.ts'
import { matchKnown } from './match-known.ts'
import { addressRules } from './rules/addresses.ts'
import { ageRules } from './rules/ages.ts'
import { chineseNameRule } from './rules/chinese-names.ts'
import { contactRules } from './rules/contacts.ts'
import { dateRules } from './rules/dates.ts'
import { nameRules } from './rules/names.ts'
import { numberRules } from './rules/numbers.ts'
import { placeRule } from './rules/places.ts'
import { mergeSpans, type RedactionKind, type Span } from './span.ts'
import { unknownWords } from './unknown-words.ts'

/** A stretch taken out: where it stood in the note, and where its placeholder stands in the redacted text. */
export interface Redaction extends Span {
  readonly placeholder: string
  readonly redactedStart: number
}

/** A note without what was found in it. `redactions` lead back: to be kept as PHI. */
export interface RedactedNote {
  readonly text: string
  readonly redactions: readonly Redaction[]
  readonly counts: Readonly<Partial<Record<RedactionKind, number>>>
}

const rules = [
  ...numberRules,
  ...contactRules,
  ...dateRules,
  ...ageRules,
  ...addressRules,
  placeRule,
  ...nameRules,
  chineseNameRule,
]

/** What looks like one of our own placeholders in the note would lead back to something else. */
const falsePlaceholder = /\[[A-Z]{2,7}-\d+\]/g

/**
 * Takes out of a note what is known of the patient, then what rules find, then what no list of medical words knows. Each
 * thing gets a placeholder, the same for the same text: `[NAME-1]`. `check` is called between the passes and may throw.
 */
export const redactNote = (
  source: string,
  known: KnownIdentifiers,
  check: () => void = () => {},
): RedactedNote => {
  const folded = foldText(source)
  check()
  const sure = matchKnown(folded, known)
  check()
  const found = rules.flatMap(rule => {
    check()
    return rule(folded)
  })
  const fake = [...source.matchAll(falsePlaceholder)].map(match => ({
    kind: 'other' as const,
    start: match.index,
    end: match.index + match[0].length,
  }))
  const certain = mergeSpans([...sure, ...found, ...fake])
  const spans = joinNames(source, mergeSpans([...certain, ...unknownWords(source, certain)]))
  check()
  return replaceSpans(source, spans)
}

/** Particles of a name between two parts of it go with them. */
const particles =
  /^ (?:(?:de|la|le|du|da|dos|del|van|von|der|den|bin|binti|bt|al|el|ibn|a\/l|a\/p|s\/o|d\/o) ){1,3}$/i

const joinNames = (source: string, spans: readonly Span[]): readonly Span[] =>
  mergeSpans(
    spans.map((span, index) => {
      const next = spans[index + 1]
      const isName = span.kind === 'name' || span.kind === 'other'
      return next && isName && particles.test(source.slice(span.end, next.start))
        ? { ...span, end: next.start + 1 }
        : span
    }),
  )

/** Equal for spellings that one placeholder may lead back to: those of other lengths (a hidden character) are not. */
const sameText = (raw: string): string => {
  const folded = foldText(raw).text
  return folded.length === raw.length ? folded : raw
}

const replaceSpans = (source: string, spans: readonly Span[]): RedactedNote => {
  const numbers = new Map<string, number>()
  const perKind = new Map<RedactionKind, number>()
  const redactions: Redaction[] = []
  const counts: Partial<Record<RedactionKind, number>> = {}
  let text = ''
  let at = 0
  for (const span of spans) {
    const key = `${span.kind} ${sameText(source.slice(span.start, span.end))}`
    const number = numbers.get(key) ?? (perKind.get(span.kind) ?? 0) + 1
    if (!numbers.has(key)) perKind.set(span.kind, number)
    numbers.set(key, number)
    const placeholder = `[${span.kind.toUpperCase()}-${number}]`
    text += source.slice(at, span.start)
    redactions.push({ ...span, placeholder, redactedStart: text.length })
    text += placeholder
    at = span.end
    counts[span.kind] = (counts[span.kind] ?? 0) + 1
  }
  return { text: text + source.slice(at), redactions, counts }
}
