import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noKnownIdentifiers } from '../../../src/inference/phi/known-identifiers.ts'
import { redactNote } from '../../../src/inference/phi/redact-note.ts'
import { checkStatements } from '../../../src/inference/summarizers/chat/check-statements.ts'
import { toCheckedNote } from '../../../src/inference/summarizers/chat/checked-note.ts'
import { factsOf } from '../../../src/inference/summarizers/chat/facts.ts'

const note = `Chief complaint: Cough for 2 weeks, no haemoptysis. Seen by Dr. Vantongeren on 12/03/2024.
Findings: 8 mm nodule in the right upper lobe. No pleural effusion.
主诉：咳嗽2周，无咯血。 Pelan: Salbutamol, imbasan CT dalam 3 bulan.`
const checked = toCheckedNote(note, redactNote(note, noKnownIdentifiers), 'en')
const words = [
  ...note.split(/\s+/),
  'left',
  '80',
  'mm',
  'urgent',
  'warfarin',
  '[NAME-1]',
  '[NAME-9]',
  '手术',
  '\u200b',
]

const sentence = fc.array(fc.constantFrom(...words), { maxLength: 8 }).map(some => some.join(' '))
const slice = fc
  .tuple(fc.nat(note.length), fc.nat(60))
  .map(([from, length]) => note.slice(from, from + length))
const statement = fc.record({
  part: fc.constantFrom('assessment' as const, 'plan' as const, 'other' as const),
  text: fc.oneof(sentence, slice, fc.string({ unit: 'grapheme', maxLength: 40 })),
  quote: fc.oneof(sentence, slice, fc.string({ unit: 'grapheme', maxLength: 40 })),
})

describe('whatever a model states', () => {
  it('keeps each statement once, and none without a place in the note', () => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 30 }),
        fc.constantFrom('en', 'zh', 'ms'),
        (all, target) => {
          const { kept, unsupported, beyondSpan } = checkStatements(all, checked, target)
          expect(kept.length + unsupported + beyondSpan).toBeLessThanOrEqual(all.length)
          expect(new Set(kept.map(one => one.text)).size).toBe(kept.length)
          for (const { span, text } of kept) {
            const held = note.slice(span.start, span.end)
            expect(held).toMatch(/[\p{L}\p{N}]/u)
            const facts = factsOf(held)
            expect([...factsOf(text)].filter(fact => !facts.has(fact))).toEqual([])
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('keeps a sentence of the note that is told word for word', () => {
    for (const text of [
      'Cough for 2 weeks, no haemoptysis.',
      '8 mm nodule in the right upper lobe.',
      'No pleural effusion.',
    ])
      expect(checkStatements([{ part: 'other', text, quote: text }], checked, 'en').kept).toHaveLength(1)
  })
})
