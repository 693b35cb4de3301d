import { monthNames } from '../date-spellings.ts'
import { patternRule, type Rule } from './rule.ts'

const time = '(?:[t\\s,]{1,2}\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,6})?)?(?:\\s?[ap]m|z|[+-]\\d{2}:?\\d{2})?)?'
const day = '(?:0?[1-9]|[12]\\d|3[01])'
const month = '(?:0?[1-9]|1[0-2])'
const year = '(?:1[89]|20)\\d{2}'
const named = `(?:${monthNames})`
const chineseNumber = '[〇零一二三四五六七八九十]'
const date = (source: string): Rule => patternRule('date', new RegExp(source, 'gu'))

/** Dates more exact than a year (45 CFR 164.514(b)(2)(i)(C)); a year alone may stay. */
export const dateRules: readonly Rule[] = [
  date(`(?<![\\d.])${year}\\s?[-/.]\\s?${month}\\s?[-/.]\\s?${day}(?!\\d)${time}`),
  date(
    `(?<![\\d.])${day}\\s?([-/.])\\s?${month}\\s?[-/.]\\s?(?:${year}|\\d{2})(?![\\d.]\\d)${time}`.replace(
      '([-/.])',
      '[-/.]',
    ),
  ),
  date(`(?<![\\d.])${month}\\s?[-/.]\\s?${day}\\s?[-/.]\\s?(?:${year}|\\d{2})(?![\\d.]\\d)${time}`),
  date(`(?<!\\d)${year}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:\\d{4}|\\d{6})?(?!\\d)`),
  date(
    `(?<![a-z\\d])${day}(?:st|nd|rd|th|hb)?[\\s.-]{0,2}(?:of\\s|hari\\s?bulan\\s)?${named}\\b\\.?(?:[\\s,.'-]{0,3}(?:${year}|\\d{2})(?![\\d:%]))?${time}`,
  ),
  date(`\\b${named}\\.?[\\s-]{1,2}${day}(?:st|nd|rd|th)?,?\\s{1,2}${year}(?!\\d)${time}`),
  date(
    `\\b(?!may\\b|mac\\b|mar\\b|dis\\b|dec\\b)${named}\\.?\\s${day}(?:st|nd|rd|th)?(?![\\d:%]|\\s?(?:mm|cm|mg|ml|kg))`,
  ),
  date(`\\b(?:may|mar|mac|dec)\\.?\\s${day}(?:st|nd|rd|th|,\\s?${year})(?!\\d)`),
  date(`(?<![a-z])${named}[\\s,.'/-]{1,3}${year}(?!\\d)`),
  date(`(?<![a-z])${named}\\s?['/-]\\s?\\d{2}(?!\\d)`),
  date(`(?<![\\d./])${month}[-/]${year}(?![\\d/])`),
  date(`(?<![\\d./])${year}[-/]${month}(?![\\d/])`),
  date(
    `(?:${year}|${chineseNumber}{2,4}|(?<!\\d)\\d{2})\\s?年\\s?(?:${month}|${chineseNumber}{1,3})\\s?月(?:份|\\s?(?:${day}|${chineseNumber}{1,3})\\s?[日号])?${time}`,
  ),
  date(`(?<!\\d)(?:${month}|${chineseNumber}{1,3})\\s?月\\s?(?:${day}|${chineseNumber}{1,3})\\s?[日号]`),
  date(
    `(?:\\b(?:on|dated|date|dob|since|until|by|pada|bertarikh|tarikh|tkh)\\b|[于在])[:\\s]{0,2}(${day}[/.]${month})(?![\\d/.%])`,
  ),
]
