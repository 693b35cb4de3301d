import type { KnownIdentifiers } from '../../../src/inference/phi/known-identifiers.ts'
import type { Mark, MarkedNote } from '../notes.ts'
import { createDraw, type Draw } from './draw.ts'
import { sentences } from './sentences.ts'
import { fakeValue, type Person, person, spellName } from './values.ts'
import { type Language, type SetName, vocabularies } from './vocabulary.ts'

const notesOfALanguage = 120

/**
 * A held-out set: notes put together sentence by sentence, of names, places and clinical words that no other set has.
 * Nothing was changed in rules and lists for it before it was measured.
 */
export const heldOutNotes = (set: SetName): readonly MarkedNote[] =>
  (['en', 'zh', 'ms'] as const).flatMap(language =>
    Array.from({ length: notesOfALanguage }, (_, index) => writeNote(set, language, index)),
  )

const styles = [
  ['openings', 'history', 'findings', 'plans', 'closings'],
  ['openings', 'contacts', 'history', 'history', 'plans', 'contacts'],
  ['history', 'findings', 'findings', 'plans', 'plans', 'closings'],
  ['openings', 'findings', 'contacts', 'closings'],
  ['openings', 'history', 'contacts', 'findings', 'history', 'plans', 'closings'],
] as const

const joints = ['\n', ' ', '\n\n', '  '] as const

const writeNote = (set: SetName, language: Language, index: number): MarkedNote => {
  const draw = createDraw(`${set} ${language} ${index}`)
  const scene = sceneOf(set, language, draw)
  const joint = draw.one(joints)
  const text: string[] = []
  const identifiers: (Mark & { isKnown: boolean })[] = []
  const terms: Mark[] = []
  let length = 0
  const add = (piece: string): Mark => {
    const mark = { start: length, end: length + piece.length, slot: '' }
    text.push(piece)
    length = mark.end
    return mark
  }
  for (const kind of draw.one(styles)) {
    const sentence = draw.one(sentences[set][language][kind])
    for (const [piece, term, slot] of sentence.matchAll(/\[(\w)\]|\{(\w)\}|[^[{]+/g)) {
      if (term) terms.push({ ...add(draw.one(scene.terms[term]!)), slot: 'term' })
      else if (slot) {
        const isKnown = /[A-Z]/.test(slot)
        identifiers.push({
          ...add(isKnown ? scene.known(slot) : scene.other(slot)),
          slot: scoredAs(slot),
          isKnown,
        })
      } else add(piece)
    }
    add(joint)
  }
  return { language, text: text.join(''), known: scene.identifiers, identifiers, terms }
}

/** Slots as the score knows them: of ids the digits must go, of an age over 89 too. */
const scoredAs = (slot: string): string => (slot === 'I' || slot === 'A' ? 'i' : slot)

interface Scene {
  readonly identifiers: KnownIdentifiers
  readonly terms: Readonly<Record<string, readonly string[]>>
  known(slot: string): string
  other(slot: string): string
}

const sceneOf = (set: SetName, language: Language, draw: Draw): Scene => {
  const vocabulary = vocabularies[set][language]
  const [patient, physician] = [person(vocabulary, language, draw), person(vocabulary, language, draw)]
  const birth = { year: draw.between(1931, 2004), month: draw.between(1, 12), day: draw.between(1, 28) }
  const id = `${draw.one(['HN', 'R', 'Z'])}${draw.digits(7)}`
  const accession = `${draw.one(['RAD', 'E', 'CT'])}${draw.digits(6)}`
  const phone = fakeValue('t', { language, vocabulary, draw })
  const named: Readonly<Record<string, () => string>> = {
    P: () => spellName(patient, language, draw, false),
    Q: () => spellName(physician, language, draw, true),
    B: () => fakeValue('d', { language, vocabulary, draw, date: birth }),
    I: () => draw.one([id, id.toLowerCase(), id.replace(/(\d{3})/, '$1 ')]),
    A: () => draw.one([accession, accession.toLowerCase()]),
    H: () => draw.one([phone, phone.replace(/[ -]/g, '')]),
  }
  const pad = (value: number): string => String(value).padStart(2, '0')
  return {
    identifiers: {
      names: [headerOf(patient), headerOf(physician)],
      ids: [id, accession],
      dates: [`${birth.year}${pad(birth.month)}${pad(birth.day)}`],
      phones: [phone],
      phrases: [],
    },
    terms: { D: vocabulary.diseases, R: vocabulary.drugs, S: vocabulary.signs, T: vocabulary.tests },
    known: slot => named[slot]!(),
    other: slot =>
      slot === 'n'
        ? spellName(person(vocabulary, language, draw), language, draw, draw.between(0, 2) === 0)
        : fakeValue(slot, { language, vocabulary, draw }),
  }
}

const headerOf = ({ family, given }: Person): string => `${family}^${given}`
