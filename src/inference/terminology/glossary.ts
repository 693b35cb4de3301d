import type { NoteLanguage, SummaryPart } from '../finding.ts'
import { conditions } from './chest-conditions.ts'

/** Titles of the parts of a summary. Unofficial, as all of this glossary. */
export const partTitles: Readonly<Record<NoteLanguage, Readonly<Record<SummaryPart, string>>>> = {
  en: {
    'chief-complaint': 'Chief complaint',
    'present-illness': 'History of present illness',
    assessment: 'Assessment',
    plan: 'Plan',
    'follow-up': 'Follow-up',
    other: 'Other',
  },
  zh: {
    'chief-complaint': '主诉',
    'present-illness': '现病史',
    assessment: '评估',
    plan: '诊疗计划',
    'follow-up': '随访',
    other: '其他',
  },
  ms: {
    'chief-complaint': 'Aduan utama',
    'present-illness': 'Sejarah penyakit semasa',
    assessment: 'Penilaian',
    plan: 'Pelan',
    'follow-up': 'Susulan',
    other: 'Lain-lain',
  },
}

const terms = new Map(conditions.map(({ code, zh, ms }) => [code, { zh: zh[0], ms: ms[0] }]))

/**
 * The commonest clinical word for a code of the built-in list; not the wording of GB/T 14396 or of a ministry.
 * undefined for English: a release has its own titles.
 */
export const unofficialTerm = (code: string, language: NoteLanguage): string | undefined =>
  language === 'en' ? undefined : terms.get(code)?.[language]
