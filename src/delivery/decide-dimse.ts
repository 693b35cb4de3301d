import type { DeliveryOutcome } from './target.ts'

/** How a C-STORE ended. `dimseStatus` where the receiver answered one; `code` is Orthanc's own. */
export type StoreEnd =
  | { readonly kind: 'stored' }
  | { readonly kind: 'failed'; readonly code: number; readonly dimseStatus?: number }

/** Orthanc's codes (OrthancFramework/Resources/CodeGeneration/ErrorCodes.json) for a class that nobody agreed on. */
const noPresentationContext = 2015
const notImplemented = 2

/** A status or reason as the standard writes it: `A700`. */
const hex = (reason: number): string => reason.toString(16).toUpperCase().padStart(4, '0')

/**
 * What the end of a C-STORE means (PS3.4 Table B.2-1, PS3.7 C); undefined for one that broke off without a status: then
 * the receiver must be asked whether it is there (`decideBrokenStore`).
 */
export const decideStore = (end: StoreEnd): DeliveryOutcome | undefined => {
  if (end.kind === 'stored') return { kind: 'delivered', warnings: [] }
  const { code, dimseStatus } = end
  if (dimseStatus !== undefined) return decideStatus(dimseStatus)
  if (code === noPresentationContext || code === notImplemented)
    return { kind: 'refused', code: 'DELIVERY_REFUSED', detail: 'the receiver takes no object of this class' }
  return undefined
}

const decideStatus = (status: number): DeliveryOutcome => {
  const detail = `C-STORE status ${hex(status)}`
  if (status >> 8 === 0xa7) return { kind: 'unavailable', code: 'PACS_UNAVAILABLE', detail }
  // Duplicate SOP Instance: only we make this UID, so that an earlier attempt has come through.
  if (status === 0x0111)
    return { kind: 'delivered', warnings: ['the receiver says that it holds it already (0111)'] }
  if (status >> 12 === 0xb) return { kind: 'delivered', warnings: [`the receiver warns ${hex(status)}`] }
  // Processing failure: of the object or of the moment, nobody knows.
  if (status === 0x0110) return { kind: 'unsure', code: 'DELIVERY_UNSURE', detail }
  return { kind: 'refused', code: 'DELIVERY_REFUSED', detail }
}

/** Of a C-STORE without a status: a receiver that answers a C-ECHO may have it, one that does not is away. */
export const decideBrokenStore = (answersEcho: boolean): DeliveryOutcome =>
  answersEcho
    ? { kind: 'unsure', code: 'DELIVERY_UNSURE', detail: 'the C-STORE broke off without a status' }
    : {
        kind: 'unavailable',
        code: 'PACS_UNAVAILABLE',
        detail: 'the receiver cannot be reached or refuses the association',
      }

/** What a storage commitment report says of one object. */
export interface CommitmentReport {
  readonly status: 'Pending' | 'Success' | 'Failure'
  readonly committed: readonly string[]
  readonly failed: readonly { readonly sopInstanceUid: string; readonly reason: number | undefined }[]
}

const notCommitted = (kind: 'refused' | 'unsure', detail: string): DeliveryOutcome => ({
  kind,
  code: 'DELIVERY_NOT_COMMITTED',
  detail,
})

/** Failure Reasons of PS3.3 C.14.1.1 that do not change by asking again: SOP class not supported, class and instance conflict. */
const lasting = new Set([0x0122, 0x0119])

/** The outcome of a stored object, given the report; undefined while it has not come. */
export const decideCommitment = (
  report: CommitmentReport,
  sopInstanceUid: string,
  warnings: readonly string[],
): DeliveryOutcome | undefined => {
  if (report.status === 'Pending') return undefined
  const failed = report.failed.find(item => item.sopInstanceUid === sopInstanceUid)
  if (failed) {
    const { reason } = failed
    const why = reason === undefined ? 'without a reason' : `reason ${hex(reason)}`
    // Resource limitation: it may have room later.
    if (reason === 0x0213) return { kind: 'unavailable', code: 'DELIVERY_NOT_COMMITTED', detail: why }
    return notCommitted(reason !== undefined && lasting.has(reason) ? 'refused' : 'unsure', why)
  }
  if (report.committed.includes(sopInstanceUid)) return { kind: 'delivered', warnings }
  return notCommitted('unsure', 'the report does not name it')
}

/** Of a request for commitment that failed at the receiver. */
export const decideCommitmentRefusal = (code: number): DeliveryOutcome =>
  code === noPresentationContext
    ? notCommitted('refused', 'it was stored, but the receiver offers no storage commitment')
    : notCommitted('unsure', 'it was stored, but the request for commitment was not answered')

/** Of a report that did not come in time. */
export const decideCommitmentTimeout = (): DeliveryOutcome =>
  notCommitted('unsure', 'it was stored, the report has not come')
