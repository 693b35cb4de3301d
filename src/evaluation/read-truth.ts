import { lesionBoxesSchema, truthOfBoxes } from './lesion-boxes.ts'
import { lidcSummarySchema, truthOfLidcSummary } from './lidc-summary.ts'
import { readLidcXml, truthOfLidcXml } from './lidc-xml.ts'
import type { SliceGeometry } from './slice-geometry.ts'
import { type CaseTruth, truthSchema } from './truth.ts'

/** A truth file that was understood. `place` puts marks on images into mm; it needs the images' geometry. */
export interface TruthFile {
  readonly form: 'hilum' | 'lidc-summary' | 'lesion-boxes' | 'lidc-xml'
  /** The series that it speaks of, where it says so. */
  readonly seriesInstanceUid?: string
  place(slices: readonly SliceGeometry[]): CaseTruth
}

/** Reads a truth in any of the known forms, JSON or LIDC's XML; undefined where it is none of them. */
export const readTruth = (text: string): TruthFile | undefined =>
  text.trimStart().startsWith('<') ? readXml(text) : readJson(text)

const readXml = (text: string): TruthFile | undefined => {
  const readings = readLidcXml(text)
  if (!readings) return undefined
  const { seriesInstanceUid } = readings
  return {
    form: 'lidc-xml',
    ...(seriesInstanceUid ? { seriesInstanceUid } : {}),
    place: slices => truthOfLidcXml(readings, slices),
  }
}

const readJson = (text: string): TruthFile | undefined => {
  const value = parsed(text)
  const ours = truthSchema.safeParse(value)
  if (ours.success) {
    return { form: 'hilum', seriesInstanceUid: ours.data.seriesInstanceUid, place: () => ours.data }
  }
  const lidc = lidcSummarySchema.safeParse(value)
  if (lidc.success) {
    return {
      form: 'lidc-summary',
      seriesInstanceUid: lidc.data.series,
      place: () => truthOfLidcSummary(lidc.data),
    }
  }
  const boxes = lesionBoxesSchema.safeParse(value)
  if (!boxes.success) return undefined
  const [seriesInstanceUid] = Object.keys(boxes.data)
  return {
    form: 'lesion-boxes',
    ...(seriesInstanceUid ? { seriesInstanceUid } : {}),
    place: slices => truthOfBoxes(boxes.data, slices),
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
