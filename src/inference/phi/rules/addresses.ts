import { patternRule, type Rule } from './rule.ts'

const streetEnd =
  '(?:street|avenue|ave|road|rd|lane|ln|drive|boulevard|blvd|court|place|way|close|crescent|terrace|highway|hwy|square|st(?=[.,\\n])|dr(?=[,\\n]))'
const malayStreet =
  '(?:jalan|jln|lorong|lrg|taman|tmn|kampung|kampong|(?<!\\d\\s?)kg\\.?|persiaran|lebuh|lebuhraya|desa|bandar|felda|pangsapuri|kondominium|apartment|flat|seksyen)'
const han = '\\p{Script=Han}'

const namedStreet =
  /(?<![\d.])\d{1,5}[a-z]?,? (?:(?:\p{Lu}[\p{L}’']*|St\.) ){1,3}(?:Hill|Green|Gardens|Mews|Grove|Park|Row|Walk|View|Heights|Gate|Parade|Mount|Rise|Vale|Croft|Meadows?|Wharf|Quay|Fields?|Yard|Bank|Cottages?|Farm)\b(?:, \p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)?/gu

/** Addresses smaller than a state, and the names of places of care. */
export const addressRules: readonly Rule[] = [
  patternRule(
    'address',
    new RegExp(
      `(?<![a-z\\d])\\d{1,5}[a-z]?,?\\s(?:[a-z'’]{2,20}[ ]|(?:[a-z]|st|mt|ft)\\.[ ]){1,4}${streetEnd}\\b\\.?(?:,?\\s(?:apt|unit|suite|floor)\\.?\\s?#?[\\da-z-]{1,8})?(?:(?:,[ ][a-z ]{2,30}){1,2}(?:,?[ ][a-z]{2})?[ ]\\d{5}(?:-\\d{4})?)?`,
      'gu',
    ),
  ),
  // Streets that are called after what is also a word: only as they are written, capitalised.
  ({ source }) =>
    [...source.matchAll(namedStreet)].map(match => ({
      kind: 'address' as const,
      start: match.index,
      end: match.index + match[0].length,
    })),
  patternRule('address', /\b(?:p\.?\s?o\.?\s?box|peti surat)\s?\d{1,8}/gu),
  patternRule(
    'address',
    /\b(?:apt|apartment|unit|suite|blk|blok|block)\.?\s?#?(?:[a-z]-?)?\d{1,4}(?:-\d{1,4}){0,2}[a-z]?\b/gu,
  ),
  patternRule('address', /,\s?[a-z .]{2,30},?\s[a-z]{2}\s\d{5}(?:-\d{4})?(?!\d)/gu),
  patternRule(
    'address',
    new RegExp(
      `(?:(?<![a-z\\d])(?:(?:no|lot)\\.?\\s?)?\\d{1,5}(?:-?[a-z])?(?:[-/]\\d{1,4})?,?\\s)?(?<![a-z])${malayStreet}\\s(?!(?:sakit|dengan|normal|tanpa)\\b)[\\p{L}\\d'/-]{1,25}(?:[ ](?!(?:untuk|dan|dengan|pada|datang|sejak|yang|with|and|is|has|for)\\b)[\\p{L}\\d'/-]{1,25}){0,4}(?:,\\s?(?:${malayStreet}\\s)?[\\p{L}\\d ]{2,30}){0,3}(?:,?\\s?\\d{5}\\s[\\p{L}]{3,20}(?:\\s\\p{L}{3,20})?)?`,
      'gu',
    ),
  ),
  patternRule(
    'address',
    /(?<![\d.])\d{5},?\s(?:kuala|petaling|shah|johor|george|ipoh|kota|alor|kuching|seremban|melaka|klang|penang|kajang|ampang|subang|batu|kuantan|sibu|miri|muar|taiping)(?:\s[a-z]{3,20})?/gu,
  ),
  patternRule(
    'address',
    new RegExp(
      `(?:住址|地址|家住|现住址?|住在|籍贯|户籍(?:地址)?|户口地址|通讯地址|工作单位)[\\s:：]{0,3}([${han}\\p{L}\\d#号室-]{2,50})`.replaceAll(
        `[${han}`,
        '[\\p{Script=Han}',
      ),
      'gu',
    ),
  ),
  patternRule(
    'address',
    /[\p{Script=Han}]{2,4}(?:省|市|自治区)[\p{Script=Han}]{1,6}(?:市|区|县|州|镇)(?:[\p{Script=Han}\d]{1,20}(?:路|街|道|巷|弄|村|小区|号|栋|幢|楼|单元|室|苑|园))*/gu,
  ),
  patternRule(
    'address',
    /[\p{Script=Han}]{2,6}(?:路|街|巷|弄|大道)\s?\d{1,5}\s?(?:弄|号)(?:[\d\p{Script=Han}-]{1,12}(?:室|楼|栋|单元|幢|号))*/gu,
  ),
  patternRule(
    'place',
    /(?<=[于在到至从由经去往自赴及和、,。:\s]|转|患者|^)(?!当地|我院|外院|本院|上级|某|我|外|本)[\p{Script=Han}]{2,14}?(?:医院|卫生院|诊所|卫生服务中心|医学院|疗养院|养老院)/gmu,
  ),
]
