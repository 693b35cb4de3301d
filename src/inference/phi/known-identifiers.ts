import { type Dataset, type PersonName, textOf } from '../../dicom/dataset.ts'

/** What is known of the patient and those around: from the header and the order, certain to be taken out. */
export interface KnownIdentifiers {
  /** Of the patient, relatives, physicians: PN as DICOM writes it (`Family^Given`, groups by `=`) or plain text. */
  readonly names: readonly string[]
  /** Patient ids, accession, visit, order and serial numbers. */
  readonly ids: readonly string[]
  /** YYYYMMDD. */
  readonly dates: readonly string[]
  readonly phones: readonly string[]
  /** Institutions, addresses: taken out as they stand. */
  readonly phrases: readonly string[]
}

/** Nothing known. */
export const noKnownIdentifiers: KnownIdentifiers = { names: [], ids: [], dates: [], phones: [], phrases: [] }

const nameTags =
  `00100010 00101001 00101005 00101060 00102297 00080090 0008009C 00081048 00081050 00081060 00081070
  00321032 00321031 00400006 0040A123 0040A075`.split(/\s+/)
const idTags =
  `00100020 00101000 00101090 00080050 00200010 00380010 00401001 00400253 00402016 00402017 00181000
  00380060`.split(/\s+/)
const dateTags = '00100030 00080020 00080021 00080022 00080023 00380020'.split(' ')
const phoneTags = ['00102154']
const phraseTags = '00080080 00080081 00081040 00101040 00081010 00380300'.split(' ')

/** The identifiers of a header, items of its sequences too (other patient ids, request attributes). */
export const knownIdentifiersOf = (header: Dataset): KnownIdentifiers => {
  const all = [header, ...nestedItems(header, 0)]
  const collect = (tags: readonly string[]): readonly string[] => [
    ...new Set(all.flatMap(item => tags.flatMap(tag => valuesOf(item, tag)))),
  ]
  return {
    names: collect(nameTags),
    ids: collect(idTags),
    dates: collect(dateTags),
    phones: collect(phoneTags),
    phrases: collect(phraseTags),
  }
}

/** These with more ids: those that whoever sent a note gave with it. */
export const withIds = (
  known: KnownIdentifiers,
  ids: readonly (string | null | undefined)[],
): KnownIdentifiers => ({
  ...known,
  ids: [...known.ids, ...ids.filter(id => id !== undefined && id !== null && id !== '')] as readonly string[],
})

/** What either knows. */
export const joinKnown = (a: KnownIdentifiers, b: KnownIdentifiers): KnownIdentifiers => ({
  names: union(a.names, b.names),
  ids: union(a.ids, b.ids),
  dates: union(a.dates, b.dates),
  phones: union(a.phones, b.phones),
  phrases: union(a.phrases, b.phrases),
})

const union = (a: readonly string[], b: readonly string[]): readonly string[] => [...new Set([...a, ...b])]

const maxDepth = 8

const nestedItems = (item: Dataset, depth: number): readonly Dataset[] =>
  depth > maxDepth
    ? []
    : Object.values(item)
        .filter(element => element.vr === 'SQ')
        .flatMap(element => (element.Value ?? []) as readonly Dataset[])
        .flatMap(inner => [inner, ...nestedItems(inner, depth + 1)])

const valuesOf = (item: Dataset, tag: string): readonly string[] =>
  textOf(item, tag) === undefined
    ? []
    : (item[tag]?.Value ?? []).flatMap(value => {
        if (value === null || value === undefined) return []
        if (typeof value !== 'object') return [String(value).trim()]
        const { Alphabetic = '', Ideographic = '', Phonetic = '' } = value as PersonName
        return [Alphabetic, Ideographic, Phonetic].filter(group => group !== '')
      })
