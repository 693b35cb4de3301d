import fc from 'fast-check'
import { expect, it } from 'vitest'
import { knownIdentifiersOf, noKnownIdentifiers } from '../../../src/inference/phi/known-identifiers.ts'
import { reidentifyText } from '../../../src/inference/phi/locate.ts'
import { redactNote } from '../../../src/inference/phi/redact-note.ts'

const pieces = fc.constantFrom(
  'Cough ',
  'of ',
  '12/03/2024 ',
  '[NAME-1] ',
  '患者',
  '王秀英',
  'Dr. ',
  'a/l ',
  '\u200b',
  '1.2.3.4.5.6',
  '路',
  '号',
  '@',
  '\n',
)
const text = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 60 })
  .map(parts => parts.join(''))

it('leads back to the note, whatever it is', () => {
  fc.assert(
    fc.property(text, source => {
      const note = redactNote(source, noKnownIdentifiers)
      let rebuilt = ''
      let at = 0
      for (const { start, end, placeholder, redactedStart } of note.redactions) {
        rebuilt += source.slice(at, start)
        expect(note.text.slice(redactedStart, redactedStart + placeholder.length)).toBe(placeholder)
        rebuilt += placeholder
        at = end
      }
      expect(rebuilt + source.slice(at)).toBe(note.text)
      expect(reidentifyText(note.text, note, source).length).toBe(source.length)
    }),
    { numRuns: 300, examples: [['1.2.3.4.5.6\u200b 1.2.3.4.5.6']] },
  )
})

it('lets no known name through, wherever it stands', () => {
  const known = knownIdentifiersOf({
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Kvetanova^Drahomira' }] },
  })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const source = `${before} kvetanova ${after}`
      expect(redactNote(source, known).text.toLowerCase()).not.toContain('kvetanova')
    }),
    { numRuns: 200 },
  )
})

it.each([
  'a '.repeat(10_000),
  '路1号'.repeat(7_000),
  '12/'.repeat(8_000),
  'Jalan A, '.repeat(3_000),
  'a.'.repeat(12_000),
  '1 '.repeat(12_000),
])('ends in time for a text that repeats itself (%#)', source => {
  const begin = performance.now()
  redactNote(source, noKnownIdentifiers)
  expect(performance.now() - begin).toBeLessThan(5_000)
})
