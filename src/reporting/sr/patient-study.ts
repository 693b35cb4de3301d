import type { Dataset, Element, PersonName } from '../../dicom/dataset.ts'
import { isCopyable } from './copyable.ts'

type Copied = readonly [tag: string, vr: string, need: 'identity' | 'type 2' | 'if there']

/**
 * Patient and General Study attributes that a result shares with its study (PS3.3 C.7.1.1, C.7.2.1, C.7.2.2). What is
 * type 2 is there even if empty. Nothing about how a patient was positioned or scanned: that is the images'.
 */
const shared: readonly Copied[] = [
  ['00080020', 'DA', 'type 2'],
  ['00080030', 'TM', 'type 2'],
  ['00080050', 'SH', 'type 2'],
  ['00080051', 'SQ', 'if there'],
  ['00080090', 'PN', 'type 2'],
  ['00081030', 'LO', 'if there'],
  ['00081032', 'SQ', 'if there'],
  ['00100010', 'PN', 'identity'],
  ['00100020', 'LO', 'identity'],
  ['00100021', 'LO', 'if there'],
  ['00100022', 'CS', 'if there'],
  ['00100024', 'SQ', 'if there'],
  ['00100030', 'DA', 'type 2'],
  ['00100032', 'TM', 'if there'],
  ['00100040', 'CS', 'type 2'],
  ['00101002', 'SQ', 'if there'],
  ['00101010', 'AS', 'if there'],
  ['00101020', 'DS', 'if there'],
  ['00101030', 'DS', 'if there'],
  ['00120062', 'CS', 'if there'],
  ['00120063', 'LO', 'if there'],
  ['00120064', 'SQ', 'if there'],
  ['00200010', 'SH', 'type 2'],
]

/**
 * Patient and study attributes of `header`, values untouched: what the PACS has is what the result says. One that its VR
 * does not allow is left out; of name and patient ID it stays, and writing fails: without them the result would land at
 * another patient.
 */
export const patientStudyElements = (header: Dataset): Record<string, Element> =>
  Object.fromEntries(
    shared.flatMap(([tag, vr, need]) => {
      const element = copied(header[tag], vr)
      if (element && (need === 'identity' || isCopyable(tag, element))) return [[tag, element]]
      return need === 'if there' ? [] : [[tag, { vr, Value: [] }]]
    }),
  )

const copied = (element: Element | undefined, vr: string): Element | undefined => {
  const Value = presentValues(element, vr)
  return Value && { vr, Value }
}

const presentValues = (element: Element | undefined, vr: string): readonly unknown[] | undefined => {
  const found = element?.Value?.filter(value => value !== undefined) ?? []
  if (found.every(isEmpty)) return undefined
  return vr === 'PN' ? found.map(asName) : found
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value as object).length === 0)

/** Some writers put a name as plain text into the JSON model: it is then the alphabetic group. */
const asName = (value: unknown): PersonName =>
  typeof value === 'string' ? { Alphabetic: value } : ((value ?? {}) as PersonName)
