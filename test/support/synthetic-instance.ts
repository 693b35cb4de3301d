import { randomUUID } from 'node:crypto'
import type { Dataset, Element } from '../../src/dicom/dataset.ts'
import { writePart10 } from '../../src/dicom/part10-write.ts'
import { joinMultipart } from '../../src/dicomweb/multipart-join.ts'

/** What a synthetic instance is, where a test does not mind. Sizes in pixels. */
export interface SyntheticInstance {
  readonly study?: string
  readonly series?: string
  readonly instance?: string
  readonly patientId?: string
  readonly patientName?: string
  readonly studyDate?: string
  readonly modality?: string
  readonly sopClass?: string
  readonly instanceNumber?: number
  readonly size?: number
  /** The pixels' value: another makes other bytes. */
  readonly value?: number
  readonly more?: Dataset
}

export const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2'
export const comprehensiveSrStorage = '1.2.840.10008.5.1.4.1.1.88.33'

const element = (vr: string, ...Value: readonly unknown[]): Element => ({ vr, Value })

/** A small Part 10 file: a CT slice, or (modality SR) an object without pixels. */
export const syntheticInstance = (wanted: SyntheticInstance = {}): Uint8Array => {
  const modality = wanted.modality ?? 'CT'
  const number = wanted.instanceNumber ?? 1
  return writePart10({
    '00080016': element(
      'UI',
      wanted.sopClass ?? (modality === 'SR' ? comprehensiveSrStorage : ctImageStorage),
    ),
    '00080018': element('UI', wanted.instance ?? `1.2.3.1.1.${number}`),
    '00080020': element('DA', wanted.studyDate ?? '20260102'),
    '00080030': element('TM', '101112'),
    '00080050': element('SH', 'ACC1'),
    '00080060': element('CS', modality),
    '00080090': { vr: 'PN' },
    '00081030': element('LO', 'Chest'),
    '00100010': element('PN', { Alphabetic: wanted.patientName ?? 'Doe^Jane' }),
    '00100020': element('LO', wanted.patientId ?? 'P1'),
    '00100030': { vr: 'DA' },
    '00100040': element('CS', 'F'),
    '0020000D': element('UI', wanted.study ?? '1.2.3'),
    '0020000E': element('UI', wanted.series ?? '1.2.3.1'),
    '00200010': element('SH', 'S1'),
    '00200011': element('IS', 2),
    '00200013': element('IS', number),
    ...(modality === 'SR' ? {} : pixels(wanted.size ?? 4, wanted.value ?? 0, number)),
    ...wanted.more,
  })
}

const pixels = (size: number, value: number, number: number): Dataset => ({
  '00200032': element('DS', 0, 0, number),
  '00200037': element('DS', 1, 0, 0, 0, 1, 0),
  '00280002': element('US', 1),
  '00280004': element('CS', 'MONOCHROME2'),
  '00280010': element('US', size),
  '00280011': element('US', size),
  '00280030': element('DS', 0.7, 0.7),
  '00280100': element('US', 16),
  '00280101': element('US', 16),
  '00280102': element('US', 15),
  '00280103': element('US', 1),
  '00281050': element('DS', 40),
  '00281051': element('DS', 400),
  '00281052': element('DS', -1024),
  '00281053': element('DS', 1),
  '7FE00010': {
    vr: 'OW',
    Value: [new Uint8Array(new Int16Array(size * size).fill(value + number).buffer)],
  },
})

/** A STOW-RS request body of these files, and its Content-Type. */
export const stowBody = async (
  ...files: readonly Uint8Array[]
): Promise<{ readonly body: Uint8Array<ArrayBuffer>; readonly headers: Record<string, string> }> => {
  const boundary = randomUUID()
  const parts = files.map(body => ({ headers: { 'Content-Type': 'application/dicom' }, body }))
  const chunks: Uint8Array[] = []
  for await (const chunk of joinMultipart(parts, boundary)) chunks.push(chunk)
  const headers = { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` }
  return { body: new Uint8Array(Buffer.concat(chunks)), headers }
}
