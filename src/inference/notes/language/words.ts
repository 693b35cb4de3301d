/** A word of a text with its place (UTF-16 units, end exclusive); `text` folded to lower case. */
export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const latinWord = /^[\p{Script=Latin}\p{M}'’]+$/u
const hanWord = /^\p{Script=Han}+$/u

/** The words of a text in either script; what holds a digit is none. Chinese is cut by the segmenter's dictionary. */
export const wordsOf = (text: string): readonly Word[] =>
  [...segmenter.segment(text)]
    .filter(({ segment, isWordLike }) => isWordLike && (latinWord.test(segment) || hanWord.test(segment)))
    .map(({ segment, index }) => ({
      text: segment.toLowerCase(),
      start: index,
      end: index + segment.length,
    }))

const longestEnding = 3
const shortestStem = 4

/** One word in two forms: equal, or the same but for an ending of up to three letters ("nodules", "recommended"). */
export const isSameWord = (a: string, b: string): boolean => {
  if (a === b) return true
  if (hanWord.test(a) || hanWord.test(b)) return false
  const least = Math.max(shortestStem, Math.max(a.length, b.length) - longestEnding)
  return a.length >= shortestStem && b.length >= shortestStem && a.slice(0, least) === b.slice(0, least)
}

/** Where a text has a word: any form of a Latin one, the characters of a Chinese one. undefined where it does not. */
export const placesOfWord = (word: string, text: string, words: readonly Word[]): readonly Word[] => {
  if (!hanWord.test(word)) return words.filter(one => isSameWord(one.text, word))
  const places: Word[] = []
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    places.push({ text: word, start: at, end: at + word.length })
  return places
}
