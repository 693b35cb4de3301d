import { conditions } from '../terminology/chest-conditions.ts'
import type { ReleaseCode } from '../terminology/code-release.ts'
import { findConditions } from '../terminology/find-conditions.ts'
import type { SiteTables } from '../terminology/terminology.ts'
import type { ReadText } from './language/assertions.ts'
import type { SentenceSpan } from './language/sentences.ts'
import { placesOfWord, wordsOf } from './language/words.ts'

/** What stands in titles without telling one condition from another. */
const neutralWords = new Set(
  'a an and or of in with without w wo the to due by for on unsp unspecified oth other nos nec not elsewhere classified site part type disease diseases disorder disorders syndrome condition organism complication complications uncomplicated primary essential nature'.split(
    ' ',
  ),
)

/**
 * Where words of a note name a code's condition: by a term of the built-in list, by every telling word of the release's
 * title, or by the name that the site has loaded. undefined where they do not: a code beside words is no reason for it.
 */
export const placeOfCondition = (
  words: string,
  { code, shortTitle, isBillable }: ReleaseCode,
  displayTerms: SiteTables['displayTerms'],
): SentenceSpan | undefined => {
  const term = findConditions(words).find(({ value: { code: own, past } }) => {
    const codes = [own, ...(past === undefined || past === 'nothing' ? [] : [past.code])]
    return codes.some(one => one === code || (!isBillable && one.startsWith(code)))
  })
  return term ?? placeOfTitle(words, shortTitle) ?? placeOfName(words, displayTerms.get(code))
}

const placeOfTitle = (words: string, title: string): SentenceSpan | undefined => {
  const telling = wordsOf(title).filter(({ text }) => !neutralWords.has(text))
  const held = wordsOf(words)
  const places = telling.map(({ text }) => placesOfWord(text, words, held)[0])
  return places.length > 0 && places.every(place => place !== undefined) ? places[0] : undefined
}

const placeOfName = (
  words: string,
  names: Readonly<Record<string, string | undefined>> | undefined,
): SentenceSpan | undefined => {
  for (const name of Object.values(names ?? {})) {
    const start = name === undefined || name === '' ? -1 : words.toLowerCase().indexOf(name.toLowerCase())
    if (name !== undefined && start !== -1) return { start, end: start + name.length }
  }
  return undefined
}

/** Acute illnesses and what has a code of its own once it is over: a past mention does not state them. */
const overOnceThatArePast = new Set(
  conditions.filter(({ past }) => past !== undefined).map(({ code }) => code),
)

/** The note states the condition at `place`, of the patient and of now: it does not deny, doubt, or tell it of the family. */
export const isStated = (code: string, read: ReadText, place: SentenceSpan): boolean => {
  const { certainty, isPast } = read.assertionAt(place)
  return certainty === 'affirmed' && !(isPast && overOnceThatArePast.has(code))
}
