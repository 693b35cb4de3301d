import type { ReadBack } from './read-back.ts'
import type { DeliveryOutcome } from './target.ts'

/** What sending gave: an answer with what it says of our object, or none. */
export type SendResult =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly listing: Listing
      readonly retryAfterMs?: number
    }
  /** No answer. `isCertain`: nothing was carried out. */
  | { readonly kind: 'broken'; readonly isCertain: boolean; readonly code: string; readonly detail: string }

/** Where the answer lists our object. `reason` is a Warning Reason, or a Failure Reason (PS3.18 I.2). */
export type Listing =
  | { readonly kind: 'stored'; readonly reason?: number }
  | { readonly kind: 'failed'; readonly reason?: number }
  | { readonly kind: 'unlisted' }

const isPassing = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || status >= 500

/** Out of resources (A7xx, PS3.18 Table I.2-2): it may have room later. */
const isOutOfResources = (reason: number | undefined): boolean => reason !== undefined && reason >> 8 === 0xa7

/** A reason as the standard writes it: `A900`. */
const hex = (reason: number): string => reason.toString(16).toUpperCase().padStart(4, '0')

/**
 * The outcome that is certain without looking at the target, undefined where the object must be read back: where it
 * says that it stored it, where it said nothing, and where it refused, for it may hold it from an earlier attempt.
 */
export const decideWithoutReadBack = (sent: SendResult): DeliveryOutcome | undefined => {
  if (sent.kind === 'broken')
    return sent.isCertain ? { kind: 'unavailable', code: sent.code, detail: sent.detail } : undefined
  const { status, listing, retryAfterMs } = sent
  const later = retryAfterMs === undefined ? {} : { retryAfterMs }
  if (listing.kind === 'failed' && isOutOfResources(listing.reason))
    return {
      kind: 'unavailable',
      code: 'PACS_UNAVAILABLE',
      detail: `out of resources (${hex(listing.reason!)})`,
      ...later,
    }
  if (listing.kind !== 'unlisted') return undefined
  if (isPassing(status))
    return { kind: 'unavailable', code: 'PACS_UNAVAILABLE', detail: `HTTP ${status}`, ...later }
  if (status === 401 || status === 403 || (status >= 300 && status < 400))
    return { kind: 'refused', code: 'PACS_REFUSED', detail: `HTTP ${status}` }
  return undefined
}

/** The outcome, given what the target gives back. An answer alone proves nothing: Orthanc lists a UID whose old content it keeps. */
export const decideByReadBack = (sent: SendResult, back: ReadBack): DeliveryOutcome => {
  if (back.kind === 'different')
    return {
      kind: 'refused',
      code: 'DELIVERY_CONTENT_DIFFERS',
      detail: back.differences.slice(0, 5).join('; '),
    }
  if (sent.kind === 'broken') return decideBroken(sent, back)
  switch (sent.listing.kind) {
    case 'stored':
      return decideStored(sent.listing.reason, back)
    case 'failed':
      return decideFailed(reasonText(sent.listing.reason), back)
    case 'unlisted':
      return decideUnlisted(sent.status, back)
  }
}

type Broken = Extract<SendResult, { readonly kind: 'broken' }>
type NotDifferent = Exclude<ReadBack, { readonly kind: 'different' }>

const decideBroken = (sent: Broken, back: NotDifferent): DeliveryOutcome => {
  const { code, detail } = sent
  if (back.kind === 'same')
    return { kind: 'delivered', warnings: [...back.warnings, 'its answer was lost, it was found there'] }
  // Not there: sending it again is safe, its UID is derived.
  if (back.kind === 'absent') return { kind: 'unavailable', code: 'PACS_UNAVAILABLE', detail }
  return { kind: 'unsure', code, detail }
}

const decideStored = (reason: number | undefined, back: NotDifferent): DeliveryOutcome => {
  if (back.kind === 'same') {
    const warnings = reason === undefined ? [] : [`the target warns ${hex(reason)}`]
    return { kind: 'delivered', warnings: [...warnings, ...back.warnings] }
  }
  const detail =
    back.kind === 'absent' ? 'listed as stored, but not found' : `listed as stored; ${back.detail}`
  return { kind: 'unsure', code: 'DELIVERY_NOT_READABLE', detail }
}

/** A target that refuses what it holds already (the answer to an earlier attempt was lost) has it all the same. */
const decideFailed = (why: string, back: NotDifferent): DeliveryOutcome =>
  back.kind === 'same'
    ? { kind: 'delivered', warnings: [...back.warnings, `refused (${why}), but it was there already`] }
    : { kind: 'refused', code: 'DELIVERY_REFUSED', detail: why }

const reasonText = (reason: number | undefined): string =>
  reason === undefined ? 'no failure reason given' : `failure reason ${hex(reason)}`

const decideUnlisted = (status: number, back: NotDifferent): DeliveryOutcome => {
  if (status >= 400) return decideFailed(`HTTP ${status}`, back)
  const there = { same: 'it is there', absent: 'it is not there', unreadable: 'it cannot be read' }[back.kind]
  return {
    kind: 'unsure',
    code: 'DELIVERY_UNLISTED',
    detail: `HTTP ${status} without the object; ${there}`,
  }
}
