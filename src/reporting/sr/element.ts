import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { Dataset, Element } from '../../dicom/dataset.ts'

/** Longest value in characters, where a VR has a limit (PS3.5 table 6.2-1). */
const limits: Readonly<Record<string, number>> = { SH: 16, LO: 64, ST: 1024, LT: 10240, CS: 16 }
const isMultiValued = new Set(['SH', 'LO', 'CS', 'UC'])

/**
 * `text` as a value of `vr`: control characters and (where it would split the value) the backslash become spaces, and
 * what is too long ends in an ellipsis. UT keeps its line breaks and has no limit.
 */
export const fitText = (vr: string, text: string): string => {
  const clean = replaceControls(text, vr).trim()
  const single = isMultiValued.has(vr) ? clean.replaceAll('\\', '/') : clean
  const characters = [...single]
  const limit = limits[vr]
  if (limit === undefined || characters.length <= limit) return single
  return `${characters
    .slice(0, limit - 1)
    .join('')
    .trimEnd()}…`
}

const replaceControls = (text: string, vr: string): string => {
  const keepsLines = vr === 'UT' || vr === 'LT' || vr === 'ST'
  return [...text]
    .map(character => {
      const code = character.codePointAt(0)!
      const isControl = code < 32 || (code >= 127 && code < 160)
      const isLine = code === 9 || code === 10 || code === 12 || code === 13
      return isControl && !(keepsLines && isLine) ? ' ' : character
    })
    .join('')
}

/** An element of text values, fitted to its VR. */
export const textElement = (vr: string, ...texts: readonly string[]): Element => ({
  vr,
  Value: texts.map(text => fitText(vr, text)),
})

/** An element of values that need no fitting: UI, IS, DA, TM, DS, FL. */
export const plainElement = (vr: string, ...values: readonly (string | number)[]): Element => ({
  vr,
  Value: values,
})

/** A sequence; without items it is there and empty (type 2). */
export const sequenceElement = (...items: readonly Dataset[]): Element => ({ vr: 'SQ', Value: items })

/** A coded entry (PS3.3 table 8.8-1). The value must fit SH: our tables and ICD-10-CM do. */
export const codeItem = (concept: CodedConcept): Dataset => ({
  '00080100': plainElement('SH', concept.value),
  '00080102': plainElement('SH', concept.scheme),
  '00080104': textElement('LO', concept.meaning),
})

/** A code sequence of one item. */
export const codeElement = (concept: CodedConcept): Element => sequenceElement(codeItem(concept))

/** Tags in ascending order at this level (PS3.5 7.1). */
export const inTagOrder = (dataset: Dataset): Dataset =>
  Object.fromEntries(Object.entries(dataset).sort(([a], [b]) => (a < b ? -1 : 1)))
