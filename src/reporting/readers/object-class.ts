import { type Dataset, itemsOf, textOf } from '../../dicom/dataset.ts'

/** What an object is to those who show it. */
export type ObjectClass =
  | 'sr'
  | 'other-sr'
  | 'segmentation'
  | 'capture'
  | 'presentation-state'
  | 'key-objects'
  | 'image'
  | 'other'

const storage = '1.2.840.10008.5.1.4.1.1.'

/** SR classes that carry measurement reports and texts (PS3.4 B.5): Basic Text, Enhanced, Comprehensive, Comprehensive 3D. */
const srClasses: ReadonlyMap<string, string> = new Map([
  ['88.11', 'Basic Text SR'],
  ['88.22', 'Enhanced SR'],
  ['88.33', 'Comprehensive SR'],
  ['88.34', 'Comprehensive 3D SR'],
])

const otherNames: ReadonlyMap<string, string> = new Map([
  ['88.35', 'Extensible SR'],
  ['88.50', 'Mammography CAD SR'],
  ['88.59', 'Key Object Selection'],
  ['88.65', 'Chest CAD SR'],
  ['66.4', 'Segmentation'],
  ['66.7', 'Label Map Segmentation'],
  ['7', 'Secondary Capture'],
  ['7.2', 'Multi-frame Grayscale Byte Secondary Capture'],
  ['7.3', 'Multi-frame Grayscale Word Secondary Capture'],
  ['7.4', 'Multi-frame True Color Secondary Capture'],
  ['11.1', 'Grayscale Softcopy Presentation State'],
  ['11.2', 'Color Softcopy Presentation State'],
  ['67', 'Real World Value Mapping'],
])

const endOf = (document: Dataset): string => {
  const uid = textOf(document, '00080016') ?? ''
  return uid.startsWith(storage) ? uid.slice(storage.length) : ''
}

/** The class of a written object, by its SOP class; an unknown one with pixels is an image. */
export const objectClassOf = (document: Dataset): ObjectClass => {
  const end = endOf(document)
  if (srClasses.has(end)) return 'sr'
  if (end === '88.59') return 'key-objects'
  if (end.startsWith('88.')) return 'other-sr'
  if (end.startsWith('66.')) return 'segmentation'
  if (end === '7' || end.startsWith('7.')) return 'capture'
  if (end.startsWith('11.')) return 'presentation-state'
  return textOf(document, '00280010') === undefined ? 'other' : 'image'
}

/** Its name for people: of the SOP class where it is one of ours to know, else of the Modality. */
export const objectClassName = (document: Dataset): string =>
  srClasses.get(endOf(document)) ??
  otherNames.get(endOf(document)) ??
  `${textOf(document, '00080060') ?? 'unknown'} object`

/** Is it of Comprehensive 3D SR, which may hold SCOORD3D? */
export const isComprehensive3d = (document: Dataset): boolean => endOf(document) === '88.34'

/** References of the object to others that never are pictures of the study: earlier documents, steps, the study itself. */
const notEvidence = new Set([
  '0040A360',
  '0040A525',
  '00081110',
  '00081111',
  '00081120',
  '0040A372',
  '0040A370',
])

/** SOP Instance UIDs of everything that the object points at in its study, each once. */
export const referencedUids = (document: Dataset): readonly string[] => [...new Set(collect(document))]

const collect = (item: Dataset): readonly string[] => {
  const own = textOf(item, '00081155')
  const below = Object.keys(item)
    .filter(tag => item[tag]?.vr === 'SQ' && !notEvidence.has(tag))
    .flatMap(tag => itemsOf(item, tag).flatMap(collect))
  return own === undefined ? below : [own, ...below]
}
