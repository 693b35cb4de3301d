import { z } from 'zod'
import { HilumError } from '../base/errors.ts'
import type { Dataset, Element } from '../dicom/dataset.ts'
import { isValidUid, type Uid } from '../dicom/uid.ts'

const element = z.object({
  vr: z.string().length(2),
  Value: z.array(z.unknown()).optional(),
  InlineBinary: z.string().optional(),
  BulkDataURI: z.string().optional(),
})
const dataset = z.record(z.string().regex(/^[0-9A-Fa-f]{8}$/), element)
const datasets = z.array(dataset)

const withoutAbsent = (parsed: z.infer<typeof element>): Element => ({
  vr: parsed.vr,
  ...(parsed.Value ? { Value: parsed.Value } : {}),
  ...(parsed.InlineBinary !== undefined ? { InlineBinary: parsed.InlineBinary } : {}),
  ...(parsed.BulkDataURI !== undefined ? { BulkDataURI: parsed.BulkDataURI } : {}),
})

const toDataset = (parsed: z.infer<typeof dataset>): Dataset =>
  Object.fromEntries(Object.entries(parsed).map(([tag, value]) => [tag.toUpperCase(), withoutAbsent(value)]))

/** A peer's array of data sets in the DICOM JSON model (PS3.18 F.2). @throws PACS_BAD_ANSWER */
export const readDicomJsonArray = (json: unknown): readonly Dataset[] => {
  const parsed = datasets.safeParse(json)
  if (!parsed.success) throw new HilumError('PACS_BAD_ANSWER', 'not an array of DICOM JSON data sets')
  return parsed.data.map(toDataset)
}

/** A peer's data set in the DICOM JSON model (PS3.18 F.2). @throws PACS_BAD_ANSWER */
export const readDicomJson = (json: unknown): Dataset => readDicomJsonArray([json])[0]!

/** The items of a peer's sequence, checked too. @throws PACS_BAD_ANSWER */
export const readDicomJsonItems = (parent: Dataset, tag: string): readonly Dataset[] =>
  readDicomJsonArray(parent[tag]?.Value ?? [])

/** The first value if it is a valid UID; a PACS's UIDs are hostile input (Orthanc stores and answers any text). */
export const uidOf = (from: Dataset, tag: string): Uid | undefined => {
  const value = from[tag]?.Value?.[0]
  const text = typeof value === 'string' ? value.trim() : undefined
  return isValidUid(text) ? text : undefined
}
