import { describe, expect, it } from 'vitest'
import type { NoteLanguage } from '../../../../../src/inference/finding.ts'
import { detectLanguage } from '../../../../../src/inference/notes/language/detect-language.ts'
import { noKnownIdentifiers } from '../../../../../src/inference/phi/known-identifiers.ts'
import { redactNote } from '../../../../../src/inference/phi/redact-note.ts'
import { checkStatements } from '../../../../../src/inference/summarizers/chat/check-statements.ts'
import { toCheckedNote } from '../../../../../src/inference/summarizers/chat/checked-note.ts'

const english = `Chief complaint: Productive cough for 2 weeks, no haemoptysis.
History: 62-year-old man. Never smoker. Mother had lung cancer. History of pneumonia in 2015.
Findings: 8 mm nodule in the right upper lobe. No pleural effusion. Possible consolidation.
Assessment: Stable COPD. Pulmonary embolism was ruled out.
Plan: Amoxicillin 500 mg for 7 days. Seen by Dr. Vantongeren on 12/03/2024. Repeat CT in 3 months.`
const chinese = `主诉：咳嗽2周，无咯血。
检查：右肺上叶结节8mm，未见胸腔积液。
诊断：慢阻肺，可能肺炎。
计划：阿莫西林口服，3个月后复查胸部CT。`
const malay = `Aduan: Batuk selama 2 minggu, tiada demam.
Penilaian: Asma. Tiada efusi pleura. Nodul paru-paru kanan 8 mm.
Pelan: Salbutamol. Imbasan CT dalam 3 bulan.`

const judge = (note: string, text: string, quote: string, target?: NoteLanguage) => {
  const language = detectLanguage(note)
  const checked = toCheckedNote(note, redactNote(note, noKnownIdentifiers), language)
  const statement = { part: 'other' as const, text, quote }
  const { kept, unsupported, beyondSpan } = checkStatements([statement], checked, target ?? language)
  expect(kept.length + unsupported + beyondSpan).toBe(1)
  return kept[0] ?? (beyondSpan > 0 ? 'beyond' : 'unsupported')
}

describe('a statement stays', () => {
  it.each([
    [english, 'Productive cough for 2 weeks.', 'Productive cough for 2 weeks'],
    [
      english,
      'Productive cough for 2 weeks, no haemoptysis.',
      'Productive cough for 2 weeks, no haemoptysis.',
    ],
    [
      english,
      'The patient has a nodule of 8 mm in the right upper lobe.',
      '8 mm nodule in the right upper lobe',
    ],
    [english, 'No pleural effusion', 'no  pleural\neffusion'],
    [english, 'Possible consolidation', 'Possible consolidation.'],
    [english, 'Pulmonary embolism ruled out', 'Pulmonary embolism was ruled out'],
    [english, 'Amoxicillin 500 mg for 7 days', 'Amoxicillin 500 mg for 7 days'],
    [english, 'Repeat CT is planned in 3 months', 'Repeat CT in 3 months.'],
    [english, 'Mother had lung cancer', 'Mother had lung cancer'],
    [english, 'Never smoker.', 'Never smoker.'],
    [chinese, '患者咳嗽2周，无咯血。', '咳嗽2周，无咯血'],
    [chinese, '右肺上叶结节8mm', '右肺上叶结节8mm'],
    [chinese, '可能肺炎', '可能肺炎'],
    [chinese, '3个月后复查胸部CT', '3个月后复查胸部CT'],
    [malay, 'Pesakit batuk selama 2 minggu', 'Batuk selama 2 minggu'],
    [malay, 'Tiada efusi pleura', 'Tiada efusi pleura'],
  ])('%#: %s', (note, text, quote) => {
    const kept = judge(note, text, quote)
    expect(kept).toMatchObject({ text, part: 'other' })
    const { span } = kept as { span: { start: number; end: number } }
    const plain = (words: string): string => words.toLowerCase().replace(/\s+/g, ' ')
    expect(plain(note.slice(span.start, span.end))).toBe(plain(quote))
  })

  it('with what was redacted in it, as the note has it', () => {
    const text = 'Seen by Dr. [NAME-1] on [DATE-1].'
    expect(judge(english, text, text)).toMatchObject({ text: 'Seen by Dr. Vantongeren on 12/03/2024.' })
  })

  it.each([
    [english, '患者咳嗽2周，无咯血。', 'Productive cough for 2 weeks, no haemoptysis', 'zh'],
    [english, '右肺上叶结节，8毫米', '8 mm nodule in the right upper lobe', 'zh'],
    [english, 'Tiada efusi pleura', 'No pleural effusion', 'ms'],
    [english, 'Amoksisilin 500 mg selama 7 hari', 'Amoxicillin 500 mg for 7 days', 'ms'],
    [chinese, 'Cough for 2 weeks, no hemoptysis', '咳嗽2周，无咯血', 'en'],
    [chinese, 'Repeat chest CT in 3 months', '3个月后复查胸部CT', 'en'],
    [malay, 'Cough for 2 weeks, no fever', 'Batuk selama 2 minggu, tiada demam', 'en'],
  ] as const)('in another language, %#: %s', (note, text, quote, target) => {
    expect(judge(note, text, quote, target)).toMatchObject({ text, language: target })
  })
})

