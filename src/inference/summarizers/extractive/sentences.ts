import type { NoteSummary } from '../../finding.ts'

/** A sentence's place in the note (UTF-16 offsets, end exclusive), without white space and bullets around it. */
export interface SentenceSpan {
  readonly start: number
  readonly end: number
}

/** A line at least so long that goes on in the next was wrapped by an editor, not ended by a person. Characters. */
const wrappedLength = { en: 55, ms: 55, zh: 25 } as const

const endsSentence = /[.!?。！？；;:：]\s*$/
const bullet = /^\s*(?:[-*•–▪]|\d{1,2}[.)、]|[（(]\d{1,2}[)）])\s*/
const abbreviation = /(?:^|\s)(?:dr|mr|mrs|ms|prof|st|vs|approx|e\.g|i\.e|no|fig|pt|hx|dx|rx|tn|pn|en)\.\s*$/i

/** The sentences of a part of a note. A wrapped line goes on in the next; any other line end ends a sentence. */
export const splitSentences = (
  text: string,
  part: SentenceSpan,
  language: NoteSummary['language'],
): readonly SentenceSpan[] => {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  const spans: SentenceSpan[] = []
  for (const paragraph of paragraphsOf(text, part, wrappedLength[language])) {
    // A line end inside is a wrap: a space of the same length keeps the offsets.
    // A question mark before a word ("?TB") asks, and ends nothing: a capital in its place begins a sentence instead.
    const flat = text
      .slice(paragraph.start, paragraph.end)
      .replace(/[\r\n]/g, ' ')
      .replace(/(?<=^|[\s(])\?(?=\s?\p{L})/gu, 'X')
    let start = 0
    for (const { segment, index } of segmenter.segment(flat)) {
      const end = index + segment.length
      const isInside = end < flat.length && abbreviation.test(flat.slice(start, end))
      if (isInside) continue
      spans.push(
        ...chineseClauses(flat, start, end).map(([from, to]) =>
          trimmed(text, paragraph.start + from, paragraph.start + to),
        ),
      )
      start = end
    }
  }
  return spans.filter(span => span.end > span.start)
}

const paragraphsOf = (text: string, part: SentenceSpan, wrapped: number): readonly SentenceSpan[] => {
  const paragraphs: SentenceSpan[] = []
  let start = part.start
  let lineStart = part.start
  for (let at = part.start; at < part.end; at++) {
    if (text[at] !== '\n') continue
    const line = text.slice(lineStart, at)
    const next = text.slice(at + 1, part.end)
    const isWrap =
      line.trimEnd().length >= wrapped &&
      !endsSentence.test(line) &&
      /^[ \t]*\S/.test(next) &&
      !bullet.test(next)
    if (!isWrap) {
      paragraphs.push({ start, end: at })
      start = at + 1
    }
    lineStart = at + 1
  }
  paragraphs.push({ start, end: part.end })
  return paragraphs
}

/** A full-width semicolon ends what counts as a sentence in Chinese notes; the segmenter runs over it. */
const chineseClauses = (text: string, start: number, end: number): readonly (readonly [number, number])[] => {
  const clauses: (readonly [number, number])[] = []
  let from = start
  for (let at = start; at < end; at++)
    if (text[at] === '；') {
      clauses.push([from, at + 1])
      from = at + 1
    }
  return from < end ? [...clauses, [from, end]] : clauses
}

const trimmed = (text: string, start: number, end: number): SentenceSpan => {
  const raw = text.slice(start, end)
  const lead = bullet.exec(raw)?.[0].length ?? raw.length - raw.trimStart().length
  const body = raw.slice(lead)
  const inner = body.length - body.trimStart().length
  const from = start + lead + inner
  return { start: from, end: from + body.trim().length }
}
