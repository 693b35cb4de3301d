/** A text for searching: case, width, accents and invisible characters do not matter in it. */
export interface FoldedText {
  readonly text: string
  /** The source as it came. */
  readonly source: string
  /** Where the source character of a folded one begins; one more entry for the end. */
  readonly starts: readonly number[]
}

/** Letters that decomposition leaves, and look-alikes of Latin ones in other scripts. */
const lookAlikes: Readonly<Record<string, string>> = Object.fromEntries(
  `øo łl đd ðd ħh ıi ŀl ßs æa œo аa еe оo рp сc уy хx іi јj ѕs һh ԁd кk вb тt мm нh οo αa εe ιi κk νv ρp τt υu χx
   ‐- ‑- ‒- –- —- −- ’' ‘' ʼ' “" ”" 陳陈 張张 黃黄 劉刘 吳吴 鄭郑 楊杨 趙赵 孫孙 馬马 羅罗 葉叶 蘇苏 許许 謝谢 鄧邓 馮冯 蕭萧
   蔣蒋 呂吕 盧卢 鍾钟 譚谭 陸陆 莊庄 龍龙 國国 華华 偉伟 麗丽 強强 軍军 傑杰 東东 榮荣 義义 賢贤 鳳凤 蘭兰 貴贵 興兴 歐欧 陽阳 諸诸 門门 閻阎 嚴严 鄒邹 錢钱`
    .split(/\s+/)
    .map(pair => [[...pair][0]!, [...pair][1]!]),
)

/** Folds a text: NFKD without marks, lower case, look-alikes as what they look like, invisible characters left out. */
export const foldText = (source: string): FoldedText => {
  let text = ''
  const starts: number[] = []
  let at = 0
  for (const character of source) {
    const folded = foldCharacter(character)
    for (let index = 0; index < folded.length; index++) starts.push(at)
    text += folded
    at += character.length
  }
  starts.push(source.length)
  return { text, source, starts }
}

const foldCharacter = (character: string): string => {
  if (character >= ' ' && character <= '~') return character.toLowerCase()
  if (/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u.test(character)) return ''
  const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return [...plain].map(one => lookAlikes[one] ?? one).join('')
}

/** The source stretch of a folded one: what stands invisibly behind its last character goes with it. */
export const sourceStretch = (
  folded: FoldedText,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } => ({
  start: folded.starts[start]!,
  end: folded.starts[end]!,
})
