import type { Dataset, Element } from '../../../../src/dicom/dataset.ts'
import { vrOf } from '../../../../src/dicom/dictionary.ts'
import { quietDcmjs } from '../../../../src/dicom/quiet-dcmjs.ts'
import { ctDataset } from '../../../support/ct-slice.ts'

/** Begins every token; 6 characters and a number fit every text VR. */
export const canaryMark = 'CNRY'

const textVrs = new Set(['AE', 'CS', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT'])
const needed = new Set(['00080005', '00080008', '00080016', '00080018', '00080060'])

/** Every text element of PS3.6 that a data set can hold, each with a token of its own. */
const textTags = (): readonly (readonly [string, string])[] =>
  Object.values(quietDcmjs.data.DicomMetaDictionary.nameMap)
    .map(entry => (entry?.tag ?? '').replace(/[(),]/g, '').toUpperCase())
    .filter(tag => /^[0-9A-F]{8}$/.test(tag) && !/^(0000|0002|FFF.|7FE0)/.test(tag) && !needed.has(tag))
    .flatMap((tag): (readonly [string, string])[] => {
      const vr = vrOf(tag)
      return vr !== undefined && textVrs.has(vr) ? [[tag, vr]] : []
    })

const tokenElement = (vr: string, index: number): Element => {
  const token = `${canaryMark}${String(index).padStart(5, '0')}`
  return { vr, Value: [vr === 'PN' ? { Alphabetic: `${token}^${token}` } : token] }
}

const tokens = (from: number): Record<string, Element> =>
  Object.fromEntries(textTags().map(([tag, vr], index) => [tag, tokenElement(vr, from + index)]))

const opaque = (index: number): Element => ({
  vr: 'OB',
  InlineBinary: Buffer.from(`${canaryMark}${String(index).padStart(6, '0')}`).toString('base64'),
})

/** A CT slice with a token in every text element at the top, in nested items, in private groups, overlays and curves. */
export const canaryDataset = (): Dataset => {
  const nested = {
    ...tokens(30_000),
    '00090010': tokenElement('LO', 60_001),
    '00091001': tokenElement('LT', 60_002),
  }
  return {
    ...tokens(10_000),
    ...ctDataset({ name: 'canary' }),
    '00100010': tokenElement('PN', 60_003),
    '00400275': { vr: 'SQ', Value: [{ ...nested, '00400008': { vr: 'SQ', Value: [tokens(50_000)] } }] },
    '00081140': { vr: 'SQ', Value: [nested] },
    '00409999': { vr: 'SQ', Value: [tokens(70_000)] },
    '00091001': tokenElement('LO', 60_004),
    '00090010': tokenElement('LO', 60_005),
    '60000010': { vr: 'US', Value: [16] },
    '60003000': opaque(60_006),
    '60004000': tokenElement('LT', 60_007),
    '50003000': opaque(60_008),
    '00420012': tokenElement('LO', 60_009),
    '00282000': opaque(60_010),
  }
}
