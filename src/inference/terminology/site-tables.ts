import { HilumError } from '../../base/errors.ts'
import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { NoteLanguage } from '../finding.ts'
import { dotted } from './code-release.ts'
import { parseCsv } from './csv.ts'
import type { SiteTables } from './terminology.ts'

const codePattern = /^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/
/** LO (PS3.5 6.2): a longer name fits no Code Meaning. */
const longestName = 64

/**
 * A site's names of codes: CSV with the columns code, language (en, zh or ms) and term.
 * @throws TERMINOLOGY_FILE_INVALID with the row's number
 */
export const parseDisplayTerms = (text: string): SiteTables['displayTerms'] => {
  const terms = new Map<string, Partial<Record<NoteLanguage, string>>>()
  for (const [index, row] of parseCsv(text, ['code', 'language', 'term']).entries()) {
    const { language, term } = row
    if ((language !== 'en' && language !== 'zh' && language !== 'ms') || !term)
      throw wrongRow(index, 'a language en, zh or ms and a term')
    const code = codeOf(row.code, index)
    terms.set(code, { ...terms.get(code), [language]: term })
  }
  return terms
}

/**
 * A site's map to SNOMED CT: CSV with the columns icd10cm, snomed and term; a code may have several concepts.
 * @throws TERMINOLOGY_FILE_INVALID with the row's number; an identifier whose check digit is wrong too
 */
export const parseSnomedMap = (text: string): SiteTables['snomedMap'] => {
  const map = new Map<string, CodedConcept[]>()
  for (const [index, row] of parseCsv(text, ['icd10cm', 'snomed', 'term']).entries()) {
    const { snomed, term } = row
    if (!snomed || !isSctid(snomed) || !term || [...term].length > longestName)
      throw wrongRow(index, `a SNOMED CT identifier and a term of at most ${longestName} characters`)
    const code = codeOf(row.icd10cm, index)
    map.set(code, [...(map.get(code) ?? []), { value: snomed, scheme: 'SCT', meaning: term }])
  }
  return map
}

const codeOf = (text: string | undefined, index: number): string => {
  const code = dotted(text ?? '')
  if (!codePattern.test(code)) throw wrongRow(index, 'an ICD-10-CM code')
  return code
}

const wrongRow = (index: number, wanted: string): HilumError =>
  new HilumError('TERMINOLOGY_FILE_INVALID', `row ${index + 2} needs ${wanted}`)

/** Verhoeff's permutation of the digits and multiplication in the dihedral group of ten. */
const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const
const permute = (digit: number, times: number): number =>
  Array.from({ length: times % 8 }).reduce<number>(value => permutation[value]!, digit)
const multiply = (a: number, b: number): number => {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)
  return b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5
}

/** 6 to 18 digits with the check digit of Verhoeff (SNOMED CT Release File Specification 6.2): no typing error passes. */
const isSctid = (text: string): boolean =>
  /^[1-9]\d{5,17}$/.test(text) &&
  [...text].reverse().reduce((sum, digit, place) => multiply(sum, permute(Number(digit), place)), 0) === 0
