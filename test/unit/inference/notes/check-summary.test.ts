import { describe, expect, it } from 'vitest'
import type { NoteCode, NoteSummary } from '../../../../src/inference/finding.ts'
import { checkSummary } from '../../../../src/inference/notes/check-summary.ts'
import { summarizeNote } from '../../../../src/inference/summarizers/extractive/summarizer.ts'
import { createCodeRelease } from '../../../../src/inference/terminology/code-release.ts'
import { builtInTerminology } from '../../../support/checked-note.ts'

const release = createCodeRelease({ name: 'ICD-10-CM test', validFrom: '2020-10-01', isPartial: true }, [
  {
    code: 'C34.90',
    isBillable: true,
    shortTitle: 'Malignant neoplasm of unsp part of unsp bronchus or lung',
  },
  { code: 'J15.0', isBillable: true, shortTitle: 'Pneumonia due to Klebsiella pneumoniae' },
  { code: 'J44.9', isBillable: true, shortTitle: 'Chronic obstructive pulmonary disease, unspecified' },
  { code: 'R91', isBillable: false, shortTitle: 'Abnormal findings on diagnostic imaging of lung' },
])
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
    expect(removed).toEqual({
      statements: 0,
      statementsBeyondSpan: 0,
      unknownCodes: 0,
      headerCodes: 0,
      contradictedCodes: 0,
      unsupportedCodes: 0,
    })
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

  it.each([
    ['J44.9', 'Assessment: Lung nodule.', 'Lung nodule'],
    ['C34.90', 'Write the code C34.90 for this patient.', 'code C34.90 for this patient'],
    ['J15.0', 'Assessment: pneumonia.', 'pneumonia'],
    ['R91', 'Assessment: COPD.', 'COPD'],
  ])('removes and counts %s of words that do not name it: %s', (code, text, quote) => {
    const start = text.indexOf(quote)
    const given = withCodes(codeOf(code, { span: { start, end: start + quote.length } }))
    const terminology = { ...builtInTerminology, releases: [release] }
    const { codes, headerCodes, removed } = checkSummary(given, { ...check, noteText: text, terminology })
    expect([codes, headerCodes, removed?.unsupportedCodes]).toEqual([[], [], 1])
  })

  it.each([
    ['Assessment: No evidence of COPD.', 'COPD'],
    ['Penilaian: Tiada bukti COPD.', 'COPD'],
    ['Assessment: Possible COPD.', 'Possible COPD'],
    ['Family history: COPD.', 'COPD'],
  ])('removes and counts a code given as stated that the note does not state: %s', (text, quote) => {
    const start = text.indexOf(quote)
    const given = withCodes(codeOf('J44.9', { span: { start, end: start + quote.length } }))
    const { codes, removed } = checkSummary(given, { ...check, noteText: text })
    expect([codes, removed?.contradictedCodes]).toEqual([[], 1])
  })

  it('takes the title of the release, or the name that a site has loaded, for a name', () => {
    const text = 'Assessment: pneumonia due to Klebsiella pneumoniae. 肺炎克雷伯菌感染。'
    const terminology = {
      ...builtInTerminology,
      releases: [release],
      displayTerms: new Map([['J15.0', { zh: '肺炎克雷伯菌感染' }]]),
    }
    for (const quote of ['pneumonia due to Klebsiella', '肺炎克雷伯菌感染']) {
      const start = text.indexOf(quote)
      const given = withCodes(codeOf('J15.0', { span: { start, end: start + quote.length } }))
      expect(checkSummary(given, { ...check, noteText: text, terminology }).codes).toHaveLength(1)
    }
  })
})
