import { describe, expect, it } from 'vitest'
import { summarizeNote } from '../../../../../src/inference/summarizers/extractive/summarizer.ts'
import { builtInRelease } from '../../../../../src/inference/terminology/built-in-release.ts'
import { noteExamples } from '../../../../support/notes/examples.ts'

// The figures are bench/notes.ts's; here the promises that admit no exception, and a bound against going back.
describe.each(Object.entries(noteExamples))('synthetic notes in %s', (_, sets) => {
  const notes = [...sets.tuning, ...sets.test, ...sets.holdout]

  it('are thirty and eight, no two alike', () => {
    expect(new Set(notes.map(({ text }) => text)).size).toBe(38)
  })

  it('have no expected point that is not in them', () => {
    for (const { text, points } of notes)
      for (const words of Object.values(points)) expect(text).toContain(words)
  })

  it('give no code that is not in the release, and no statement that is not in the note', () => {
    for (const { text } of notes) {
      const { codes, statements } = summarizeNote(text)
      for (const { concept } of codes) expect(builtInRelease.find(concept.value)?.isBillable).toBe(true)
      for (const { span, text: words } of statements) expect(text.slice(span.start, span.end)).toBe(words)
    }
  })

  it('state no code that the note denies, doubts, or tells of the family', () => {
    for (const { name, text, denied = [] } of notes) {
      const stated = summarizeNote(text).codes.filter(({ certainty }) => certainty === 'affirmed')
      for (const { concept } of stated) expect(denied, name).not.toContain(concept.value)
    }
  })
})
