import { patternRule, type Rule } from './rule.ts'

/** A number with its label: digits in it, letters and separators allowed. */
const value = '([a-z]{0,6}[\\s-]?\\d[a-z\\d]{0,20}(?:[/_.-][a-z\\d]{1,20}){0,4})'
const link = '(?:\\s?(?:no|num|number|nombor|id|#|code|kod|号码|编号|号|為|为|是))?\\.?[\\s.:#=：]{0,4}'
const sureLabels =
  '\\b(?:mrn|mr\\s?no|urn|hrn|rn|acc|accession|nric|myk(?:ad)?|ic|i/c|ssn|social security|passport|pasport|licen[cs]e|insurance|policy|polisi|member(?:ship)?|medicare|nhs|account|akaun|serial|siri|s/n|sn|device id|lot|npi|dea|mmc|apc|beneficiary|certificate|plate)\\b'
const labelsOfNumbers =
  '\\b(?:patient|pesakit|hospital|case|kes|visit|lawatan|encounter|episode|order|requisition|request|ref|reference|rujukan|study|exam|file|fail|chart|record|rekod|registration|pendaftaran|kad pengenalan|ward|bed|katil|specimen|lab|id)\\b'
const chineseLabels =
  '(?:病历|病案|住院|门诊|就诊|登记|检查|影像|放射|申请单|条码|标本|病理|身份证|护照|社保|医保|床位?|工|序列|设备|驾驶证|车牌|患者|病人|流水|报告)(?:号码|编号|号|ID|id)'

/** Numbers that stand for a person, a visit, a device or an account; UIDs. */
export const numberRules: readonly Rule[] = [
  patternRule('uid', /(?<![\d.])\d{1,10}(?:\.\d{1,40}){4,20}(?![\d.]\d)/gu),
  patternRule('id', /(?<!\d)\d{3}[-\s]\d{2}[-\s]\d{4}(?!\d)/gu),
  patternRule('uid', /(?<![\d.])2\.25\.\d{1,39}(?!\d)/gu),
  // MyKad: YYMMDD-PB-#### (birth date, place of birth, number).
  patternRule('id', /(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-\s]?\d{2}[-\s]?\d{4}(?!\d)/gu),
  // GB 11643: six digits of a region, birth date, three, and a check character.
  patternRule(
    'id',
    /(?<!\d)[1-9]\d{5}\s?(?:1[89]|20)\d{2}\s?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s?\d{3}[\dx](?![\da-z])/gu,
  ),
  patternRule('id', /(?<![a-z\d])[a-z]\d{7,8}[a-z]?(?![a-z\d])/gu),
  patternRule('id', new RegExp(`${sureLabels}${link}${value}`, 'gu')),
  patternRule(
    'id',
    new RegExp(`${labelsOfNumbers}\\s?(?:no|num|number|nombor|id|#)\\.?[\\s.:#=]{0,4}${value}`, 'gu'),
  ),
  patternRule(
    'id',
    new RegExp(
      `\\bno\\.?\\s?(?:kad pengenalan|k/?p|pendaftaran|rujukan|siri|pesakit|rekod|fail|akaun|polisi|mrn|rn|ic)[\\s.:#=]{0,4}${value}`,
      'gu',
    ),
  ),
  patternRule('id', new RegExp(`${chineseLabels}[\\s:：为是#]{0,4}${value}`, 'gu')),
  patternRule('id', /\b(?:patient|hospital|visit|case)\s?[:#]\s?([a-z]{0,4}\d[a-z\d-]{3,20})/gu),
  patternRule('id', /(?<![a-z\d.])[a-z]{1,6}[-_/]?\d{4,}[a-z\d-]{0,16}(?![a-z\d])/gu),
  patternRule('id', /(?<![\d.,])\d{6,}(?:[-/]\d{1,8}){0,3}(?![\d]|\.\d)/gu),
]
