import { HilumError } from '../../base/errors.ts'
import type { ProfileOption } from './actions.ts'

/** A private element that a site has found safe (PS3.15 E.3.10): creator, group, and the last byte of the element. */
export interface SafePrivateElement {
  readonly creator: string
  readonly group: number
  readonly element: number
}

/** How a site wants its objects de-identified. */
export interface DeidentificationProfile {
  /** Of the site alone: UIDs, pseudonyms and date shifts follow from it. 32 characters or more. */
  readonly secret: string
  readonly options: readonly ProfileOption[]
  readonly safePrivate?: readonly SafePrivateElement[]
  /** Cleans a description, for cleanDescriptors and the text of cleanStructuredContent; undefined: nothing stays. */
  readonly cleanText?: (text: string) => string | undefined
}

/** @throws DICOM_NOT_DEIDENTIFIED: a short secret, options that exclude each other, or one without what it needs */
export const checkProfile = (profile: DeidentificationProfile): void => {
  const has = (option: ProfileOption): boolean => profile.options.includes(option)
  const faults = [
    profile.secret.length < 32 && 'the secret is shorter than 32 characters',
    has('fullDates') && has('modifiedDates') && 'dates are either kept or moved',
    has('cleanDescriptors') && !profile.cleanText && 'cleanDescriptors needs what cleans a text',
    has('cleanStructuredContent') && !profile.cleanText && 'cleanStructuredContent needs what cleans a text',
    has('safePrivate') && !profile.safePrivate?.length && 'safePrivate needs its list of elements',
  ].filter(fault => fault !== false)
  if (faults.length > 0) throw new HilumError('DICOM_NOT_DEIDENTIFIED', faults.join('; '))
}
