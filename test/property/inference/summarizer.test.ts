import fc from 'fast-check'
import { expect, it } from 'vitest'
import { languageTables } from '../../../src/inference/notes/language/tables/all.ts'
import { summarizeNote } from '../../../src/inference/summarizers/extractive/summarizer.ts'
import { conditions } from '../../../src/inference/terminology/chest-conditions.ts'

const words = [
  ...conditions.flatMap(({ en, zh, ms }) => [...en, ...zh, ...ms]),
  ...languageTables.flatMap(table => Object.values(table.cues).flat()),
  ...languageTables.flatMap(table => Object.values(table.headers).flat()),
]
const piece = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom('. ', ', ', '\n', '：', '。', '，', ': ', ' ', '- ', '?'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
)
const note = fc.array(piece, { maxLength: 60 }).map(pieces => pieces.join(' '))

it('every statement and code of any text is a span of it, in order, the same each time', () => {
  fc.assert(
    fc.property(note, text => {
      const { statements, codes } = summarizeNote(text)
      let end = 0
      for (const { text: statement, span } of statements) {
        expect(span.start).toBeGreaterThanOrEqual(end)
        expect(span.end).toBeLessThanOrEqual(text.length)
        expect(text.slice(span.start, span.end)).toBe(statement)
        end = span.end
      }
      for (const { span } of codes) expect(span.end).toBeGreaterThan(span.start)
      expect(summarizeNote(text)).toEqual({ ...summarizeNote(text), statements, codes })
    }),
    { numRuns: 300 },
  )
})

it('takes time in proportion to the text', () => {
  const sentence =
    'No evidence of pneumonia, pleural effusion or pneumothorax; she denies fever and has a lung nodule. '
  const time = (text: string): number => {
    const start = performance.now()
    summarizeNote(text)
    return performance.now() - start
  }
  time(sentence.repeat(100))
  const short = time(sentence.repeat(200))
  const long = time(sentence.repeat(2000))
  expect(long).toBeLessThan(Math.max(2000, short * 40))
})
