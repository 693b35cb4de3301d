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
    for (const clause of chineseClauses(flat))
      for (const { start, end } of segmented(segmenter, flat.slice(clause.start, clause.end))) {
        const offset = paragraph.start + clause.start
        spans.push(trimmed(text, offset + start, offset + end))
      }
  }
  return spans.filter(span => span.end > span.start)
}

/** The segmenter's sentences, those joined again that it ends at an abbreviation. */
const segmented = (segmenter: Intl.Segmenter, text: string): readonly SentenceSpan[] => {
  const spans: SentenceSpan[] = []
  let start = 0
  for (const { segment, index } of segmenter.segment(text)) {
    const end = index + segment.length
    if (end < text.length && abbreviation.test(text.slice(start, end))) continue
    spans.push({ start, end })
    start = end
  }
  return spans
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

/** What ends a sentence in Chinese notes though the segmenter runs over it: a full-width semicolon, an item's number. */
const chineseEnd = /；|\s(?=\d{1,2}[.、)](?:\s*\p{Script=Han}|\d型))/gu

const chineseClauses = (text: string): readonly SentenceSpan[] => {
  const ends = [...text.matchAll(chineseEnd)].map(match => match.index + 1)
  const borders = [0, ...ends, text.length]
  return borders.slice(1).map((end, index) => ({ start: borders[index]!, end }))
}

const trimmed = (text: string, start: number, end: number): SentenceSpan => {
  const raw = text.slice(start, end)
  const lead = bullet.exec(raw)?.[0].length ?? raw.length - raw.trimStart().length
  const body = raw.slice(lead)
  const inner = body.length - body.trimStart().length
  const from = start + lead + inner
  return { start: from, end: from + body.trim().length }
}
