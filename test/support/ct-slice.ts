import type { Dataset, Element } from '../../src/dicom/dataset.ts'
import type { InstanceFacts, Vector3 } from '../../src/dicom/instance-facts.ts'
import { writePart10 } from '../../src/dicom/part10-write.ts'
import { deriveUid, type Uid } from '../../src/dicom/uid.ts'

/** What a CT slice of a test is. Everything has a default: axial, 16 x 16 pixels of 1 mm, slope 1, intercept -1024. */
export interface CtSlice {
  readonly name: string
  readonly series?: string
  readonly position?: Vector3
  readonly orientation?: readonly [Vector3, Vector3]
  readonly spacing?: readonly [number, number]
  readonly size?: number
  /** Stored values, size x size. */
  readonly stored?: Int16Array
  readonly more?: Dataset
}

export const element = (vr: string, ...Value: readonly unknown[]): Element => ({ vr, Value })

const axial: readonly [Vector3, Vector3] = [
  [1, 0, 0],
  [0, 1, 0],
]

/** The Part 10 bytes of a signed 16-bit CT slice. */
export const writeCtSlice = (slice: CtSlice): Uint8Array => writePart10(ctDataset(slice))

/** Its data set, pixels as a Uint8Array. */
export const ctDataset = (slice: CtSlice): Dataset => {
  const size = slice.size ?? 16
  const stored = slice.stored ?? new Int16Array(size * size)
  return {
    '00080008': element('CS', 'ORIGINAL', 'PRIMARY', 'AXIAL'),
    '00080016': element('UI', '1.2.840.10008.5.1.4.1.1.2'),
    '00080018': element('UI', deriveUid('ct-slice', slice.name)),
    '00080060': element('CS', 'CT'),
    '00100010': element('PN', { Alphabetic: 'Doe^Jo' }),
    '00180050': element('DS', 2),
    '0020000D': element('UI', '1.2.3'),
    '0020000E': element('UI', slice.series ?? '1.2.3.4'),
    '00200032': element('DS', ...(slice.position ?? [0, 0, 0])),
    '00200037': element('DS', ...(slice.orientation ?? axial).flat()),
    '00280002': element('US', 1),
    '00280004': element('CS', 'MONOCHROME2'),
    '00280010': element('US', size),
    '00280011': element('US', size),
    '00280030': element('DS', ...(slice.spacing ?? [1, 1])),
    '00280100': element('US', 16),
    '00280101': element('US', 16),
    '00280102': element('US', 15),
    '00280103': element('US', 1),
    '00281052': element('DS', -1024),
    '00281053': element('DS', 1),
    '7FE00010': element('OW', new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength)),
    ...slice.more,
  }
}

/** The facts of such a slice without its bytes; the digest is its name. */
export const ctFacts = (slice: CtSlice, more: Partial<InstanceFacts> = {}): InstanceFacts => ({
  studyInstanceUid: '1.2.3' as Uid<'study'>,
  seriesInstanceUid: (slice.series ?? '1.2.3.4') as Uid<'series'>,
  sopInstanceUid: deriveUid('ct-slice', slice.name),
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2' as Uid,
  transferSyntaxUid: '1.2.840.10008.1.2.1' as Uid,
  digest: slice.name,
  sizeBytes: 1000,
  modality: 'CT',
  imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  rows: slice.size ?? 16,
  columns: slice.size ?? 16,
  imagePosition: slice.position ?? [0, 0, 0],
  imageOrientation: slice.orientation ?? axial,
  pixelSpacing: slice.spacing ?? [1, 1],
  sliceThicknessMm: 2,
  isOurs: false,
  ...more,
})

/** Axial slices at the given heights, mm, in that order. */
export const stackFacts = (
  heights: readonly number[],
  more: Partial<InstanceFacts> = {},
  series?: string,
): readonly InstanceFacts[] =>
  heights.map((z, index) =>
    ctFacts(
      { name: `${series ?? ''}${index}-${z}`, position: [0, 0, z], ...(series ? { series } : {}) },
      more,
    ),
  )
