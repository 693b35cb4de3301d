import { type Dataset, textOf, textsOf } from './dataset.ts'

/** Modalities whose pixels carry writing as a rule: ultrasound, other, photographs, screen saves and films. */
const writtenModalities = new Set([
  'US',
  'OT',
  'XC',
  'SC',
  'ES',
  'GM',
  'SM',
  'DOC',
  'HC',
  'XA',
  'RF',
  'IVUS',
  'OP',
])
const secondaryCapture = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(7|7\.\d+|6|6\.\d+|3|3\.1)$/

/**
 * Why writing may be burned into the pixels, undefined if nothing says so: Burned In Annotation (0028,0301) other than NO
 * or absent, a secondary capture or ultrasound class, a modality of pictures, a screen save or derived picture.
 */
export const burnedInSuspicion = (header: Dataset): string | undefined => {
  const annotation = textOf(header, '00280301')?.toUpperCase()
  if (annotation !== undefined && annotation !== 'NO') return 'Burned In Annotation is not NO'
  if (secondaryCapture.test(textOf(header, '00080016') ?? ''))
    return 'a secondary capture or ultrasound class'
  if (writtenModalities.has(textOf(header, '00080060') ?? ''))
    return 'a modality whose pictures carry writing'
  const terms = textsOf(header, '00080008').map(term => term.toUpperCase())
  if (terms.some(term => /SCREEN|CAPTURE|DOSE/.test(term))) return 'a screen save'
  return undefined
}
