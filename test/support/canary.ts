import type { Dataset, Element } from '../../src/dicom/dataset.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import { makeChestStudy } from './chest-study.ts'
import type { SmallInstance } from './dicom-study.ts'

/** Begins every token, so that one search finds all of them; no other text of a study, a log or an address has it. */
export const canaryMark = 'CNRY'

const element = (vr: string, ...Value: readonly unknown[]): Element => ({ vr, Value })
const token = (index: number): string => `${canaryMark}${String(index).padStart(3, '0')}`

/** Text attributes: patient, visit, request, people, places, devices, free text. Each gets a token of its own. */
const textTags: Readonly<Record<string, string>> = {
  '00080050': 'SH',
  '00080080': 'LO',
  '00080081': 'ST',
  '00081010': 'SH',
  '00081030': 'LO',
  '0008103E': 'LO',
  '00081040': 'LO',
  '00100020': 'LO',
  '00100021': 'LO',
  '00101000': 'LO',
  '00101040': 'LO',
  '00102154': 'SH',
  '001021B0': 'LT',
  '00104000': 'LT',
  '00181000': 'LO',
  '00181030': 'LO',
  '00200010': 'SH',
  '00204000': 'LT',
  '00321060': 'LO',
  '00324000': 'LT',
  '00380010': 'LO',
  '00380300': 'LO',
  '00384000': 'LT',
  '00400254': 'LO',
  '00402016': 'LO',
  '00402400': 'LT',
  '00091010': 'LO',
  '00091011': 'LT',
  '40080300': 'ST',
}
const nameTags = [
  '00080090',
  '00081048',
  '00081050',
  '00081070',
  '00100010',
  '00101001',
  '00101060',
  '00321032',
]

const nested = (index: number): Element =>
  element('SQ', {
    '00080050': element('SH', token(index)),
    '00400007': element('LO', token(index + 1)),
    '00401001': element('SH', token(index + 2)),
    '00400008': element('SQ', { '00080104': element('LO', token(index + 3)) }),
  })

/** The attributes that hold tokens. */
export const canaryAttributes = (): Dataset => ({
  ...Object.fromEntries(Object.entries(textTags).map(([tag, vr], index) => [tag, element(vr, token(index))])),
  ...Object.fromEntries(
    nameTags.map((tag, index) => [tag, element('PN', { Alphabetic: `${token(100 + index)}^X^Y` })]),
  ),
  '00090010': element('LO', token(200)),
  '00100030': element('DA', canaryBirthDate),
  '00400275': nested(300),
  '00321064': nested(310),
})

/** Of the canary's patient: a date that is nothing else's. */
export const canaryBirthDate = '19410723'

/** A chest CT whose every text carries a token: in the data set, the file meta information and the preamble. */
export const makeCanaryStudy = (name: string, more: Dataset = {}): readonly SmallInstance[] =>
  makeChestStudy({ name, more: { ...canaryAttributes(), ...more } }).map(one => ({
    ...one,
    bytes: withMetaToken(one.bytes),
  }))

/** UIDs of a canary study that no log may hold. */
export const uidsOf = (instances: readonly SmallInstance[]): readonly string[] => [
  ...new Set(instances.flatMap(one => [one.studyInstanceUid, one.seriesInstanceUid, one.sopInstanceUid])),
]

/** Writes a token over the preamble, and adds Source Application Entity Title (0002,0016). */
export const withMetaToken = (file: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(file)
  bytes.write(`${canaryMark}PREAMBLE`, 0, 'latin1')
  const groupLength = bytes.readUInt32LE(140)
  const title = Buffer.from('\x02\x00\x16\x00AE\x08\x00CNRYMETA', 'latin1')
  bytes.writeUInt32LE(groupLength + title.length, 140)
  const end = 144 + groupLength
  return Buffer.concat([bytes.subarray(0, end), title, bytes.subarray(end)])
}

/** The same study as JPEG 2000 whose code stream is garbage (of tokens): it is stored, and no slice can be decoded. */
export const withUndecodablePixels = (file: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(file)
  const syntax = bytes.indexOf('1.2.840.10008.1.2.1\0', 132, 'latin1')
  const jpeg2000 = Buffer.from('1.2.840.10008.1.2.4.90', 'latin1')
  const header = Buffer.from([0xe0, 0x7f, 0x10, 0x00])
  const pixels = bytes.lastIndexOf(header)
  const growth = jpeg2000.length - 20
  bytes.writeUInt32LE(bytes.readUInt32LE(140) + growth, 140)
  bytes.writeUInt16LE(jpeg2000.length, syntax - 2)
  const tokens = Buffer.from(`${canaryMark}PIX`.repeat(64), 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32LE(tokens.length)
  const item = (value: string): Buffer => Buffer.from(value, 'latin1')
  return Buffer.concat([
    bytes.subarray(0, syntax),
    jpeg2000,
    bytes.subarray(syntax + 20, pixels),
    header,
    item('OB\0\0\xff\xff\xff\xff'),
    item('\xfe\xff\x00\xe0\0\0\0\0'),
    item('\xfe\xff\x00\xe0'),
    length,
    tokens,
    item('\xfe\xff\xdd\xe0\0\0\0\0'),
  ])
}

/** Puts a token into a UID of the file: it is no UID then. */
export const withBrokenUid = (file: Uint8Array, uid: string): Uint8Array => {
  const bytes = Buffer.from(file)
  for (let at = bytes.indexOf(uid, 0, 'latin1'); at !== -1; at = bytes.indexOf(uid, at + 1, 'latin1'))
    bytes.write(`${canaryMark}UID`, at, 'latin1')
  return bytes
}

/** A UID of the canary's own. */
export const canaryUid = (...parts: readonly (string | number)[]): string => deriveUid('canary', ...parts)
