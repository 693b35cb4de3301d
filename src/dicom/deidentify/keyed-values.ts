import { createHmac } from 'node:crypto'
import type { Uid } from '../uid.ts'

/**
 * A UID that stands for `original`: `2.25.` and the decimal of a UUID version 8 (PS3.5 B.2, RFC 9562 5.8) of its HMAC-SHA256
 * under the site's secret. The same one for the same UID, and not to be guessed from it without the secret.
 */
export const keyedUid = (secret: string, original: string): Uid => {
  const bytes = hmac(secret, 'uid', original).subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}` as Uid
}

/** A pseudonym of a patient, 14 characters: keyed, never a bare hash of an identifier that could be tried out. */
export const keyedPseudonym = (secret: string, patientKey: string): string =>
  `P-${hmac(secret, 'patient', patientKey).toString('hex').slice(0, 12).toUpperCase()}`

const longestShiftDays = 3650

/** Days that all dates of a patient are moved back, 1 to 3650: the intervals between them stay. */
export const shiftDaysOf = (secret: string, patientKey: string): number =>
  -(1 + (hmac(secret, 'dates', patientKey).readUInt32BE(0) % longestShiftDays))

const hmac = (secret: string, purpose: string, value: string): Buffer =>
  createHmac('sha256', secret)
    .update(JSON.stringify([purpose, value]))
    .digest()
