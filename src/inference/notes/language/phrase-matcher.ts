/** Where a phrase was found (UTF-16 offsets, end exclusive), and what it was given for. */
export interface PhraseMatch<Value> {
  readonly value: Value
  readonly start: number
  readonly end: number
}

/** Finds phrases in a text, leftmost and longest first, none overlapping another. */
export type PhraseMatcher<Value> = (text: string) => readonly PhraseMatch<Value>[]

/** A Latin phrase stands free of other Latin letters and digits; beside Chinese characters it may stand close. */
const latin = 'A-Za-z0-9\\u00C0-\\u024F'

const isAbbreviation = (phrase: string): boolean => /^[A-Z][A-Z0-9-]*$/.test(phrase)

const patternOf = (phrase: string): string => {
  const escaped = phrase
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\\\((s|es)\\\)/g, '(?:$1)?')
    .replace(/ /g, '[\\s-]+')
    .replace(/…/g, '[^,;.，；。]{0,20}?')
  const head = /^[\p{Script=Latin}\d]/u.test(phrase) ? `(?<![${latin}])` : ''
  const tail = /[\p{Script=Latin}\d)]$/u.test(phrase) ? `(?![${latin}])` : ''
  return `${head}${escaped}${tail}`
}

const isLoose = (phrase: string): boolean => phrase.includes('…')

const plainOf = (phrase: string): string => phrase.replace(/\((s|es)\)/g, '')

/**
 * A matcher of phrases. A space stands for any white space or hyphen, `(s)` and `(es)` are optional endings, `…` for up
 * to 20 characters of the same clause (such a phrase yields to any without it); case is ignored, except that a phrase
 * all in capitals matches in capitals only (PE is an embolism, pe is not).
 */
export const createPhraseMatcher = <Value>(
  entries: readonly (readonly [phrase: string, value: Value])[],
): PhraseMatcher<Value> => {
  const sorted = [...entries].sort(([a], [b]) => plainOf(b).length - plainOf(a).length)
  const pick = (isWanted: (phrase: string) => boolean) => sorted.filter(([phrase]) => isWanted(phrase))
  const abbreviations = scanner(pick(isAbbreviation), 'gu')
  const words = scanner(
    pick(phrase => !isAbbreviation(phrase) && !isLoose(phrase)),
    'giu',
  )
  const loose = scanner(pick(isLoose), 'giu')
  return text => {
    const strict = withoutOverlaps([...abbreviations(text), ...words(text)])
    const free = loose(text).filter(
      ({ start, end }) => !strict.some(match => match.start < end && start < match.end),
    )
    return withoutOverlaps([...strict, ...free])
  }
}

const scanner = <Value>(
  entries: readonly (readonly [string, Value])[],
  flags: string,
): PhraseMatcher<Value> => {
  if (entries.length === 0) return () => []
  const expression = new RegExp(entries.map(([phrase]) => `(${patternOf(phrase)})`).join('|'), flags)
  return text =>
    [...text.matchAll(expression)].map(match => {
      const index = match.findIndex((group, at) => at > 0 && group !== undefined) - 1
      return { value: entries[index]![1], start: match.index, end: match.index + match[0].length }
    })
}

const withoutOverlaps = <Value>(matches: readonly PhraseMatch<Value>[]): readonly PhraseMatch<Value>[] => {
  const kept: PhraseMatch<Value>[] = []
  const sorted = [...matches].sort((a, b) => a.start - b.start || b.end - a.end)
  for (const match of sorted) if (match.start >= (kept.at(-1)?.end ?? 0)) kept.push(match)
  return kept
}
