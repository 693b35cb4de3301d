import type { QueryLevel } from '../dicom/attribute-match.ts'

/** Attributes that a query may match on, with their VR and level (PS3.18 Tables 10.6.1-5 and the usual extras). */
export const matchableAttributes: Readonly<Record<string, readonly [vr: string, level: QueryLevel]>> = {
  '00080020': ['DA', 'study'],
  '00080030': ['TM', 'study'],
  '00080050': ['SH', 'study'],
  '00080061': ['CS', 'study'],
  '00080090': ['PN', 'study'],
  '00081030': ['LO', 'study'],
  '00100010': ['PN', 'study'],
  '00100020': ['LO', 'study'],
  '00100021': ['LO', 'study'],
  '00100030': ['DA', 'study'],
  '00100040': ['CS', 'study'],
  '0020000D': ['UI', 'study'],
  '00200010': ['SH', 'study'],
  '00080021': ['DA', 'series'],
  '00080060': ['CS', 'series'],
  '0008103E': ['LO', 'series'],
  '00180015': ['CS', 'series'],
  '0020000E': ['UI', 'series'],
  '00200011': ['IS', 'series'],
  '00400244': ['DA', 'series'],
  '00400245': ['TM', 'series'],
  '00080016': ['UI', 'instance'],
  '00080018': ['UI', 'instance'],
  '00200013': ['IS', 'instance'],
}

/** Attributes of patient and study that a study's answer may include (PS3.3 C.7.1, C.7.2, and group 0010). */
export const isStudyAttribute = (tag: string): boolean =>
  tag.startsWith('0010') || tag.startsWith('0012') || studyTags.has(tag)

const studyTags = new Set([
  '00080020',
  '00080030',
  '00080050',
  '00080051',
  '00080090',
  '00080096',
  '0008009C',
  '00081030',
  '00081032',
  '00081048',
  '00081060',
  '00081080',
  '00081110',
  '0020000D',
  '00200010',
  '00321032',
  '00321060',
])

/** Attributes of series and equipment that a series' answer may include (PS3.3 C.7.3, C.7.5). */
export const isSeriesAttribute = (tag: string): boolean => seriesTags.has(tag)

const seriesTags = new Set([
  '00080021',
  '00080031',
  '00080060',
  '00080070',
  '00080080',
  '00081010',
  '0008103E',
  '0008103F',
  '00081040',
  '00081050',
  '00081070',
  '00081090',
  '00081111',
  '00180015',
  '00181030',
  '00185100',
  '0020000E',
  '00200011',
  '00200052',
  '00200060',
  '00400244',
  '00400245',
  '00400250',
  '00400251',
  '00400253',
  '00400254',
  '00400275',
])
