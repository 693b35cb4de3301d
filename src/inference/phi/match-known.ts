import { dateSpellings } from './date-spellings.ts'
import { type FoldedText, foldText, sourceStretch } from './fold-text.ts'
import type { KnownIdentifiers } from './known-identifiers.ts'
import type { RedactionKind, Span } from './span.ts'
import { isKnownWord } from './words/vocabulary.ts'

/** What may stand between parts of a name or characters of a number. */
const between = "[\\s^,.'’_/=-]{0,3}"
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

interface Search {
  readonly kind: RedactionKind
  readonly pattern: RegExp
  /** Only where the source has a capital, or next to another find: a name that is a word too. */
  readonly isWordToo: boolean
}

/** Where known identifiers stand, in any order, case, spelling with accents or without, spaced, joined or with `^`. */
export const matchKnown = (folded: FoldedText, known: KnownIdentifiers): readonly Span[] => {
  const searches = searchesOf(known)
  const sure = searches.filter(one => !one.isWordToo).flatMap(one => findAll(folded, one))
  const unsure = searches.filter(one => one.isWordToo).flatMap(one => findAll(folded, one))
  return [...sure, ...unsure.filter(span => isNameHere(folded.source, span, sure))]
}

const findAll = (folded: FoldedText, { kind, pattern }: Search): readonly Span[] =>
  [...folded.text.matchAll(pattern)]
    .filter(match => match[0] !== '')
    .map(match => ({ kind, ...sourceStretch(folded, match.index, match.index + match[0].length) }))

const isNameHere = (source: string, span: Span, sure: readonly Span[]): boolean =>
  /^\p{Lu}/u.test(source.slice(span.start, span.end)) ||
  sure.some(
    one =>
      one.kind === 'name' &&
      ((/^[\s,^]{0,2}$/.test(source.slice(one.end, span.start)) && one.end <= span.start) ||
        (span.end <= one.start && /^[\s,^]{0,2}$/.test(source.slice(span.end, one.start)))),
  )

const searchesOf = (known: KnownIdentifiers): readonly Search[] => [
  ...known.names.flatMap(nameSearches),
  ...known.ids.flatMap(id => numberSearch(id, 'id')),
  ...known.phones.flatMap(phone => phoneSearch(phone)),
  ...known.dates.flatMap(date => dateSpellings(date).map(text => phraseSearch(text, 'date'))),
  ...known.phrases.flatMap(phrase => phrase.split(/[\n;]/)).flatMap(phrase => phraseSearches(phrase)),
]

/** Titles and connectors inside a name are no identifier by themselves. */
const noName = new Set(
  'dr mr mrs ms prof bin binti bte bt al ap so do van von de der della and the md phd frcr jr sr'.split(' '),
)

