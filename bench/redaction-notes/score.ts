import { redactNote } from '../../src/inference/phi/redact-note.ts'
import { type MarkedNote, markedNotes } from './notes.ts'

/** How well notes were redacted: shares from 0 to 1, and what was missed or lost, for people. */
export interface RedactionScore {
  readonly notes: number
  readonly knownRecall: number
  readonly genericRecall: number
  readonly termsKept: number
  readonly missed: readonly string[]
  readonly lost: readonly string[]
  readonly ms: readonly number[]
}

/** Labels that notes of the bench write before a number are not part of what must go: each digit and name is. */
const essential = (text: string): readonly number[] =>
  [...text.matchAll(/[\p{L}\p{N}]/gu)].map(match => match.index)

/** A leading label of an id or address (MRN, 住院号) may stay: what has a digit, and all letters of a name, must go. */
const mustGo = (slot: string, text: string): readonly number[] => {
  if (slot === 'i') return essential(text).filter(index => /\d/.test(text[index]!))
  if (slot === 'g') return [...text.matchAll(/\d/g)].map(match => match.index)
  const title =
    /^(?:住址：|(?:Dr|Mr|Mrs|Ms|Prof|En)\.? |Nurse |Puan |Encik |Dato’ |jururawat |dr )/.exec(text)?.[0]
      .length ?? 0
  const tail = /(?:医生|主任|'s)$/.exec(text)?.index ?? text.length
  return essential(text).filter(index => index >= title && index < tail)
}

/** Redacts all notes of the bench and counts. An identifier is found if each character that must go is gone. */
export const scoreRedaction = (notes: readonly MarkedNote[] = markedNotes()): RedactionScore => {
  const tally = { known: [0, 0], generic: [0, 0], terms: [0, 0] }
  const [missed, lost, ms]: [string[], string[], number[]] = [[], [], []]
  for (const note of notes) {
    const begin = performance.now()
    const { redactions } = redactNote(note.text, note.known)
    ms.push(performance.now() - begin)
    const isGone = (index: number): boolean => redactions.some(one => one.start <= index && index < one.end)
    for (const { start, end, slot, isKnown } of note.identifiers) {
      const text = note.text.slice(start, end)
      const isFound = mustGo(slot, text).every(index => isGone(start + index))
      const counts = isKnown ? tally.known : tally.generic
      counts[0]! += isFound ? 1 : 0
      counts[1]! += 1
      if (!isFound)
        missed.push(
          `${note.language} ${slot}: ${text} | ${note.text.slice(Math.max(0, start - 15), end + 10)}`,
        )
    }
    for (const { start, end } of note.terms) {
      const isKept = essential(note.text.slice(start, end)).every(index => !isGone(start + index))
      tally.terms[0]! += isKept ? 1 : 0
      tally.terms[1]! += 1
      if (!isKept) lost.push(`${note.language}: ${note.text.slice(start, end)}`)
    }
  }
  const share = ([found, all]: readonly number[]): number => found! / all!
  return {
    notes: notes.length,
    knownRecall: share(tally.known),
    genericRecall: share(tally.generic),
    termsKept: share(tally.terms),
    missed,
    lost,
    ms,
  }
}
