import { createHash } from 'node:crypto'
import { HilumError } from '../base/errors.ts'

/** A valid DICOM UID (PS3.5 9.1), branded so that one kind cannot be passed for another. */
export type Uid<Kind extends string = string> = string & { readonly __uid: Kind }
export type StudyInstanceUid = Uid<'study'>
export type SeriesInstanceUid = Uid<'series'>
export type SopInstanceUid = Uid<'instance'>

const pattern = /^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/

/** True for 1 to 64 characters of dot-separated components without leading zeros (PS3.5 9.1). */
export const isValidUid = (text: unknown): text is Uid =>
  typeof text === 'string' && text.length <= 64 && pattern.test(text)

/** `text` as a UID. `what` names it in the error, the value itself does not appear. @throws DICOM_BAD_UID */
export const parseUid = <Kind extends string>(text: unknown, what: string): Uid<Kind> => {
  if (!isValidUid(text)) throw new HilumError('DICOM_BAD_UID', `${what} is missing or not a valid UID`)
  return text as Uid<Kind>
}

/**
 * A UUID-form UID (`2.25.` and a decimal, PS3.5 B.2) derived from `parts`, so that the same work makes the same UID.
 * The bits of a version 8 UUID (RFC 9562 5.8) are set. Do not confuse with a drawn UID: nothing here is random.
 */
export const deriveUid = <Kind extends string>(...parts: readonly (string | number)[]): Uid<Kind> => {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}` as Uid<Kind>
}
