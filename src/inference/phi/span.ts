/** Kinds of what is taken out. `other` is what no rule names and no list of words knows. */
export type RedactionKind =
  | 'name'
  | 'id'
  | 'date'
  | 'age'
  | 'phone'
  | 'email'
  | 'url'
  | 'uid'
  | 'address'
  | 'place'
  | 'other'

/** A stretch of a text, in UTF-16 units: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly kind: RedactionKind
}

/** Spans in order, those that overlap or touch within one kind as one: the kind that came first in `spans` stays. */
export const mergeSpans = (spans: readonly Span[]): readonly Span[] => {
  const ordered = spans.filter(span => span.end > span.start).toSorted((a, b) => a.start - b.start)
  const merged: Span[] = []
  for (const span of ordered) {
    const last = merged.at(-1)
    if (last && span.start < last.end)
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, span.end) }
    else merged.push(span)
  }
  return merged
}
