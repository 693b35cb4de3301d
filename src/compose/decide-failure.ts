import type { ErrorCode, HilumError } from '../base/errors.ts'
import { queueSettings } from '../jobs/queue-settings.ts'

/** What becomes of a workitem whose attempt failed: again, or at rest with this code. */
export type FailureVerdict =
  /** `isTold`: it waits for something outside, which its row says meanwhile. */
  | { readonly kind: 'retry'; readonly isTold: boolean }
  | { readonly kind: 'held' | 'parked' | 'failed'; readonly code: ErrorCode }

/** Where an attempt stood. */
export interface FailedAttempt {
  /** 0 for the first. Counts every one: those that waited for a PACS, and those whose process was killed. */
  readonly attempt: number
  /** Those of them that waited for something outside, or were stopped in order. */
  readonly waits: number
  /** Inference is journalled: only reporting and delivery are left. */
  readonly isAnalysed: boolean
}

/** Attempts of preprocess and inference. */
export const maxAnalysisAttempts = 6

/** The queue gives it up after this one: it must be at rest by then, or nobody would ever look at it again. */
export const isLastAttempt = (attempt: number): boolean => attempt >= queueSettings.workitem.retryLimit

const waitedFor: ReadonlySet<ErrorCode> = new Set([
  'RELAY_UNAVAILABLE',
  'RELAY_RATE_LIMITED',
  'RELAY_KEY_REFUSED',
  'RELAY_TIMEOUT',
  'RELAY_BROKEN',
])

/**
 * A permanent failure ends it and a patient conflict waits for a person. A transient one is tried again: a few times
 * while it is analysed, and for as long as it takes afterwards, since an analysis that ended well is not thrown away
 * for a PACS that was down for a day and a database that then was away for a second.
 */
export const decideFailure = (
  error: HilumError,
  { attempt, waits, isAnalysed }: FailedAttempt,
): FailureVerdict => {
  if (error.code === 'JOBS_LEASE_LOST' || error.code === 'BASE_CANCELLED')
    return { kind: 'retry', isTold: false }
  if (error.code === 'REPORTING_PATIENT_CONFLICT') return { kind: 'held', code: error.code }
  // Money comes with time or a person, not with another attempt.
  if (error.code === 'RELAY_BUDGET_SPENT' || error.code === 'RELAY_PAYMENT_REFUSED')
    return { kind: 'parked', code: error.code }
  // Asked for the header, the PACS refused us: a password to mend, no reason to throw the analysis away.
  if (isAnalysed && error.code === 'PACS_REFUSED') return { kind: 'parked', code: error.code }
  if (error.failureClass === 'permanent') return { kind: 'failed', code: error.code }
  if (isAnalysed)
    return isLastAttempt(attempt)
      ? { kind: 'parked', code: 'WORKITEM_ATTEMPTS_EXHAUSTED' }
      : { kind: 'retry', isTold: true }
  // A remote model that is down, like a PACS, is waited for in sight.
  if (waitedFor.has(error.code))
    return isLastAttempt(attempt)
      ? { kind: 'parked', code: 'WORKITEM_ATTEMPTS_EXHAUSTED' }
      : { kind: 'retry', isTold: true }
  return attempt - waits + 1 < maxAnalysisAttempts
    ? { kind: 'retry', isTold: false }
    : { kind: 'failed', code: 'WORKITEM_ATTEMPTS_EXHAUSTED' }
}