const nameSearches = (name: string): readonly Search[] => {
  const groups = name.split('=')
  return groups.flatMap(group => {
    const text = foldText(group).text
    const chinese = text
      .split('^')
      .map(part => part.replace(/[^\p{Script=Han}]/gu, ''))
      .filter(part => part !== '')
    const pieces = text.split(/[\s^,.()/]+/)
    // A name of letters and digits (of a study, of a trial) is found as a number is.
    const numbered = pieces.filter(piece => /\d/.test(piece) && /\p{L}/u.test(piece))
    const parts = pieces.filter(part => /^[\p{L}'’-]+$/u.test(part) && !/\p{Script=Han}/u.test(part))
    return [
      ...chineseSearches(chinese),
      ...latinSearches(parts),
      ...numbered.flatMap(piece => numberSearch(piece, 'name')),
    ]
  })
}

/** A name of Han characters: the first of one part is the family name, unless it is one of two. */
const chineseSearches = (parts: readonly string[]): readonly Search[] => {
  const [first = '', second = ''] = parts
  const familyLength = doubleFamilyNames.test(first) ? 2 : 1
  const family = second === '' ? first.slice(0, familyLength) : first
  const given = second === '' ? first.slice(familyLength) : second
  if (family === '' || given === '') return []
  const spaced = (text: string): string => [...text].join('[\\s^,.·=、]{0,2}')
  const patterns = [
    spaced(family + given),
    spaced(given + family),
    ...(given.length > 1 ? [spaced(given)] : []),
  ]
  return patterns.map(text => ({ kind: 'name', isWordToo: false, pattern: new RegExp(text, 'gu') }))
}

const doubleFamilyNames = /^(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒)./

/** Each part alone, its halves by hyphen too, and all of them joined in each order of two. */
const latinSearches = (parts: readonly string[]): readonly Search[] => {
  const pieces = [...new Set(parts.flatMap(part => [part, ...part.split(/['’-]/)]))].filter(
    part => part.length > 1 && !noName.has(part),
  )
  const joined = pieces.flatMap(one => pieces.filter(other => other !== one).map(other => `${one}${other}`))
  return [
    ...pieces.map(part => latinSearch(part, isKnownWord(part))),
    ...joined.map(text => latinSearch(text, false)),
  ]
}

const latinSearch = (part: string, isWordToo: boolean): Search => {
  // Longer ones are found spaced and broken too; three letters with gaps would be found in other words.
  const letters = [...part.replace(/['’-]/g, '')].map(escaped)
  const body = letters.length > 3 ? letters.join("[\\s.'’_-]?") : letters.join("['’-]?")
  const spaced = letters.length === 3 ? `|${letters.join('[ ._-]')}` : ''
  const initial = isWordToo ? '' : '(?:\\b[a-z]\\.[ ]?){0,2}'
  const later = isWordToo ? '' : '(?:,?[ ][a-z]\\.(?![a-z\\d]))?'
  return {
    kind: 'name',
    isWordToo,
    pattern: new RegExp(`${initial}(?<![a-z])(?:${body}${spaced})(?![a-z])${later}`, 'g'),
  }
}

const numberSearch = (id: string, kind: RedactionKind): readonly Search[] => {
  const text = foldText(id).text.replace(/[^\p{L}\p{N}]/gu, '')
  const variants = [...new Set([text, text.replace(/^0+/, '')])].filter(
    one => one.length > 3 || (one === text && one.length > 1 && /\d/.test(one)),
  )
  return variants
    .map(one => ({
      kind,
      isWordToo: false,
      pattern: new RegExp(
        `(?<![\\p{Script=Latin}\\d])(?:0{0,8})${[...one].map(escaped).join(between)}(?![\\p{Script=Latin}\\d])`,
        'gu',
      ),
    }))
    .flatMap(search =>
      // Glued to its label (MRN1234567) a long one is found as well.
      text.length > 5
        ? [
            search,
            {
              ...search,
              pattern: new RegExp(`(?<!\\d)${[...text].map(escaped).join(between)}(?!\\d)`, 'gu'),
            },
          ]
        : [search],
    )
}

/** The last nine digits whatever stands before them: a country's code or a zero. */
const phoneSearch = (phone: string): readonly Search[] => {
  const digits = foldText(phone).text.replace(/\D/g, '')
  if (digits.length < 6) return []
  const core = digits.slice(-Math.min(9, digits.length - (digits.startsWith('0') ? 1 : 0)))
  return [
    {
      kind: 'phone',
      isWordToo: false,
      pattern: new RegExp(`[+(]?(?:\\d[\\s().-]{0,2}){0,5}${[...core].join('[\\s().-]{0,2}')}(?!\\d)`, 'g'),
    },
  ]
}

const phraseSearch = (phrase: string, kind: RedactionKind): Search => {
  const words = foldText(phrase)
    .text.split(/[\s^]+/)
    .filter(word => word !== '')
  const text = words.map(escaped).join('[\\s^,.]{1,3}')
  return { kind, isWordToo: false, pattern: new RegExp(`(?<![a-z\\d])${text}(?![a-z\\d])`, 'g') }
}

const phraseSearches = (phrase: string): readonly Search[] =>
  phrase.trim().length < 3 || isKnownWord(foldText(phrase.trim()).text) ? [] : [phraseSearch(phrase, 'place')]
