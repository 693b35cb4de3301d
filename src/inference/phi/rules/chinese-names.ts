import { type FoldedText, sourceStretch } from '../fold-text.ts'
import type { Span } from '../span.ts'
import {
  chineseWords,
  doubleFamilyNames,
  familyNames,
  givenCharacters,
  plainFamilyNames,
} from '../words/chinese.ts'
import type { Rule } from './rule.ts'

const han = '\\p{Script=Han}'
const name = `${familyNames}(?:${han}{1,2}|·?${han}{1,3})`
const label =
  '(?:姓名|患者姓名|患者|病人|家属|联系人|陪同人|医师签名|医生签名|签名|签字|报告医[师生]|审核医[师生]|主治医[师生]|主管医[师生]|申请医[师生]|接诊医[师生]|主任医[师生]|检查医[师生]|记录者|医师|医生|护士|其[子女妻夫父母]|[儿女]子|女儿|妻子|丈夫|父亲|母亲|配偶)'
const title = '(?:先生|女士|小姐|太太|医生|医师|主任|副主任|教授|护士长?|大夫|同志|阿姨|老师|院长)'
const ends =
  '(?=[,，、。;；:：\\s()（）\\[]|$|[男女]|来院|来诊|因|于|今|主诉|诉|自述|复诊|就诊|入院|系|为|的|与|和|及|签|电话|陪|称|告|已|曾|行|做|发现|查看)'

/** Behind a verb or a relative and before what somebody does: nobody else is written there. */
const doer =
  '(?:请|由|经|让|嘱|致|联系|通知|转告|告知|抄送|给|据|与|和|告|函告|会签|敬礼|此致|邻居|朋友|同事|同学|护工|爱人|老伴|(?:其|外|堂|表)?[兄弟姐妹姊嫂叔伯姑姨舅甥侄孙祖爷奶公婆]{1,2}(?:父|母|妈)?)[\\s:：]{0,2}'
const deed =
  '(?=会诊|收治|诊治|诊断|接诊|接待|主刀|手术|操作|完成|陪|送|协助|评估|指导|复诊|审核|记录|口述|随访|描述|签|处理|负责|转|主持|检查|报告|整理|追踪|述|诉|称|代诉|说|照顾|确认|发现|查看|建议|行|做|同住|在场|来电|提供|介绍|推荐|执行|进行|出具|[（(]|[一二三四五六七八九十百\\d]+岁|患|曾|已|于|[,，。;；、\\s]|$)'

/** Words behind which only a person stands, whatever comes after. */
const onlyPerson =
  '(?:由(?!于)|经(?!常|过)|术者|主刀|[一二三]助|助手|麻醉|器械护士|巡回护士|阅片|今[晨日早晚]|之[兄弟姐妹父母子女妻夫]|其(?:外|堂|表)?[兄弟姐妹姊嫂叔伯姑姨舅甥侄孙祖父母子女妻夫]{1,2}|告知|通知|委托|请(?!于)|嘱)[\\s:：]{0,2}'
/** Family names that begin many words: a given name's character must follow. */
const manyWords = '[于向任方高白黄段严曾时明成单解连边车安常文史温管石金毛水康易]'

const patterns: readonly RegExp[] = [
  new RegExp(
    `${label}(?:\\s?[:：]\\s?|\\s)(${han}{2,4}(?:·${han}{1,4})?)(?=[^${han}]|$)`.replaceAll(
      `[^${han}]`,
      '[^\\p{Script=Han}]',
    ),
    'gu',
  ),
  new RegExp(`${label}[\\s:：]{0,2}(${name}?)${ends}`, 'gu'),
  new RegExp(`(?<!${han}{0}[上下左右前后])(${familyNames}${han}{0,2}?)(?=${title})`, 'gu'),
  new RegExp(`(${doubleFamilyNames}${han}{1,2})`, 'gu'),
  new RegExp(`(${plainFamilyNames}${han}{1,2})`, 'gu'),
  new RegExp(`(${familyNames}${givenCharacters}{2})`, 'gu'),
  new RegExp(`${onlyPerson}((?!${manyWords})${familyNames}${han}{1,2})`, 'gu'),
  new RegExp(`${onlyPerson}(${manyWords}${givenCharacters}${han}?)`, 'gu'),
  new RegExp(`${doer}(${familyNames}${han}{1,2}?)${deed}`, 'gmu'),
  new RegExp(`(?:^|[,，。;；、\\n\\s(（:：])(${familyNames}${han}{1,2}?)${ends}`, 'gmu'),
]

const known = new Set(chineseWords)
const isWord = (text: string): boolean =>
  [...known].some(one => text === one || (one.length > 1 && text.startsWith(one)))

/** Chinese names: behind a label, before a title, or a family name and one or two characters that stand alone. */
export const chineseNameRule: Rule = (folded: FoldedText): readonly Span[] =>
  patterns.flatMap(pattern =>
    [...folded.text.matchAll(pattern)].flatMap((match): Span[] => {
      const text = match[1]!
      if (isWord(text) || text === '') return []
      const start = match.index + match[0].lastIndexOf(text)
      return [{ kind: 'name', ...sourceStretch(folded, start, start + text.length) }]
    }),
  )
