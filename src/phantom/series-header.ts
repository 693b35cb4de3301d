import type { Dataset, Element } from '../dicom/dataset.ts'
import {
  deriveUid,
  type SeriesInstanceUid,
  type SopInstanceUid,
  type StudyInstanceUid,
  type Uid,
} from '../dicom/uid.ts'
import type { BodyPlan } from './body-plan.ts'
import type { ImageGrid } from './image-grid.ts'
import { type PhantomSettings, usualDiametersMm } from './options.ts'
import type { TiltedGrid } from './tilt.ts'

/** UIDs of a phantom: derived from all that decides its pixels, so that other options are another study. */
export interface PhantomUids {
  readonly study: StudyInstanceUid
  readonly series: SeriesInstanceUid
  readonly frameOfReference: Uid
  instance(index: number): SopInstanceUid
}

/** Raised when the pixels or headers of a seed change: old and new objects must not share UIDs. */
const phantomRevision = 1

/** The UIDs of a phantom. */
export const phantomUids = (settings: PhantomSettings): PhantomUids => {
  const key = JSON.stringify([phantomRevision, ...decisive(settings)])
  return {
    study: deriveUid('phantom', 'study', key),
    series: deriveUid('phantom', 'series', key),
    frameOfReference: deriveUid('phantom', 'frame', key),
    instance: index => deriveUid('phantom', 'instance', key, index),
  }
}

/** Settings that came later count only where they are used: what was made before them keeps its UIDs. */
const later: Partial<PhantomSettings> = {
  margin: 'smooth',
  distractors: 0,
  kernel: 'standard',
  dose: 1,
  tiltDegrees: 0,
  diametersMm: usualDiametersMm,
}

const decisive = (settings: PhantomSettings): readonly (readonly [string, unknown])[] => {
  const usual = new Map<string, unknown>(Object.entries(later))
  return Object.entries(settings)
    .filter(([name, value]) => JSON.stringify(usual.get(name)) !== JSON.stringify(value))
    .sort()
}

const text = (vr: string, ...values: readonly string[]): Element => ({ vr, Value: values })
const number = (vr: string, ...values: readonly number[]): Element => ({ vr, Value: values })
const empty = (vr: string): Element => ({ vr })
const sequence = (...items: readonly Dataset[]): Element => ({ vr: 'SQ', Value: items })
const name = (vr: string, alphabetic: string): Element => ({ vr, Value: [{ Alphabetic: alphabetic }] })
/** A decimal string of at most 16 characters (PS3.5 6.2). */
const decimal = (value: number): number => Number(value.toFixed(6))

/** What all slices of the series share (PS3.3 A.3 CT Image IOD). */
export const seriesHeader = (
  settings: PhantomSettings,
  plan: BodyPlan,
  uids: PhantomUids,
  grid: ImageGrid,
): Dataset => ({
  ...patientAndStudy(settings, plan, uids),
  ...seriesAndEquipment(settings, uids),
  '00280002': number('US', 1),
  '00280004': text('CS', 'MONOCHROME2'),
  '00280010': number('US', grid.rows),
  '00280011': number('US', grid.columns),
  '00280030': number('DS', grid.pixelMm, grid.pixelMm),
  '00280100': number('US', 16),
  '00280101': number('US', 12),
  '00280102': number('US', 11),
  '00280103': number('US', 0),
  '00281050': number('DS', -600, 40),
  '00281051': number('DS', 1500, 400),
  '00281055': text('LO', 'LUNG', 'MEDIASTINUM'),
  '00281052': number('DS', -1024),
  '00281053': number('DS', 1),
  '00281054': text('LO', 'HU'),
})

const patientAndStudy = (settings: PhantomSettings, plan: BodyPlan, uids: PhantomUids): Dataset => {
  const id = `PHANTOM-${settings.seed}`
  const accession = `P${settings.seed}`
  return {
    '00080020': text('DA', '20240101'),
    '00080030': text('TM', '080000'),
    '00080050': text('SH', accession),
    '00080090': empty('PN'),
    '00081030': text('LO', 'CT chest, synthetic phantom'),
    '00100010': name('PN', `Phantom^Synthetic ${settings.seed}`),
    '00100020': text('LO', id),
    '00100021': text('LO', 'HILUM-PHANTOM'),
    '00100030': text('DA', `${2024 - plan.ageYears}0101`),
    '00100040': text('CS', plan.sex),
    '00101010': text('AS', `${String(plan.ageYears).padStart(3, '0')}Y`),
    '00104000': text('LT', 'Synthetic image, no patient.'),
    '0020000D': text('UI', uids.study),
    '00200010': text('SH', accession),
  }
}

