import type { Dataset, Element } from '../../dicom/dataset.ts'
import { deriveUid, type SeriesInstanceUid, type StudyInstanceUid, type Uid } from '../../dicom/uid.ts'

/** UIDs of a series with implants: derived from the original's and from what was wished. */
export interface ImplantUids {
  readonly study: StudyInstanceUid
  readonly series: SeriesInstanceUid
  readonly frameOfReference: Uid
  instance(sopInstanceUid: string): Uid
}

/** Raised when the pixels of a wish change. */
const implantRevision = 1

/** The UIDs of a wish on a series. @param wish all that decides the pixels, as text */
export const implantUids = (seriesInstanceUid: string, wish: string): ImplantUids => {
  const key = JSON.stringify([implantRevision, seriesInstanceUid, wish])
  return {
    study: deriveUid('implant', 'study', key),
    series: deriveUid('implant', 'series', key),
    frameOfReference: deriveUid('implant', 'frame', key),
    instance: sopInstanceUid => deriveUid('implant', 'instance', key, sopInstanceUid),
  }
}

/**
 * What is kept of an original's header: how it was imaged and where, age and sex. Nothing else: who reads the copy must
 * not take it for the patient's.
 */
const kept = [
  '00080016',
  '00080060',
  '00080070',
  '00081090',
  '00100040',
  '00101010',
  '00180015',
  '00180022',
  '00180050',
  '00180060',
  '00180088',
  '00180090',
  '00181100',
  '00181120',
  '00181151',
  '00181152',
  '00181210',
  '00185100',
  '00200012',
  '00200013',
  '00200032',
  '00200037',
  '00201041',
  '00280010',
  '00280011',
  '00280030',
] as const

const text = (vr: string, ...values: readonly string[]): Element => ({ vr, Value: values })
const number = (vr: string, value: number): Element => ({ vr, Value: [value] })

/** The data set of one slice with implants: HU as signed 16 bit values. */
export const implantDataset = (
  original: Dataset,
  uids: ImplantUids,
  slice: { readonly seed: number; readonly sopInstanceUid: string; readonly hu: Int16Array },
): Dataset => {
  const same = Object.fromEntries(kept.flatMap(tag => (original[tag] ? [[tag, original[tag]]] : [])))
  const id = `IMPLANT-${slice.seed}`
  return {
    ...same,
    '00080008': text('CS', 'DERIVED', 'SECONDARY', 'AXIAL'),
    '00080018': text('UI', uids.instance(slice.sopInstanceUid)),
    '00080020': text('DA', '20240101'),
    '00080021': text('DA', '20240101'),
    '00080030': text('TM', '080000'),
    '00080031': text('TM', '080100'),
    '00080050': text('SH', `I${slice.seed}`),
    '00080090': { vr: 'PN' },
    '00081030': text('LO', 'CT chest with synthetic nodules'),
    '0008103E': text('LO', 'Synthetic nodules implanted'),
    '00082111': text('ST', 'Synthetic nodules were laid into a real series: no image of a patient.'),
    '00100010': { vr: 'PN', Value: [{ Alphabetic: `Implant^Synthetic ${slice.seed}` }] },
    '00100020': text('LO', id),
    '00100021': text('LO', 'HILUM-PHANTOM'),
    '00100030': { vr: 'DA' },
    '00104000': text('LT', 'Synthetic nodules, no patient.'),
    '0020000D': text('UI', uids.study),
    '0020000E': text('UI', uids.series),
    '00200010': text('SH', `I${slice.seed}`),
    '00200011': number('IS', 1),
    '00200052': text('UI', uids.frameOfReference),
    '00201040': { vr: 'LO' },
    '00280002': number('US', 1),
    '00280004': text('CS', 'MONOCHROME2'),
    '00280100': number('US', 16),
    '00280101': number('US', 16),
    '00280102': number('US', 15),
    '00280103': number('US', 1),
    '00281050': number('DS', -600),
    '00281051': number('DS', 1500),
    '00281052': number('DS', 0),
    '00281053': number('DS', 1),
    '00281054': text('LO', 'HU'),
    '7FE00010': { vr: 'OW', Value: [littleEndian(slice.hu)] },
  }
}

const littleEndian = (hu: Int16Array): Uint8Array => {
  const bytes = new Uint8Array(2 * hu.length)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < hu.length; i++) view.setInt16(2 * i, hu[i]!, true)
  return bytes
}
