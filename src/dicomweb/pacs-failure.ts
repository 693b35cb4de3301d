import { addressRefusedCode } from '../base/checked-lookup.ts'
import { HilumError } from '../base/errors.ts'
import { connectTimeoutCode, encodedCode } from './http-send.ts'

/** System errors that mean that nothing of the request was carried out: no connection was made. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  connectTimeoutCode,
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

const codeOf = (thrown: unknown): string | undefined => {
  if (!(thrown instanceof Error)) return undefined
  // Where a name has several addresses, each with its failure, the first is told.
  const outer = thrown.cause ?? thrown
  const inner = outer instanceof AggregateError ? outer.errors[0] : outer
  const code = (inner as { readonly code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

/**
 * What a transport's failure means for the caller. A request without an effect may simply be made again; one with an
 * effect (`hasEffect`) that broke off after a connection existed may have been carried out.
 * The cause is not kept: a client hangs the request, with its URL full of UIDs, on it.
 */
export const transportFailure = (thrown: unknown, hasEffect: boolean): HilumError => {
  if (thrown instanceof HilumError) return thrown
  const code = codeOf(thrown)
  if (code && neverConnected.has(code)) return new HilumError('PACS_UNAVAILABLE', `no connection: ${code}`)
  if (code === addressRefusedCode)
    return new HilumError('DELIVERY_ADDRESS_REFUSED', 'it is at an address that is not public and not listed')
  if (code === encodedCode)
    return new HilumError('PACS_BAD_ANSWER', 'an encoded answer, which was not asked for')
  const detail = `the connection broke off${code ? `: ${code}` : ''}`
  return new HilumError(hasEffect ? 'PACS_UNSURE' : 'PACS_UNAVAILABLE', detail)
}

/** No answer in time: as above, a request with an effect may have been carried out. */
export const timeoutFailure = (waitedMs: number, hasEffect: boolean): HilumError =>
  new HilumError(
    hasEffect ? 'PACS_UNSURE' : 'PACS_UNAVAILABLE',
    `no answer within ${Math.round(waitedMs)} ms`,
  )

/** The failure that an HTTP status tells of a request without an effect; undefined for 200, 204 and 206. */
export const statusFailure = (status: number): HilumError | undefined => {
  if (status === 200 || status === 204 || status === 206) return undefined
  const detail = `HTTP ${status}`
  if (status === 404 || status === 410) return new HilumError('PACS_NOT_FOUND', detail)
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return new HilumError('PACS_UNAVAILABLE', detail)
  // A redirect is refused too: it could lead to another host, with our credentials and a patient's UIDs in the URL.
  if (status >= 300) return new HilumError('PACS_REFUSED', detail)
  return new HilumError('PACS_BAD_ANSWER', detail)
}