/** As one maker calls them. */
const kernelNames = { soft: 'SOFT', standard: 'STANDARD', sharp: 'LUNG' } as const

const seriesAndEquipment = (settings: PhantomSettings, uids: PhantomUids): Dataset => ({
  '00080008': text('CS', 'ORIGINAL', 'PRIMARY', 'AXIAL'),
  '00080016': text('UI', '1.2.840.10008.5.1.4.1.1.2'),
  '00080021': text('DA', '20240101'),
  '00080022': text('DA', '20240101'),
  '00080023': text('DA', '20240101'),
  '00080031': text('TM', '080100'),
  '00080032': text('TM', '080100'),
  '00080033': text('TM', '080200'),
  '00080060': text('CS', 'CT'),
  '00080070': text('LO', 'Synthetic Phantom'),
  '00080080': text('LO', 'Synthetic'),
  '0008103E': text('LO', settings.hasContrast ? 'Chest with contrast, phantom' : 'Chest, phantom'),
  '00081090': text('LO', 'Chest CT phantom'),
  '00180015': text('CS', 'CHEST'),
  ...(settings.hasContrast && { '00180010': text('LO', 'Iodinated contrast'), '00181040': text('LO', 'IV') }),
  '00180022': text('CS', 'HELICAL MODE'),
  '00180050': number('DS', decimal(settings.thicknessMm)),
  '00180060': number('DS', 120),
  '00180088': number('DS', decimal(settings.spacingMm)),
  '00180090': number('DS', 358.4),
  '00181000': text('LO', `PHANTOM-${settings.seed}`),
  '00181020': text('LO', `phantom ${phantomRevision}`),
  '00181030': text('LO', 'Chest'),
  '00181100': number('DS', 358.4),
  '00181120': number('DS', settings.tiltDegrees),
  '00181130': number('DS', 150),
  '00181140': text('CS', 'CW'),
  '00181150': number('IS', 500),
  '00181151': number('IS', Math.round(200 * settings.dose)),
  '00181152': number('IS', Math.round(100 * settings.dose)),
  '00181210': text('SH', kernelNames[settings.kernel]),
  '00185100': text('CS', 'HFS'),
  '0020000E': text('UI', uids.series),
  '00200011': number('IS', 2),
  '00200012': number('IS', 1),
  '00200052': text('UI', uids.frameOfReference),
  '00201040': empty('LO'),
  '00400275': sequence({
    '0040100A': sequence({
      '00080100': text('SH', '29252-8'),
      '00080102': text('SH', 'LN'),
      '00080104': text('LO', 'CT Chest WO contrast'),
    }),
    '00400007': text('LO', 'CT chest, synthetic phantom'),
    '00400009': text('SH', 'SPS1'),
    '00401001': text('SH', `RP${settings.seed}`),
  }),
})

/**
 * A slice's own attributes and pixels. Instance Number runs from the head to the feet, against z, as on most scanners.
 * @param index from 0 at the feet
 */
export const sliceDataset = (
  shared: Dataset,
  uids: PhantomUids,
  settings: PhantomSettings,
  { origin, rowDirection }: TiltedGrid,
  slice: { readonly index: number; readonly z: number; readonly hu: Int16Array },
): Dataset => ({
  ...shared,
  '00080018': text('UI', uids.instance(slice.index)),
  '00200013': number('IS', settings.slices - slice.index),
  '00200032': number('DS', ...origin(slice.z).map(decimal)),
  '00200037': number('DS', 1, 0, 0, ...rowDirection.map(decimal)),
  '00201041': number('DS', decimal(slice.z)),
  '7FE00010': { vr: 'OW', Value: [storedPixels(slice.hu)] },
})

/** HU as unsigned 12 bit values with an intercept of -1024, little endian on any machine. */
const storedPixels = (hu: Int16Array): Uint8Array => {
  const bytes = new Uint8Array(2 * hu.length)
  for (let i = 0, o = 0; i < hu.length; i++) {
    const stored = hu[i]! + 1024
    bytes[o++] = stored & 0xff
    bytes[o++] = stored >> 8
  }
  return bytes
}
