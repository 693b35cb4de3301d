import type { NoteCode } from '../../finding.ts'
import { createPhraseMatcher, type PhraseMatch } from './phrase-matcher.ts'
import { languageTables } from './tables/all.ts'
import type { CueKind } from './tables/language-table.ts'

/** What a sentence says of a condition in it, and whether it speaks of the past. */
export interface Assertion {
  readonly certainty: NoteCode['certainty']
  readonly isPast: boolean
}

/** A cue in a sentence. One phrase may be of several kinds: "possible" stands before a condition or after it. */
export type Cue = PhraseMatch<readonly CueKind[]>

const kindsOfPhrases = (): ReadonlyMap<string, CueKind[]> => {
  const kinds = new Map<string, CueKind[]>()
  for (const table of languageTables)
    for (const [kind, phrases] of Object.entries(table.cues))
      for (const phrase of phrases) kinds.set(phrase, [...(kinds.get(phrase) ?? []), kind as CueKind])
  return kinds
}

/** The cues of a sentence, in order; look-alikes have been swallowed by neutral ones. */
export const findCues = createPhraseMatcher([...kindsOfPhrases()])

/** How far a cue reaches back over what it follows, characters. */
const reachBack = 30

/**
 * The assertion of a condition at `start` to `end` of `sentence`, by the cues that reach it. A negated relative's illness
 * is negated: neither the patient nor the family has it. @param isFamilySection the section is about the family
 */
export const assertionOf = (
  sentence: string,
  cues: readonly Cue[],
  condition: { readonly start: number; readonly end: number },
  isFamilySection: boolean,
): Assertion => {
  const before = cuesBefore(sentence, cues, condition)
  const after = cuesAfter(sentence, cues, condition)
  const has = (kind: CueKind): boolean => before.has(kind) || after.has(kind)
  const isFamily = isFamilySection || has('familyBefore') || has('familyAfter')
  const isUncertain = has('uncertainBefore') || has('uncertainAfter')
  // "Not ruled out" is an uncertain cue of its own, so a negation that is left beside one is about something else
  // ("no fever, possible pneumonia"): the nearer of the two decides.
  const isNegated = before.has('negationBefore') || after.has('negationAfter')
  const isPast = has('pastBefore') || has('pastAfter')
  if (isNegated && !(isUncertain && isUncertainNearer(before))) return { certainty: 'negated', isPast }
  if (isFamily) return { certainty: 'family-history', isPast }
  return { certainty: isUncertain ? 'uncertain' : 'affirmed', isPast }
}

const isUncertainNearer = (before: ReadonlyMap<CueKind, number>): boolean =>
  (before.get('uncertainBefore') ?? -1) > (before.get('negationBefore') ?? -1)

/** Kinds of cues whose reach from the left covers the condition, with where each starts. */
const cuesBefore = (
  sentence: string,
  cues: readonly Cue[],
  condition: { readonly start: number; readonly end: number },
): ReadonlyMap<CueKind, number> => {
  const reaching = new Map<CueKind, number>()
  let isEnded = false
  const standing = cues.filter(({ end }) => end <= condition.start)
  for (const [index, cue] of [...standing.entries()].reverse()) {
    if (cue.value.includes('subject')) break
    if (cue.value.includes('end') && !isNegatedVerb(sentence, standing[index - 1], cue)) isEnded = true
    const isOver = isEnded || isCutByChineseComma(sentence, cue, condition)
    for (const kind of cue.value) {
      if (!kind.endsWith('Before') || reaching.has(kind)) continue
      if (kind === 'familyBefore' || !isOver) reaching.set(kind, cue.start)
    }
  }
  return reaching
}

/** "Denies having", "tidak mengalami": the verb that would begin something new is itself negated. */
const isNegatedVerb = (sentence: string, previous: Cue | undefined, verb: Cue): boolean =>
  previous?.value.includes('negationBefore') === true &&
  sentence.slice(previous.end, verb.start).trim() === ''

/**
 * Chinese lists what a negation covers with enumeration commas, and a full comma begins something new, unless what
 * follows it is a bare item of the same list.
 */
const isCutByChineseComma = (
  sentence: string,
  cue: Cue,
  condition: { readonly start: number; readonly end: number },
): boolean => {
  if (!/\p{Script=Han}/u.test(sentence.slice(cue.start, cue.end))) return false
  const comma = Math.max(
    sentence.lastIndexOf('，', condition.start),
    sentence.lastIndexOf(',', condition.start),
  )
  if (comma < cue.end) return false
  // A clause of its own on the way ("左肺下叶肺不张") has ended the list, whatever bare item follows.
  if (/[，,][^，,]*[左右双叶侧示见有伴][^，,]*[，,]/.test(sentence.slice(cue.end, comma + 1))) return true
  const rest = sentence.slice(condition.end).search(/[，,。;；]|$/)
  const around = sentence.slice(comma + 1, condition.start).trim().length + rest
  return around > 1
}

const cuesAfter = (
  sentence: string,
  cues: readonly Cue[],
  condition: { readonly start: number; readonly end: number },
): ReadonlySet<CueKind> => {
  const reaching = new Set<CueKind>()
  for (const cue of cues.filter(({ start }) => start >= condition.end)) {
    const between = sentence.slice(condition.end, cue.start)
    if (between.length > reachBack || /[,;，；。、]/.test(between) || cue.value.includes('end')) break
    for (const kind of cue.value) if (kind.endsWith('After')) reaching.add(kind)
  }
  return reaching
}
