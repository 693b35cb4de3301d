import { HilumError } from '../../base/errors.ts'

/** A document's text and more is not a note: a person's notes of a whole admission stay far below. UTF-16 units. */
export const mostCharacters = 200_000

/**
 * Text as a note can be kept: line ends as \n, without control characters and halves of characters, at most one empty
 * line in a row. @throws NOTES_DOCUMENT_UNREADABLE where no word is left, or too many are
 */
export const noteTextOf = (raw: string): string => {
  const text = raw
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Cs}]/gu, character => (/[\n\t]/.test(character) ? character : ' '))
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  if (!/\p{L}/u.test(text)) throw unreadable('it holds no words')
  if (text.length > mostCharacters) throw unreadable(`it has more than ${mostCharacters} characters`)
  return text
}

/** The refusal of a document. `why` is ours: no word of the document is in it. */
export const unreadable = (why: string, cause?: unknown): HilumError =>
  new HilumError('NOTES_DOCUMENT_UNREADABLE', why, cause === undefined ? undefined : { cause })
