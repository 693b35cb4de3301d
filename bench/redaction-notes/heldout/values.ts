import type { Draw } from './draw.ts'
import type { Language, Vocabulary } from './vocabulary.ts'

/** A person; in Chinese `family` and `given` are written together, in Malay the patronymic is the family. */
export interface Person {
  readonly family: string
  readonly given: string
}

/** Somebody of a vocabulary. */
export const person = ({ families, givens }: Vocabulary, _: Language, draw: Draw): Person => ({
  family: draw.one(families),
  given: draw.one(givens),
})

/** A way in which a note writes a name. `isDoctor`: with a title or what a doctor signs with. */
export const spellName = (
  { family, given }: Person,
  language: Language,
  draw: Draw,
  isDoctor: boolean,
): string => {
  if (language === 'zh') return `${family}${given}${isDoctor ? draw.one(['医生', '主任', '']) : ''}`
  const full = `${given} ${family}`
  if (language === 'ms') {
    const title = isDoctor ? draw.one(['Dr. ', 'Dr ', '']) : draw.one(['', 'Encik ', 'Puan '])
    return `${title}${draw.one([full, full.toUpperCase()])}`
  }
  if (isDoctor) return draw.one([`Dr ${family}`, `Dr. ${full}`, `Prof. ${family}`, full])
  return draw.one([
    full,
    `${family}, ${given}`,
    full.toUpperCase(),
    `${draw.one(['Mr', 'Mrs', 'Ms'])} ${family}`,
  ])
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)
const bulan = 'Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember'.split(' ')

interface PlainDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

const writeDate = ({ year, month, day }: PlainDate, language: Language, draw: Draw): string => {
  const pad = (value: number): string => String(value).padStart(2, '0')
  if (language === 'zh')
    return draw.one([
      `${year}年${month}月${day}日`,
      `${year}-${pad(month)}-${pad(day)}`,
      `${year}.${month}.${day}`,
    ])
  const names = language === 'ms' ? bulan : months
  const name = names[month - 1]!
  return draw.one([
    `${pad(day)}/${pad(month)}/${year}`,
    `${day} ${name} ${year}`,
    `${year}-${pad(month)}-${pad(day)}`,
    `${day}.${month}.${String(year).slice(2)}`,
    language === 'ms' ? `${day} ${name.slice(0, 3)} ${year}` : `${name.slice(0, 3)} ${day}, ${year}`,
  ])
}

/** What a value is made with. */
export interface ValueScene {
  readonly language: Language
  readonly vocabulary: Vocabulary
  readonly draw: Draw
  readonly date?: PlainDate
}

const phones: Readonly<Record<Language, (draw: Draw) => string>> = {
  en: draw =>
    draw.one([
      `+44 7${draw.digits(3)} ${draw.digits(6)}`,
      `(${draw.digits(3)}) ${draw.digits(3)}-${draw.digits(4)}`,
      `0${draw.digits(4)} ${draw.digits(6)}`,
      `${draw.digits(3)}-${draw.digits(3)}-${draw.digits(4)}`,
    ]),
  zh: draw =>
    draw.one([`1${draw.one(['38', '59', '87'])}${draw.digits(8)}`, `0${draw.digits(2)}-${draw.digits(8)}`]),
  ms: draw =>
    draw.one([
      `01${draw.one(['2', '3', '7', '9'])}-${draw.digits(3)} ${draw.digits(4)}`,
      `+60 3-${draw.digits(4)} ${draw.digits(4)}`,
      `0${draw.one(['3', '4', '7'])}-${draw.digits(7)}`,
    ]),
}

const numbers: Readonly<Record<Language, (draw: Draw) => string>> = {
  en: draw =>
    draw.one([
      `${draw.digits(3)} ${draw.digits(3)} ${draw.digits(4)}`,
      `${draw.one(['AB', 'QX'])}-${draw.digits(6)}`,
      `${draw.digits(8)}`,
    ]),
  zh: draw =>
    draw.one([`${draw.digits(17)}X`, `${draw.digits(18)}`, `${draw.one(['A', 'B'])}${draw.digits(8)}`]),
  ms: draw =>
    draw.one([
      `${draw.between(40, 99)}${draw.one(['01', '07', '12'])}${draw.between(10, 28)}-${draw.digits(2)}-${draw.digits(4)}`,
      `${draw.one(['PL', 'KS'])}${draw.digits(7)}`,
    ]),
}

const address = ({ language, vocabulary, draw }: ValueScene): string => {
  const { streets, towns } = vocabulary
  if (language === 'zh')
    return `${draw.one(towns)}${draw.one(streets)}${draw.between(2, 399)}号${draw.between(1, 30)}室`
  if (language === 'ms')
    return `No. ${draw.between(2, 199)}, ${draw.one(streets)}, ${draw.digits(5)} ${draw.one(towns)}`
  return `${draw.between(2, 299)} ${draw.one(streets)}, ${draw.one(towns)}`
}

/** A value of a slot, as sentences.ts names them. */
export const fakeValue = (slot: string, scene: ValueScene): string => {
  const { language, draw } = scene
  switch (slot) {
    case 'd': {
      const drawn = { year: draw.between(2019, 2026), month: draw.between(1, 12), day: draw.between(1, 28) }
      return writeDate(scene.date ?? drawn, language, draw)
    }
    case 't':
      return phones[language](draw)
    case 'i':
      return numbers[language](draw)
    case 'a':
      return address(scene)
    case 'e':
      return `${draw.one(['ward7', 'k.reception', 'results_team'])}${draw.digits(2)}@${draw.one(['trust', 'klinik', 'med'])}-${draw.digits(2)}.example.${draw.one(['org', 'com.my', 'cn'])}`
    case 'u':
      return `https://${draw.one(['portal', 'my'])}.example.net/p/${draw.digits(6)}`
    default: {
      const age = draw.between(90, 104)
      return { en: `aged ${age}`, zh: `${age}岁`, ms: `berumur ${age} tahun` }[language]
    }
  }
}
