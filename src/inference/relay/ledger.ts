import type { ErrorCode } from '../../base/errors.ts'
import type { Budget, CanaryGuards } from './provider.ts'

/** Why a call is made. A probe is the operator's; a shadow's answer is compared and never delivered. */
export type CallRole = 'main' | 'canary' | 'shadow' | 'probe'

/** What a workitem (or a note) is to the relay. */
export interface Subject {
  readonly rule: string
  readonly studyId: string | null
  readonly priority: string
}

/** A call that wants to be made: what the audit keeps, what the limits weigh. */
export interface CallIntent {
  /** Of the question, the same over all its attempts; the waiting one is found by it. */
  readonly id: string
  readonly callId: string
  readonly hasWaited: boolean
  readonly workitemId: string
  readonly studyId: string | null
  readonly rule: string
  readonly role: CallRole
  readonly requestHash: string
  readonly provider: string
  readonly model: string
  readonly keyId: string
  readonly attempt: number
  readonly images: number
  /** Estimated, and reserved until the call is settled. */
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
  readonly currency: string
  readonly priceIn: number
  readonly priceOut: number
  readonly requestsPerMinute: number | null
  readonly tokensPerMinute: number | null
  readonly concurrency: number
  /** A call that is not settled by then has died with its process. */
  readonly leaseMs: number
  readonly budgets: readonly Budget[]
  readonly audit: {
    readonly dataClass: string
    readonly bodySha256: string
    readonly bodyBytes: number
    readonly redactions: Readonly<Record<string, number>>
  }
}

/** An answer that was paid for before. */
export interface AnsweredCall {
  readonly answer: unknown
  readonly provider: string
  readonly model: string
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
  readonly currency: string
  readonly latencyMs: number
}

/** What the ledger says to an intent. Admitted: the intent and its audit entry are committed. */
export type Admission =
  | { readonly kind: 'admitted'; readonly isProbe: boolean; readonly soft: readonly Budget[] }
  | { readonly kind: 'answered'; readonly call: AnsweredCall }
  | { readonly kind: 'wait'; readonly reason: string; readonly waitMs: number }
  | { readonly kind: 'open'; readonly waitMs: number }
  | { readonly kind: 'budget'; readonly budget: Budget }

/** How an admitted call ended. */
export interface CallEnd {
  readonly callId: string
  readonly outcome: 'answered' | 'failed'
  readonly code: ErrorCode | null
  readonly status: number | null
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
  readonly latencyMs: number
  readonly hits: number | null
  readonly answer?: unknown
  readonly load: 'ok' | 'slow' | 'refused' | 'cancelled' | 'unchanged'
  readonly isFault: boolean
  readonly cooldownMs: number
  readonly concurrency: number
  readonly breakerMinimum: number
  readonly breakerShare: number
  readonly breakerCooldownMs: number
}

/** A shadow's answer beside the used one. */
export interface Comparison {
  readonly workitemId: string
  readonly requestHash: string
  readonly ruleName: string
  readonly provider: string
  readonly candidate: string
  readonly code: ErrorCode | null
  readonly latencyMs: number
  readonly candidateLatencyMs: number
  readonly cost: number
  readonly candidateCost: number
  readonly agreement: Readonly<Record<string, number>> | null
}

export type CanaryState = 'running' | 'promoted' | 'rolled-back'

/** What the relay keeps, shared by all processes: filled by compose. */
export interface CallLedger {
  subject(workitemId: string): Promise<Subject>
  admit(intent: CallIntent): Promise<Admission>
  /** Answers whether the provider's breaker opened with it. */
  settle(end: CallEnd): Promise<boolean>
  /** No longer waits: given up, or stopped. */
  forgetWait(id: string): Promise<void>
  canaryState(rule: string, provider: string): Promise<CanaryState>
  /** Judges a candidate by its last hour; takes it back, with an audit entry, and says why, where a guard is broken. */
  judgeCanary(rule: string, provider: string, guards: CanaryGuards): Promise<string | undefined>
  saveComparison(comparison: Comparison): Promise<void>
  /** Mean latency of answered calls in ms, by provider. */
  latencies(): Promise<ReadonlyMap<string, number>>
}
