import type { RedactedNote } from './redact-note.ts'

/** A place in a text, in UTF-16 units. */
export interface Place {
  readonly start: number
  readonly end: number
}

/**
 * Where a stretch of the redacted text stood in the note: a placeholder that it touches counts as all that it stands for.
 * So what a model says of a redacted note is located in the note as it came.
 */
export const originalPlace = (note: RedactedNote, place: Place): Place => ({
  start: originalIndex(note, place.start, 'start'),
  end: originalIndex(note, place.end, 'end'),
})

/** Where `quote`, word for word of the redacted text, stood in the note; undefined if it does not stand there. */
export const locateQuote = (note: RedactedNote, quote: string): Place | undefined => {
  const start = quote === '' ? -1 : note.text.indexOf(quote)
  return start === -1 ? undefined : originalPlace(note, { start, end: start + quote.length })
}

/** A text with placeholders, with the note's own words in their place again. `source` is the note as it came. */
export const reidentifyText = (text: string, note: RedactedNote, source: string): string => {
  const originals = new Map(note.redactions.map(one => [one.placeholder, source.slice(one.start, one.end)]))
  return text.replace(/\[[A-Z]{2,7}-\d+\]/g, found => originals.get(found) ?? found)
}

const originalIndex = (note: RedactedNote, index: number, side: keyof Place): number => {
  let shift = 0
  for (const { start, end, placeholder, redactedStart } of note.redactions) {
    const redactedEnd = redactedStart + placeholder.length
    if (index < redactedStart || (side === 'end' && index === redactedStart)) break
    if (index < redactedEnd || (side === 'end' && index === redactedEnd))
      return side === 'start' ? start : end
    shift = end - redactedEnd
  }
  return index + shift
}
