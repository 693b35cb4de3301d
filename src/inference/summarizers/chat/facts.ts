import { medicinesOf } from './medicines.ts'

/** Units as they are written in each language, by one key. */
const units: readonly (readonly [string, RegExp])[] = (
  [
    ['mm', /mm\b|毫米|milimeter/],
    ['cm', /cm\b|厘米|sentimeter/],
    ['mg', /mg\b|毫克/],
    ['mcg', /mcg\b|µg\b|μg\b|微克/],
    ['kg', /kg\b|公斤|千克/],
    ['g', /g\b|gram|克/],
    ['ml', /ml\b|毫升/],
    ['litre', /l(?:itres?|iters?)?\b|升/],
    ['%', /%|％|percent|peratus/],
    ['HU', /hu\b/],
    ['degree', /°\s?c?|℃|degrees?/],
    ['hour', /hours?|hrs?\b|小时|jam/],
    ['day', /[- ]?days?|天|日|hari/],
    ['week', /[- ]?weeks?|wks?\b|周|星期|minggu/],
    ['pack-year', /pack[- ]?years?|包年|tahun kotak/],
    ['month', /[- ]?months?|个月|月|bulan/],
    ['year', /[- ]?years?|yrs?\b|y\/?o\b|年|岁|tahun/],
  ] as const
).map(([key, pattern]) => [key, new RegExp(`^[-\\s]{0,2}(?:${pattern.source})`, 'iu')])

const digitsOfWords: ReadonlyMap<string, string> = new Map(
  [
    'one two three four five six seven eight nine ten eleven twelve',
    'satu dua tiga empat lima enam tujuh lapan sembilan sepuluh sebelas',
  ]
    .flatMap(words => words.split(' ').map((word, index) => [word, String(index + 1)] as const))
    .concat([...'一二三四五六七八九十'].map((character, index) => [character, String(index + 1)] as const))
    .concat([['两', '2']]),
)

const placeholder = /\[[A-Z]{2,7}-\d+\]/g
const numberWord = new RegExp(
  `\\b(?:${[...digitsOfWords.keys()].filter(word => /[a-z]/.test(word)).join('|')})\\b|[一二两三四五六七八九十](?=\\s?(?:天|日|周|星期|个|月|年|岁|次|枚|处|支|根|小时))`,
  'giu',
)

const sides: readonly (readonly [string, RegExp])[] = [
  ['right', /\bright\b|\bright-|右|\bkanan\b|\bR[UML]L\b/iu],
  ['left', /\bleft\b|\bleft-|左|\bkiri\b|\bL[UL]L\b/iu],
  [
    'both sides',
    /\bbilateral(?:ly)?\b|\bboth (?:lungs?|sides?)\b|双[侧肺]|两[侧肺]|\bkedua-dua\b|\bdwisisi\b/iu,
  ],
  [
    'upper',
    /\bupper[- ](?:lobe|zone)|[左右双两]?上[肺叶]|\b(?:lobus|zon)\b[^,.;]{0,12}\batas\b|\b[LR]UL\b/iu,
  ],
  [
    'middle',
    /\bmiddle[- ](?:lobe|zone)|[左右双两]?中[肺叶]|\b(?:lobus|zon)\b[^,.;]{0,12}\btengah\b|\bRML\b/iu,
  ],
  [
    'lower',
    /\blower[- ](?:lobe|zone)|[左右双两]?下[肺叶]|\b(?:lobus|zon)\b[^,.;]{0,12}\bbawah\b|\b[LR]LL\b/iu,
  ],
]

/**
 * What of a text can be right or wrong by itself, in one form for all languages: numbers with their units, sides and lobes,
 * medicines, and what stands for a redacted name or date.
 */
export const factsOf = (text: string): ReadonlySet<string> => {
  const plain = text.normalize('NFKC').replace(placeholder, ' ')
  return new Set([
    ...[...text.matchAll(placeholder)].map(([name]) => name),
    ...numbersOf(plain),
    ...sides.filter(([, pattern]) => pattern.test(plain)).map(([side]) => side),
    ...[...medicinesOf(plain)].map(name => `medicine ${name}`),
  ])
}

const numbersOf = (text: string): readonly string[] => {
  const written = [...text.matchAll(/\d+(?:[.,:/]\d+)*/g)].map(match => [match[0], match] as const)
  const spoken = [...text.matchAll(numberWord)].map(
    match => [digitsOfWords.get(match[0].toLowerCase()) ?? match[0], match] as const,
  )
  return [...written, ...spoken].flatMap(([number, { index, 0: found }]) => {
    const behind = text.slice(index + found.length, index + found.length + 16)
    const unit = units.find(([, pattern]) => pattern.test(behind))?.[0]
    return [number, ...(unit === undefined ? [] : [`${number} ${unit}`])]
  })
}
