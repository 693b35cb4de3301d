import type { Dataset, PersonName } from '../dataset.ts'

/** Whose values must stand nowhere: names, ids, numbers of visits and orders, addresses, phones, institutions. */
const identifyingTags =
  `00100010 00100020 00100030 00101000 00101001 00101005 00101040 00101060 00102154 00102160 00080050
  00080080 00080081 00080090 00081048 00081050 00081060 00081070 00200010 00380010 00321032 00400253 00401001
  00402016 00402017 00081010 00181000`.split(/\s+/)

/** Shorter ones stand in other words by chance. */
const shortest = 4

/**
 * The second fence behind the table: tells whether a text that would stay holds a value of this object's own identifying
 * attributes (any name component of four characters or more, case aside).
 */
export const residueFinder = (dataset: Dataset): ((text: string) => boolean) => {
  const found = new Set<string>()
  collect(dataset, found)
  const list = [...found]
  return text => {
    const lower = text.toLowerCase()
    return list.some(one => lower.includes(one))
  }
}

const collect = (dataset: Dataset, found: Set<string>): void => {
  for (const [tag, element] of Object.entries(dataset)) {
    for (const value of element.Value ?? []) {
      if (element.vr === 'SQ') collect(value as Dataset, found)
      else if (identifyingTags.includes(tag)) for (const part of partsOf(value)) addPart(part, found)
    }
  }
}

const partsOf = (value: unknown): readonly string[] => {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [String(value)]
  const { Alphabetic = '', Ideographic = '', Phonetic = '' } = value as PersonName
  return `${Alphabetic}^${Ideographic}^${Phonetic}`.split(/[\^ =,]+/)
}

const addPart = (part: string, found: Set<string>): void => {
  const text = part.trim().toLowerCase()
  const isIdeographic = /\p{Script=Han}/u.test(text) && text.length > 1
  if (text.length >= shortest || isIdeographic) found.add(text)
}
