import { type FoldedText, sourceStretch } from '../fold-text.ts'
import type { RedactionKind, Span } from '../span.ts'

/** A generic rule: where something of its kind stands. Patterns bound every repetition, so that none runs away. */
export type Rule = (folded: FoldedText) => readonly Span[]

/** A rule of a pattern over the folded text; group 1, where there is one, is what is taken out, else all of it. */
export const patternRule =
  (kind: RedactionKind, pattern: RegExp, isMeant: (match: RegExpMatchArray) => boolean = () => true): Rule =>
  folded =>
    [...folded.text.matchAll(pattern)].filter(isMeant).map(match => {
      const [whole, group] = match
      const start = match.index + (group === undefined ? 0 : whole.lastIndexOf(group))
      return { kind, ...sourceStretch(folded, start, start + (group ?? whole).length) }
    })
