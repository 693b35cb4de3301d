import { type Dataset, type Element, textOf } from '../dicom/dataset.ts'
import { keywordOf } from '../dicom/dictionary.ts'

/** What a target has of a result, beside what was sent. Names and paths only: no values, so it may be logged and shown. */
export interface ObjectComparison {
  /** Same UIDs, and the same in everything that is substance. */
  readonly isSame: boolean
  readonly differences: readonly string[]
  /** Header attributes that the target changed, added or dropped (warning B000 of PS3.4 B.2.3): not a failure. */
  readonly coercedHeader: readonly string[]
}

const identity = ['00080016', '00080018', '0020000D', '0020000E'] as const

/** Where an object can be fetched: a server adds these to what it answers. */
const addedByServers = new Set(['00080054', '00080056', '00081190'])

/**
 * Compares an object with what came back: UIDs and substance must be the same, the rest is header. Both are whole data
 * sets, text decoded; encodings and padding do not matter.
 */
export const compareSubstance = (
  sent: Dataset,
  back: Dataset,
  isSubstance: (tag: string) => boolean,
): ObjectComparison => {
  const uids = identity
    .filter(tag => textOf(sent, tag) !== textOf(back, tag))
    .map(tag => `${labelOf(tag)} differs`)
  const differences = [...uids, ...compareDatasets(only(sent, isSubstance), only(back, isSubstance), '')]
  const isHeader = (tag: string): boolean =>
    !isSubstance(tag) &&
    !identity.some(uid => uid === tag) &&
    !addedByServers.has(tag) &&
    !tag.startsWith('0002') &&
    !tag.endsWith('0000')
  return {
    isSame: differences.length === 0,
    differences,
    coercedHeader: coerced(only(sent, isHeader), only(back, isHeader)),
  }
}

const only = (dataset: Dataset, keep: (tag: string) => boolean): Dataset =>
  Object.fromEntries(Object.entries(dataset).filter(([tag]) => keep(tag)))

const coerced = (sent: Dataset, back: Dataset): readonly string[] =>
  tagsOf(sent, back)
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

/** An empty value at the end and an absent element say the same. Pixels are told by the digest that stands for them. */
const valuesOf = (element: Element | undefined): readonly unknown[] => {
  const found = element?.Value ?? [element?.InlineBinary ?? element?.BulkDataURI ?? '']
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
