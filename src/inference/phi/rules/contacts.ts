import { patternRule, type Rule } from './rule.ts'

const digitsGroup = '[\\s().-]{0,2}\\d'

/** Mail, addresses of the net, phones and faxes of Malaysia, China, the US and written internationally. */
export const contactRules: readonly Rule[] = [
  patternRule(
    'email',
    /[\p{L}\d._%+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,4}/gu,
  ),
  patternRule('url', /(?:https?|ftp|file):\/\/[^\s<>"]{1,500}|\bwww\.[^\s<>"]{3,500}/gu),
  patternRule(
    'url',
    /(?<![a-z\d@.])(?:[a-z\d-]{2,63}\.){1,3}(?:com|org|net|edu|gov|my|cn|sg|uk|io|info)\b(?:\/[^\s<>"]{0,300})?/gu,
  ),
  patternRule(
    'url',
    /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/gu,
  ),
  patternRule('phone', new RegExp(`\\+\\s?\\d{1,3}(?:${digitsGroup}){6,12}`, 'gu')),
  patternRule('phone', /(?<![\d.])\(?\d{3}\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}(?!\d)/gu),
  patternRule('phone', /(?<![\d.])\(?0\d{1,3}\)?[\s-]{0,2}\d{3,4}[\s-]{0,1}\d{3,4}(?!\d)/gu),
  patternRule('phone', /(?<![\d.])\(?0\d{4}\)?[\s-]\d{3}[\s-]?\d{3}(?!\d)/gu),
  patternRule('phone', /(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)/gu),
  patternRule(
    'phone',
    /(?:\b(?:tel|telephone|telefon|phone|mobile|cell|fax|faks|hp|h\/p|contact|pager|ext)\b|电话|手机|传真|联系方式|電話|座机)(?:\s?(?:no|number|nombor|号码))?[\s.:#是为]{0,4}(\+?\d(?:[\s().-]{0,2}\d){3,14})/gu,
  ),
]
