/**
 * Words that no result of ours may use: a CAD that found nothing has not shown that nothing is there. Text quoted from
 * a note is the note's own and is not held to this.
 */
const forbidden = /\b(normal|negative|unremarkable|all clear|no (\w+ )?nodules?)\b/i

/** True if the text says (or could be read as saying) that the patient is well. */
export const isForbiddenWording = (text: string): boolean => forbidden.test(text)

/** Said of every result: what it is for. */
export const researchSentence = 'Research use only, not for diagnosis. UNVERIFIED.'

/** Said where nothing reached the operating point. */
export const exclusionSentence = 'Does not exclude nodules.'

/** The text, or `instead` where its words are forbidden: the timeline keeps the original. */
export const permitted = (text: string, instead: string): string =>
  isForbiddenWording(text) ? instead : text
