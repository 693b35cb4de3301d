import { createPhraseMatcher } from './phrase-matcher.ts'
import { languageTables } from './tables/all.ts'
import type { SectionKind } from './tables/language-table.ts'

/** A part of a note under one header; the header itself is not in it. UTF-16 offsets, end exclusive. */
export interface Section {
  readonly kind: SectionKind
  readonly start: number
  readonly end: number
}

const matchHeaders = createPhraseMatcher(
  languageTables.flatMap(table =>
    Object.entries(table.headers).flatMap(([kind, phrases]) =>
      phrases.map(phrase => [phrase, kind as SectionKind] as const),
    ),
  ),
)

/** What may stand between the start of a line or sentence and a header: a number, a bullet, marks of a heading. */
const lead = /^[ \t\r\u3000]*(?:[#*•\-–]+[ \t]*|\d{1,2}[)、][ \t]*|[一二三四五六七八九十][、][ \t]*|【)?\**$/u
const longestLead = 12
/** A colon, a dash, or nothing else on the line. */
const tail = /^\**(?:】[:：]?|[ \t\u3000]*(?:[:：]|[-–—](?=\s)|(?=\r?\n)))\**/u

/** Where a header at `start` begins, its number or bullet included; undefined if it stands inside a sentence. */
const beginningOf = (text: string, start: number): number | undefined => {
  const before = text.slice(Math.max(0, start - longestLead), start)
  const boundary = Math.max(
    ...['\n', '.', '。', '；', ';', '!', '！', '?', '？'].map(mark => before.lastIndexOf(mark)),
  )
  const between = before.slice(boundary + 1)
  const isAtStart = boundary >= 0 || start <= longestLead
  return isAtStart && lead.test(between) ? start - between.length : undefined
}

/** The sections of a note, in order; what comes before the first header is of kind other. */
export const splitSections = (text: string): readonly Section[] => {
  const headers = matchHeaders(text).flatMap(({ value, start, end }) => {
    const beginning = beginningOf(text, start)
    const after = tail.exec(text.slice(end, end + 64))
    if (beginning === undefined || after === null) return []
    return [{ kind: value, start: beginning, contentStart: end + after[0].length }]
  })
  const sections: Section[] = []
  const firstStart = headers[0]?.start ?? text.length
  if (firstStart > 0) sections.push({ kind: 'other', start: 0, end: firstStart })
  for (const [index, header] of headers.entries()) {
    const end = headers[index + 1]?.start ?? text.length
    sections.push({ kind: header.kind, start: header.contentStart, end })
  }
  return sections
}
