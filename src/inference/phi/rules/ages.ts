import { patternRule, type Rule } from './rule.ts'

const old = '(9\\d|1[0-4]\\d)'

/** Ages of 90 and more (45 CFR 164.514(b)(2)(i)(C)); younger ones may stay. */
export const ageRules: readonly Rule[] = [
  patternRule(
    'age',
    new RegExp(
      `(?<![\\d.])${old}[\\s-]?(?:years?|yrs?|y\\s?/?\\s?o|yo|y|tahun|thn|岁|歲|周岁)(?![a-z])`,
      'gu',
    ),
  ),
  patternRule(
    'age',
    new RegExp(
      `(?:\\b(?:age|aged|umur|berumur|berusia|usia)|年龄|年齡)[\\s:：]{0,3}${old}(?!\\d|\\s?(?:%|mm|cm))`,
      'gu',
    ),
  ),
]
