import type { Dataset, Element } from '../dataset.ts'
import { methodCodes, type ProfileOption } from './actions.ts'
import { profileEdition } from './profile-table.ts'

type Method = keyof typeof methodCodes

const element = (vr: string, ...Value: readonly unknown[]): Element => ({ vr, Value })

const codeOf = (method: Method): Dataset => ({
  '00080100': element('SH', methodCodes[method][0]),
  '00080102': element('SH', 'DCM'),
  '00080104': element('LO', methodCodes[method][1]),
})

/** Says in the object what was done to it (PS3.15 E.1.1, PS3.3 C.7.1.1 and C.12.1): replaces what it said before. */
export const markDeidentified = (dataset: Dataset, options: ReadonlySet<ProfileOption>): Dataset => {
  const methods: readonly Method[] = ['basic', ...options]
  const dates = options.has('fullDates')
    ? 'UNMODIFIED'
    : options.has('modifiedDates')
      ? 'MODIFIED'
      : 'REMOVED'
  return {
    ...dataset,
    '00120062': element('CS', 'YES'),
    '00120063': element('LO', `${profileEdition} Annex E`),
    '00120064': element('SQ', ...methods.map(codeOf)),
    '00280303': element('CS', dates),
  }
}

/** Adds Clean Pixel Data (113101), and Burned In Annotation NO: only after a mask was laid over the pixels. */
export const markPixelsCleaned = (dataset: Dataset): Dataset => ({
  ...dataset,
  '00120064': element('SQ', ...(dataset['00120064']?.Value ?? []), codeOf('cleanPixels')),
  '00280301': element('CS', 'NO'),
})
