import { type Dataset, type Element, textOf } from '../dicom/dataset.ts'
import { keywordOf } from '../dicom/dictionary.ts'

/** What a target has of a result, beside what was sent. Names and paths only: no values, so it may be logged and shown. */
export interface SrComparison {
  /** Same UIDs, same document status, same content tree and references. */
  readonly isSame: boolean
  readonly differences: readonly string[]
  /** Header attributes that the target changed, added or dropped (warning B000 of PS3.4 B.2.3): not a failure. */
  readonly coercedHeader: readonly string[]
}

const identity = ['00080016', '00080018', '0020000D', '0020000E'] as const

/** Tree, references and status. A target that verifies a result on its own has changed what it says. */
const substance = new Set([
  '0040A040',
  '0040A043',
  '0040A050',
  '0040A504',
  '0040A730',
  '0040A360',
  '0040A375',
  '0040A385',
  '0040A491',
  '0040A493',
  '0040A496',
])

/** Where an object can be fetched: a server adds these to what it answers. */
const addedByServers = new Set(['00080054', '00080056', '00081190'])

/** Compares an SR with what came back. Both are whole data sets, text decoded; encodings and padding do not matter. */
export const compareSr = (sent: Dataset, back: Dataset): SrComparison => {
  const uids = identity
    .filter(tag => textOf(sent, tag) !== textOf(back, tag))
    .map(tag => `${labelOf(tag)} differs`)
  const content = compareDatasets(only(sent, isSubstance), only(back, isSubstance), '')
  const differences = [...uids, ...content]
  return { isSame: differences.length === 0, differences, coercedHeader: coerced(sent, back) }
}

const isSubstance = (tag: string): boolean => substance.has(tag)

const isHeader = (tag: string): boolean =>
  !substance.has(tag) &&
  !identity.some(uid => uid === tag) &&
  !addedByServers.has(tag) &&
  !tag.startsWith('0002') &&
  !tag.endsWith('0000')

const only = (dataset: Dataset, keep: (tag: string) => boolean): Dataset =>
  Object.fromEntries(Object.entries(dataset).filter(([tag]) => keep(tag)))

const coerced = (sent: Dataset, back: Dataset): readonly string[] =>
  tagsOf(only(sent, isHeader), only(back, isHeader))
    .filter(tag => compareElements(sent[tag], back[tag], '').length > 0)
    .map(labelOf)

const tagsOf = (one: Dataset, other: Dataset): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()

const labelOf = (tag: string): string => keywordOf(tag) ?? `(${tag.slice(0, 4)},${tag.slice(4)})`

const compareDatasets = (sent: Dataset, back: Dataset, path: string): readonly string[] =>
  tagsOf(sent, back).flatMap(tag => compareElements(sent[tag], back[tag], join(path, labelOf(tag))))

const join = (path: string, label: string): string => (path === '' ? label : `${path} > ${label}`)

const compareElements = (
  sent: Element | undefined,
  back: Element | undefined,
  path: string,
): readonly string[] => {
  const [ours, theirs] = [valuesOf(sent), valuesOf(back)]
  if (ours.length !== theirs.length) return [`${path}: ${ours.length} sent, ${theirs.length} came back`]
  const vr = sent?.vr ?? back?.vr ?? 'UN'
  if (vr !== 'SQ')
    return ours.every((value, at) => isSameValue(vr, value, theirs[at])) ? [] : [`${path} differs`]
  return ours.flatMap((item, at) =>
    compareDatasets(item as Dataset, theirs[at] as Dataset, `${path}[${at + 1}]`),
  )
}

/** An empty value at the end and an absent element say the same. */
const valuesOf = (element: Element | undefined): readonly unknown[] => {
  const found = element?.Value ?? (element?.InlineBinary ? [element.InlineBinary] : [])
  return found.every(value => value === null || value === undefined || value === '') ? [] : found
}

const isSameValue = (vr: string, sent: unknown, back: unknown): boolean => {
  if (vr === 'FL') return Math.fround(Number(sent)) === Math.fround(Number(back))
  if (vr === 'DS' || vr === 'IS' || vr === 'FD') return Number(sent) === Number(back)
  return canonical(sent) === canonical(back)
}

const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value ?? '').replace(/[\0\s]+$/, '')
  const groups = Object.entries(value).filter(([, group]) => group !== undefined && group !== '')
  return JSON.stringify(groups.map(([name, group]) => [name, canonical(group)]).sort())
}
