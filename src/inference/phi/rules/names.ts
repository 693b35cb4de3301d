import type { Span } from '../span.ts'
import { ambiguousNames, commonNames } from '../words/names.ts'
import { isKnownWord } from '../words/vocabulary.ts'
import type { Rule } from './rule.ts'

const titles =
  "dr|doctor|mr|mrs|ms|miss|mdm|madam|prof|professor|assoc|rev|sister|sr|encik|pn|puan|cik|tuan|datuk|dato'?|datin|tan sri|puan sri|haji|hj|hajah|doktor|jururawat|ustaz|tn|en"
const labels =
  'patient(?: name)?|full name|name|nama(?: penuh| pesakit)?|next of kin|nok|waris|penjaga|referred by|reported by|signed(?: by)?|dictated by|verified by|reviewed by|attending|radiologist|consultant|seen by|cc|accompanied by|dilaporkan oleh|dirujuk oleh|disahkan oleh|ditandatangani oleh|diperiksa oleh|disemak oleh|doktor|regards|sincerely'
const connector =
  'bin|binti|bt|bte|binte|b\\.|la|le|du|a/l|a/p|al|ap|s/o|d/o|van|von|de|der|del|di|da|dos|al-|el|ibn|@'
const word = "\\p{Script=Latin}[\\p{Script=Latin}\\p{M}'’.-]*"

const titlePattern = new RegExp(`(?<![\\p{L}])(?:${titles})(?:\\.\\s?|\\s)`, 'giu')
const labelPattern = new RegExp(
  `(?<![\\p{L}])(?:${labels})\\s?[:：,]\\s{0,3}|(?<![\\p{L}])(?:[\\p{L}]{4,12} (?:by|oleh))\\s(?=(?:(?:dr|prof)\\.?\\s)?\\p{Lu})`,
  'giu',
)
const patronymPattern = new RegExp(
  `((?:${word}[ ]){1,3})(?:bin|binti|bt|bte|binte|a/l|a/p|s/o|d/o)[ ]((?:${word}[ ]?){1,3})`,
  'giu',
)
/** Iban and other names of Borneo: `anak` between capitalised names, for it is also a child. */
const anakPattern = /((?:\p{Lu}[\p{L}’'-]*[ ]){1,3})(?:anak|ANAK|ak|AK)[ ]((?:\p{Lu}[\p{L}’'-]*[ ]?){1,3})/gu
/** A family name led by particles, which are no names by themselves; perhaps the given name behind a comma. */
const particlePattern =
  /(?<![\p{L}])(?:van|von|de|della|di|dos|du|la|ter|ten)(?: (?:der|den|de|la|las|los))? (\p{Lu}[\p{L}’'-]+)(?:,\s(\p{Lu}\p{Ll}+))?/gu
const token = new RegExp(`\\s{0,2}(?:(${connector})(?=\\s)|(${word}))`, 'iuy')

/** Names behind titles and labels, around bin, binti, a/l and a/p, and common given and family names in any case. */
export const nameRules: readonly Rule[] = [
  ({ source }) =>
    [...source.matchAll(titlePattern)].flatMap(match =>
      nameFrom(source, match.index + match[0].length, true),
    ),
  ({ source }) =>
    [...source.matchAll(labelPattern)].flatMap(match =>
      nameFrom(source, match.index + match[0].length, false),
    ),
  ({ source }) => [...source.matchAll(patronymPattern)].flatMap(match => aroundPatronym(source, match)),
  ({ source }) => [...source.matchAll(anakPattern)].flatMap(match => aroundPatronym(source, match)),
  ({ source }) => [...source.matchAll(particlePattern)].flatMap(withParticles),
  ({ source }) => commonNamesIn(source),
]

/** Up to five parts of a name from `at`: capitalised ones, connectors, initials; lower ones only if no known word. */
const nameFrom = (source: string, at: number, isTitled: boolean): readonly Span[] => {
  let end = at
  let parts = 0
  for (let next = at; parts < 5; parts++) {
    token.lastIndex = next
    const match = token.exec(source)
    if (!match) break
    const text = match[2]?.replace(/\.+$/, '')
    if (text !== undefined && !isNamePart(text, isTitled && parts === 0, parts > 0)) break
    const dot = match[2]?.endsWith('.') && text!.length > 2 ? match[2].length - text!.length : 0
    next = match.index + match[0].length - dot
    end = next
    if (dot > 0) return [{ kind: 'name', start: at, end }]
  }
  const name = source.slice(at, end)
  return parts === 0 || !/\p{L}/u.test(name) ? [] : [{ kind: 'name', start: at, end: trimmedEnd(name, at) }]
}

const trimmedEnd = (name: string, at: number): number => at + name.trimEnd().length

/** Behind a title a capitalised word is a name even where it is a word too. */
const isNamePart = (text: string, isFirstAfterTitle: boolean, isLater: boolean): boolean => {
  const lower = text.toLowerCase()
  const isCapital = /^\p{Lu}/u.test(text)
  if (isFirstAfterTitle && isCapital) return !/^(who|and|the|has|is|was|advised|reviewed|on)$/i.test(text)
  if (ambiguousNames.has(lower)) return isCapital && isLater
  return !isKnownWord(lower) || commonNames.has(lower)
}

/** A known word, or the end of a sentence. */
const isNoName = (part: string): boolean =>
  /[.]$/.test(part) || (isKnownWord(part.toLowerCase()) && !commonNames.has(part.toLowerCase()))

const aroundPatronym = (source: string, match: RegExpMatchArray): readonly Span[] => {
  const before = match[1]!.trimEnd().split(/\s+/)
  const kept = before.findLastIndex(isNoName)
  const skipped = before
    .slice(0, kept + 1)
    .reduce((sum, part) => match[1]!.indexOf(part, sum) + part.length, 0)
  const start = match.index! + skipped + (/^\s*/.exec(match[1]!.slice(skipped))?.[0].length ?? 0)
  const afterStart = match.index! + match[0].length - match[2]!.length
  const after = nameFrom(source, afterStart, true)
  return [
    { kind: 'name', start, end: after[0]?.end ?? afterStart + (/^\S+/.exec(match[2]!)?.[0].length ?? 0) },
  ]
}

/** De Quervain and von Willebrand are known words, and stay. */
const withParticles = ({ index = 0, 0: whole, 1: family, 2: given }: RegExpMatchArray): readonly Span[] => {
  if (isKnownWord(family!.toLowerCase())) return []
  const isNamed = given !== undefined && !isKnownWord(given.toLowerCase())
  const end = given === undefined || isNamed ? whole.length : whole.lastIndexOf(',')
  return [{ kind: 'name', start: index, end: index + end }]
}

const commonNamesIn = (source: string): readonly Span[] =>
  [...source.matchAll(/\p{Script=Latin}[\p{Script=Latin}'’]*/gu)]
    .filter(match => commonNames.has(match[0].toLowerCase().replace(/['’]s$/, '')))
    .flatMap(match => {
      // What follows a given name is its family name where it is no known word, or capitalised and a name as well.
      const more = nameFrom(source, match.index + match[0].length, false)
      return [
        { kind: 'name' as const, start: match.index, end: more[0]?.end ?? match.index + match[0].length },
      ]
    })
