import { describe, expect, it } from 'vitest'
import { detectLanguage } from '../../../../../src/inference/notes/language/detect-language.ts'
import { createPhraseMatcher } from '../../../../../src/inference/notes/language/phrase-matcher.ts'
import { splitSections } from '../../../../../src/inference/notes/language/sections.ts'
import { splitSentences } from '../../../../../src/inference/notes/language/sentences.ts'

describe('detectLanguage', () => {
  it.each([
    ['The patient has a cough and was seen today.', 'en'],
    ['Pesakit mengadu batuk sejak dua minggu dan tidak demam.', 'ms'],
    ['患者咳嗽两周，无发热。', 'zh'],
    ['患者有COPD, on salbutamol and tiotropium', 'zh'],
    ['CT chest', 'en'],
    ['', 'en'],
    ['12345 !!', 'en'],
  ] as const)('%s: %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language)
  })
})

describe('splitSections', () => {
  const kinds = (text: string) =>
    splitSections(text).map(({ kind, start, end }) => [kind, text.slice(start, end).trim()])

  it('reads headers at the start of a line or sentence, in every language', () => {
    expect(
      kinds(
        'Seen today.\nHPI: cough. Plan: CT.\n**Family history:** none\n主诉：咳嗽。诊断：肺炎\nPelan: CT',
      ),
    ).toEqual([
      ['other', 'Seen today.'],
      ['present-history', 'cough.'],
      ['plan', 'CT.'],
      ['family-history', 'none'],
      ['complaint', '咳嗽。'],
      ['assessment', '肺炎'],
      ['plan', 'CT'],
    ])
  })

  it('takes a header alone on its line, numbered or not', () => {
    expect(kinds('1) Assessment\nCOPD\n\n2) Plan\nCT')).toEqual([
      ['assessment', 'COPD'],
      ['plan', 'CT'],
    ])
  })

  it('does not take a word in a sentence for a header', () => {
    expect(kinds('We discussed the plan: a CT in the findings of the follow-up clinic')).toEqual([
      ['other', 'We discussed the plan: a CT in the findings of the follow-up clinic'],
    ])
    expect(kinds('bilateral PE seen')).toHaveLength(1)
  })

  it('knows a note without headers', () => {
    expect(splitSections('')).toEqual([])
    expect(kinds('Cough.')).toEqual([['other', 'Cough.']])
  })
})

describe('splitSentences', () => {
  const split = (text: string, language: 'en' | 'zh' | 'ms' = 'en') =>
    splitSentences(text, { start: 0, end: text.length }, language).map(({ start, end }) =>
      text.slice(start, end),
    )

  it('ends at marks and at line ends, without bullets', () => {
    expect(split('Cough. Fever?\n- No wheeze\n2) CT chest\n\n')).toEqual([
      'Cough.',
      'Fever?',
      'No wheeze',
      'CT chest',
    ])
  })

  it('goes on over abbreviations, decimals and wrapped lines', () => {
    expect(split('Seen by Dr. Tan. Nodule of 12.5 mm.')).toEqual(['Seen by Dr. Tan.', 'Nodule of 12.5 mm.'])
    const wrapped =
      'There is a nodule in the right upper lobe of the lung which\nhas grown since the last CT.'
    expect(split(wrapped)).toEqual([wrapped])
  })

  it('keeps a question before a word with the word', () => {
    expect(split('Cough. ?TB. Fever')).toEqual(['Cough.', '?TB.', 'Fever'])
  })

  it('ends at Chinese marks', () => {
    expect(split('咳嗽两周。无发热；有咯血', 'zh')).toEqual(['咳嗽两周。', '无发热；', '有咯血'])
  })
})

describe('createPhraseMatcher', () => {
  const match = (phrases: readonly string[], text: string) =>
    createPhraseMatcher(phrases.map(phrase => [phrase, phrase] as const))(text).map(found => found.value)

  it('takes the leftmost and longest, whole words only', () => {
    expect(match(['lung', 'lung cancer', 'cancer'], 'lung cancer, lungs, cancer')).toEqual([
      'lung cancer',
      'cancer',
    ])
    expect(match(['肺癌', '肺'], '肺癌和肺炎')).toEqual(['肺癌', '肺'])
  })

  it('takes a space for a hyphen or a line end, and optional endings', () => {
    expect(match(['ground glass opacity'], 'ground-glass\nopacity')).toEqual(['ground glass opacity'])
    expect(match(['pleural effusion(s)'], 'Pleural effusions and pleural effusion')).toHaveLength(2)
    expect(match(['mass(es)'], 'mass masses massive')).toHaveLength(2)
  })

  it('takes capitals for an abbreviation only in capitals', () => {
    expect(match(['PE'], 'PE pe Pe PEs COPE')).toEqual(['PE'])
    expect(match(['COPD'], '双肺COPD改变')).toEqual(['COPD'])
  })
})
