import type { Dataset } from '../../src/dicom/dataset.ts'
import { writePart10 } from '../../src/dicom/part10-write.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import { ctDataset, element } from './ct-slice.ts'
import type { SmallInstance } from './dicom-study.ts'
import { type Ball, syntheticChest } from './synthetic-chest.ts'

/** What a small chest CT is made of. The same name is the same study, to the byte. */
export interface ChestStudy {
  readonly name: string
  /** Default: one of 14 mm in the right lung. */
  readonly balls?: readonly Ball[]
  readonly patientName?: {
    readonly Alphabetic: string
    readonly Ideographic?: string
    readonly Phonetic?: string
  }
  readonly more?: Dataset
  /** Changes the stored values of slice `k`, row-major, value less 1024 is HU. */
  paint?(stored: Int16Array, size: { readonly rows: number; readonly columns: number }, k: number): void
}

/** A ball that the built-in detector finds. */
export const findableBall: Ball = { centreMm: [-50, 14, 60], diameterMm: 14, hu: 30 }

const intercept = -1024
/** Slices below the lungs, and above them: with these the lungs would fill too little of it to be a chest. */
const left = { below: 6, above: 6 }

/**
 * A CT of the small synthetic chest as Part 10 files, feet to head: 54 slices of 120 by 96, 1.3 MB. The built-in
 * detector has done with it in about a second, so that tests of the whole way stay short.
 */
export const makeChestStudy = (wanted: ChestStudy): readonly SmallInstance[] => {
  const { name, balls = [findableBall] } = wanted
  const { hu, shape, spacingMm, origin } = syntheticChest(balls)
  const studyInstanceUid = deriveUid('chest-study', name)
  const seriesInstanceUid = deriveUid('chest-series', name)
  const studyDate = new Date().toISOString().slice(0, 10).replaceAll('-', '')
  const { slices, rows, columns } = shape
  return Array.from({ length: slices - left.below - left.above }, (_, index) => {
    const k = index + left.below
    const sopInstanceUid = deriveUid('chest-instance', name, k)
    const stored = Int16Array.from(
      hu.subarray(k * rows * columns, (k + 1) * rows * columns),
      v => v - intercept,
    )
    wanted.paint?.(stored, { rows, columns }, k)
    const dataset = ctDataset({
      name,
      stored,
      series: seriesInstanceUid,
      position: [origin[0], origin[1], origin[2] + k * spacingMm.slice],
      spacing: [spacingMm.row, spacingMm.column],
      more: {
        '00080018': element('UI', sopInstanceUid),
        '00080020': element('DA', studyDate),
        '00080030': element('TM', '101112'),
        '00080050': element('SH', 'ACC1'),
        '00080090': { vr: 'PN' },
        '00100010': element('PN', wanted.patientName ?? { Alphabetic: 'Doe^Jo' }),
        '00100020': element('LO', `ID-${name}`),
        '00100030': element('DA', '19600102'),
        '00100040': element('CS', 'F'),
        '00101010': element('AS', '066Y'),
        '0020000D': element('UI', studyInstanceUid),
        '00200010': element('SH', '1'),
        '00200011': element('IS', 2),
        '00200013': element('IS', k + 1),
        '00200052': element('UI', deriveUid('chest-frame', name)),
        '00280010': element('US', rows),
        '00280011': element('US', columns),
        ...wanted.more,
      },
    })
    return { studyInstanceUid, seriesInstanceUid, sopInstanceUid, bytes: writePart10(dataset) }
  })
}
