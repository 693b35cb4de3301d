import { deriveUid } from '../../src/dicom/uid.ts'
import { type SyntheticInstance, syntheticInstance } from './synthetic-instance.ts'

/** What a small study of a test is made of. */
export interface SmallStudy {
  /** Every UID of it is derived from this and the patient: the same name is the same study. */
  readonly name: string
  readonly slices?: number
  readonly series?: number
  readonly patientId?: string
  readonly more?: SyntheticInstance
}

/** One instance of a test's study. */
export interface SmallInstance {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly sopInstanceUid: string
  readonly bytes: Uint8Array
}

/** CT slices, by default three of one series, of today's Study Date so that every look-back takes them in. */
export const makeSmallStudy = (wanted: SmallStudy): readonly SmallInstance[] => {
  const { name, slices = 3, series = 1, patientId = 'P1', more } = wanted
  const studyInstanceUid = deriveUid('test-study', name)
  const studyDate = new Date().toISOString().slice(0, 10).replaceAll('-', '')
  return Array.from({ length: series * slices }, (_, index) => {
    const ordinal = Math.floor(index / slices)
    const seriesInstanceUid = deriveUid('test-series', name, patientId, ordinal)
    const sopInstanceUid = deriveUid('test-instance', name, patientId, index)
    const bytes = syntheticInstance({
      study: studyInstanceUid,
      series: seriesInstanceUid,
      instance: sopInstanceUid,
      patientId,
      studyDate,
      instanceNumber: (index % slices) + 1,
      ...more,
    })
    return { studyInstanceUid, seriesInstanceUid, sopInstanceUid, bytes }
  })
}
