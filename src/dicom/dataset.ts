/**
 * The DICOM JSON model (PS3.18 F.2), text decoded to Unicode: the one in-memory form of a data set, whatever encoding
 * it came in. Tags are 8 upper-case hex digits. Bulk values are absent or a BulkDataURI, never inline pixels.
 */
export interface Dataset {
  readonly [tag: string]: Element
}

/** One element. PN values are `{ Alphabetic, Ideographic, Phonetic }`, SQ values are data sets, AT values are hex tags. */
export interface Element {
  readonly vr: string
  readonly Value?: readonly unknown[]
  readonly InlineBinary?: string
  readonly BulkDataURI?: string
}

/** A person name's component groups (PS3.5 6.2.1). */
export interface PersonName {
  readonly Alphabetic?: string
  readonly Ideographic?: string
  readonly Phonetic?: string
}

const values = (dataset: Dataset, tag: string): readonly unknown[] => dataset[tag]?.Value ?? []

/** The first value as trimmed text, undefined if absent or empty. PN gives its alphabetic group, or the first there is. */
export const textOf = (dataset: Dataset, tag: string): string | undefined => {
  const value = values(dataset, tag)[0]
  if (value === undefined || value === null) return undefined
  const text = typeof value === 'object' ? personNameText(value as PersonName) : String(value)
  const trimmed = text?.trim()
  return trimmed === '' ? undefined : trimmed
}

const personNameText = (name: PersonName): string | undefined =>
  name.Alphabetic ?? name.Ideographic ?? name.Phonetic

/** Every value as trimmed text (empty ones stay as ''). */
export const textsOf = (dataset: Dataset, tag: string): readonly string[] =>
  values(dataset, tag).map(value => (value === null || value === undefined ? '' : String(value).trim()))

/** The first value as a finite number, undefined if absent or not one. Nothing is defaulted. */
export const numberOf = (dataset: Dataset, tag: string): number | undefined => numbersOf(dataset, tag)?.[0]

/** Every value as finite numbers; undefined if absent, empty, or if one of them is not a number. */
export const numbersOf = (dataset: Dataset, tag: string): readonly number[] | undefined => {
  const found = values(dataset, tag)
  if (found.length === 0) return undefined
  const numbers = found.map(value => (value === null || value === '' ? Number.NaN : Number(value)))
  return numbers.every(Number.isFinite) ? numbers : undefined
}

/** The items of a sequence, empty if absent. */
export const itemsOf = (dataset: Dataset, tag: string): readonly Dataset[] =>
  values(dataset, tag) as readonly Dataset[]

/** True if the element is there, even empty (type 2). */
export const has = (dataset: Dataset, tag: string): boolean => tag in dataset
