import { describe, expect, it } from 'vitest'
import { summarizeNote } from '../../../../../src/inference/summarizers/extractive/summarizer.ts'
import type { NoteCase } from './note-case.ts'
import { englishNotes } from './notes-en.ts'
import { malayNotes } from './notes-ms.ts'
import { chineseNotes } from './notes-zh.ts'

const codesOf = (note: NoteCase, certainty: string): readonly string[] =>
  summarizeNote(note.text)
    .codes.filter(code => code.certainty === certainty)
    .map(code => code.concept.value)

describe.each([
  ['English', englishNotes],
  ['Chinese', chineseNotes],
  ['Malay', malayNotes],
] as const)('%s', (_language, notes) => {
  it.each(notes)('$name', note => {
    const summary = summarizeNote(note.text)
    expect(summary.language).toBe(note.language)
    for (const [certainty, wanted] of [
      ['affirmed', note.affirmed],
      ['negated', note.negated],
      ['uncertain', note.uncertain],
      ['family-history', note.family],
    ] as const) {
      const found = codesOf(note, certainty)
      expect.soft([...found].sort(), certainty).toEqual(expect.arrayContaining([...(wanted ?? [])]))
      if (certainty === 'affirmed')
        expect
          .soft(
            found.filter(code => !(wanted ?? []).includes(code)),
            'affirmed besides',
          )
          .toEqual([])
    }
    for (const code of note.absent ?? []) expect.soft(codesOf(note, 'affirmed')).not.toContain(code)
    const texts = summary.statements.map(statement => statement.text)
    for (const text of note.includes ?? []) expect.soft(texts).toContain(text)
  })

  it.each(notes)('$name: every statement and code is a span of the note', ({ text }) => {
    const summary = summarizeNote(text)
    expect(summary.statements.length).toBeGreaterThan(0)
    expect(summary.statements.length).toBeLessThanOrEqual(8)
    let end = 0
    for (const { text: statement, span } of summary.statements) {
      expect(text.slice(span.start, span.end)).toBe(statement)
      expect(statement).toBe(statement.trim())
      expect(span.start).toBeGreaterThanOrEqual(end)
      end = span.end
    }
    for (const { span, concept } of summary.codes) {
      expect(concept.scheme).toBe('I10C')
      expect(text.slice(span.start, span.end).trim()).not.toBe('')
    }
  })
})
