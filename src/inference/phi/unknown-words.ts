import { foldText } from './fold-text.ts'
import type { Span } from './span.ts'
import { ambiguousNames } from './words/names.ts'
import { isKnownWord } from './words/vocabulary.ts'

const word = /[\p{Script=Latin}][\p{Script=Latin}\p{M}'’]*/gu
/** Scripts that no rule reads: all of it goes. Greek letters by themselves are signs (alpha, mu). */
const otherScript = /[^\P{L}\p{Script=Latin}\p{Script=Han}\p{Script=Greek}]+|\p{Script=Greek}{2,}/gu

/**
 * The last line: capitalised words that no list knows, whatever they are, and scripts that no rule reads. A word that is a
 * name as often as a word goes where it stands, capitalised, beside something taken out as a name.
 * @param spans what is taken out already, in order
 */
export const unknownWords = (source: string, spans: readonly Span[]): readonly Span[] => {
  const isCovered = coverOf(spans)
  const words = [...source.matchAll(word)].filter(match => !isCovered(match.index))
  const unknown = words
    .filter(match => /^\p{Lu}/u.test(match[0]) && match[0].length > 1 && !isKnown(match[0]))
    .map(match => ({ kind: 'other' as const, start: match.index, end: match.index + match[0].length }))
  const foreign = [...source.matchAll(otherScript)]
    .filter(match => !isCovered(match.index))
    .map(match => ({ kind: 'other' as const, start: match.index, end: match.index + match[0].length }))
  const beside = words
    .filter(match => /^\p{Lu}/u.test(match[0]) && ambiguousNames.has(match[0].toLowerCase()))
    .filter(match => touches(source, match.index, match[0].length, [...spans, ...unknown]))
    .map(match => ({ kind: 'name' as const, start: match.index, end: match.index + match[0].length }))
  return [...unknown, ...foreign, ...beside]
}

const isKnown = (text: string): boolean => {
  const plain = foldText(text).text.replace(/['’]s?$/, '')
  if (plain.length === 1 || isKnownWord(plain)) return true
  return plain.includes("'") && plain.split("'").every(part => part.length < 2 || isKnownWord(part))
}

const coverOf = (spans: readonly Span[]): ((at: number) => boolean) => {
  const ordered = spans.toSorted((a, b) => a.start - b.start)
  let next = 0
  let last = -1
  return at => {
    if (at < last) next = 0
    last = at
    while (next < ordered.length && ordered[next]!.end <= at) next++
    return ordered[next] !== undefined && ordered[next]!.start <= at
  }
}

const touches = (source: string, start: number, length: number, spans: readonly Span[]): boolean =>
  spans.some(
    span =>
      (span.kind === 'name' || span.kind === 'other') &&
      ((span.end <= start && start - span.end <= 2 && /^[\s,]+$/.test(source.slice(span.end, start))) ||
        (span.start >= start + length &&
          span.start - start - length <= 2 &&
          /^[\s,]+$/.test(source.slice(start + length, span.start)))),
  )
