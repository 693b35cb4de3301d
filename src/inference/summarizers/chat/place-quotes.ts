import { foldText } from '../../phi/fold-text.ts'
import { originalPlace, type Place } from '../../phi/locate.ts'
import type { RedactedNote } from '../../phi/redact-note.ts'

/** Where a quote stands: in the redacted text, and in the note as it came. */
export interface QuotePlace {
  readonly redacted: Place
  readonly original: Place
}

const mostPlaces = 8
const isLatin = /[\p{Script=Latin}\d]/u

/**
 * Finds quotes of a model in the redacted note: case, width, accents, invisible characters and runs of white space do not
 * matter, words do. A quote begins and ends with whole words, so that "8" is not found in "18".
 */
export const createQuoteFinder = (note: RedactedNote): ((quote: string) => readonly QuotePlace[]) => {
  const { text, starts } = spaced(note.text)
  return quote => {
    const wanted = spaced(quote).text.trim()
    if (!/[\p{L}\p{N}]/u.test(wanted)) return []
    const places: QuotePlace[] = []
    for (
      let at = text.indexOf(wanted);
      at !== -1 && places.length < mostPlaces;
      at = text.indexOf(wanted, at + 1)
    ) {
      if (isInWord(text, at) || isInWord(text, at + wanted.length)) continue
      const redacted = { start: starts[at]!, end: starts[at + wanted.length]! }
      places.push({ redacted, original: originalPlace(note, redacted) })
    }
    return places
  }
}

const isInWord = (text: string, border: number): boolean =>
  isLatin.test(text[border - 1] ?? '') && isLatin.test(text[border] ?? '')

/** Folded, with each run of white space as one space; `starts` has one more entry for the end. */
const spaced = (source: string): { readonly text: string; readonly starts: readonly number[] } => {
  const folded = foldText(source)
  let text = ''
  const starts: number[] = []
  for (let at = 0; at < folded.text.length; at++) {
    const character = folded.text[at]!
    const isSpace = /\s/.test(character)
    if (isSpace && text.endsWith(' ')) continue
    text += isSpace ? ' ' : character
    starts.push(folded.starts[at]!)
  }
  starts.push(source.length)
  return { text, starts }
}
