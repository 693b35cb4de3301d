import { describe, expect, it } from 'vitest'
import type { NoteCode, NoteSummary } from '../../../../src/inference/finding.ts'
import { checkSummary } from '../../../../src/inference/notes/check-summary.ts'
import { summarizeNote } from '../../../../src/inference/summarizers/extractive/summarizer.ts'
import { builtInTerminology } from '../../../support/checked-note.ts'

const noteText = 'Assessment: COPD. Lung nodule. Plan: CT in 6 months.'
const check = { noteText, terminology: builtInTerminology, date: '2021-03-01' }
const base = summarizeNote(noteText)

const codeOf = (value: string, more: Partial<NoteCode> = {}): NoteCode => ({
  concept: { value, scheme: 'I10C', meaning: 'as a model calls it' },
  span: { start: 12, end: 16 },
  certainty: 'affirmed',
  ...more,
})
const withCodes = (...codes: readonly NoteCode[]): NoteSummary => ({ ...base, codes })

describe('a checked summary', () => {
  it('keeps what stands, with the titles of the release', () => {
    const { codes, removed, checkedAgainst } = checkSummary(withCodes(codeOf('j44.9')), check)
    expect(codes.map(({ concept }) => concept)).toEqual([
      { value: 'J44.9', scheme: 'I10C', meaning: 'Chronic obstructive pulmonary disease, unspecified' },
    ])
    expect(removed).toEqual({ statements: 0, unknownCodes: 0, headerCodes: 0, contradictedCodes: 0 })
    expect(checkedAgainst).toEqual({ release: 'ICD-10-CM 2021', date: '2021-03-01' })
  })

  it('removes and counts codes that do not exist, and those that rest on nothing', () => {
    const given = withCodes(codeOf('X99.99'), codeOf('J44.9', { span: { start: 50, end: 900 } }), codeOf(''))
    const { codes, removed } = checkSummary(given, check)
    expect(codes).toEqual([])
    expect(removed?.unknownCodes).toBe(3)
  })

  it('offers a header with its billable codes', () => {
    const { codes, headerCodes, removed } = checkSummary(withCodes(codeOf('J44')), check)
    expect(codes).toEqual([])
    expect(removed?.headerCodes).toBe(1)
    expect(headerCodes?.[0]?.concept.value).toBe('J44')
    expect(headerCodes?.[0]?.billable.map(({ value }) => value)).toEqual(['J44.1', 'J44.9'])
  })

  it.each([
    [-1, 4],
    [0, 900],
    [4, 4],
    [5, 2],
    [0.5, 3],
    [15, 17],
  ])('drops and counts a statement whose span is no words of the note: %d to %d', (start, end) => {
    const span = { start, end }
    const isWords = /[\p{L}\p{N}]/u.test(noteText.slice(start, end)) && start >= 0 && end <= noteText.length
    const statements = [...base.statements, { text: 'Made up.', span }]
    const { removed } = checkSummary({ ...base, statements }, check)
    expect(removed?.statements).toBe(isWords && Number.isInteger(start) && end > start ? 0 : 1)
  })

  it('names codes in the target language, marked unofficial until a site has loaded its own', () => {
    const targetLanguage = 'ms' as const
    const unofficial = checkSummary(withCodes(codeOf('J44.9')), { ...check, targetLanguage })
    expect(unofficial.codes[0]?.display?.source).toBe('unofficial-glossary')
    expect(unofficial.remarks?.join()).toContain('unofficial')
    expect(unofficial.titles?.plan).toBe('Pelan')
    const displayTerms = new Map([['J44.9', { ms: 'PPOK' }]])
    const terminology = { ...builtInTerminology, displayTerms }
    const official = checkSummary(withCodes(codeOf('J44.9')), { ...check, terminology, targetLanguage })
    expect(official.codes[0]?.display).toEqual({ text: 'PPOK', language: 'ms', source: 'site' })
    expect(official.remarks?.join()).not.toContain('unofficial')
  })

  it('warns of a stale release', () => {
    expect(checkSummary(base, { ...check, date: '2026-01-01' }).checkedAgainst?.warning).toContain('stale')
  })
})