describe('a statement that says more than its words is dropped', () => {
  it.each([
    ['18 mm nodule in the right upper lobe', '8 mm nodule in the right upper lobe'],
    ['8 cm nodule in the right upper lobe', '8 mm nodule in the right upper lobe'],
    ['8 mm nodule in the left upper lobe', '8 mm nodule in the right upper lobe'],
    ['8 mm nodule in the right lower lobe', '8 mm nodule in the right upper lobe'],
    ['Pleural effusion', 'No pleural effusion'],
    ['Pleural effusion', 'pleural effusion'],
    ['Consolidation', 'consolidation'],
    ['Lung cancer', 'lung cancer'],
    ['Pulmonary embolism', 'Pulmonary embolism'],
    ['No stable COPD', 'Stable COPD'],
    ['Haemoptysis, no productive cough', 'Productive cough for 2 weeks, no haemoptysis'],
    ['Pneumonia', 'History of pneumonia in 2015'],
    ['Amoxicillin and warfarin for 7 days', 'Amoxicillin 500 mg for 7 days'],
    ['Zorbimycin for 7 days', 'Amoxicillin 500 mg for 7 days'],
    ['Seen by Dr. [NAME-2]', 'Seen by Dr. [NAME-1]'],
    ['Repeat CT in three weeks', 'Repeat CT in 3 months'],
    ['Smoker', 'Never smoker'],
  ])('%s', (text, quote) => {
    expect(judge(english, text, quote)).toBe('beyond')
  })

  it.each([
    [chinese, '左肺上叶结节8mm', '右肺上叶结节8mm', 'zh'],
    [chinese, '胸腔积液', '胸腔积液', 'zh'],
    [chinese, '肺炎', '肺炎', 'zh'],
    [malay, 'Demam', 'demam', 'ms'],
    [english, '胸腔积液', 'No pleural effusion', 'zh'],
    [english, '肺炎，16毫米', '8 mm nodule in the right upper lobe', 'zh'],
    [english, '华法林', 'Amoxicillin 500 mg for 7 days', 'zh'],
    [chinese, 'Hemoptysis', '咯血', 'en'],
  ] as const)('in other languages: %s, %s', (note, text, quote, target) => {
    expect(judge(note, text, quote, target)).toBe('beyond')
  })
})

describe('a statement without support is dropped', () => {
  it.each([
    ['Cough', 'words that the note does not have'],
    ['Cough', ''],
    ['...', 'Stable COPD'],
    ['Emergency surgery today', 'Stable COPD'],
    ['Metastatic disease', 'Stable COPD'],
    ['Stable COPD, see https://evil.test/a', 'Stable COPD'],
    ['Stable [COPD](//evil.test)', 'Stable COPD'],
    ['COPD <img src=x>', 'Stable COPD'],
    [`Stable COPD ${'really '.repeat(100)}`, 'Stable COPD'],
    ['8', '8'],
    ['table', 'table'],
  ])('%s', (text, quote) => {
    expect(judge(english, text, quote)).toBe('unsupported')
  })

  it.each([
    ['需要立即手术', 'Stable COPD', 'zh'],
    ['病情稳定', 'Productive cough for 2 weeks', 'zh'],
    ['Pembedahan segera', 'Stable COPD', 'ms'],
    ['Biopsi dalam 3 bulan', 'Repeat CT in 3 months', 'ms'],
  ] as const)('in another language: %s', (text, quote, target) => {
    expect(judge(english, text, quote, target)).toBe('unsupported')
  })
})
