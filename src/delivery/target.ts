import type { OutputObject } from '../reporting/output-object.ts'

/** delivered: stored, read back, the same. refused: permanent. unsure: may or may not be there. unavailable: try again. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  | { readonly kind: 'unsure'; readonly code: string; readonly detail: string }
  | {
      readonly kind: 'unavailable'
      readonly code: string
      readonly detail: string
      readonly retryAfterMs?: number
    }

/** What a probe of a peer found, with what to do about it. */
export interface Probe {
  readonly isReachable: boolean
  readonly detail: string
}

/** What an object is about, for targets that tell of it: our own ids and plain numbers, nothing of the patient. */
export interface DeliveryContext {
  readonly workitemId?: string
  readonly noteId?: string
  readonly ruleName?: string
  /** How the analysis ended; absent for a note. */
  readonly outcome?: 'findings' | 'no-candidate' | 'out-of-scope' | 'failed'
  /** Absent where the analysis did not end well: a failed one has not found 0. */
  readonly findings?: { readonly count: number; readonly largestDiameterMm?: number }
}

/** A plug-in that brings an object to a target. Sending the same object twice must be harmless. */
export interface DeliveryTarget {
  readonly kind: string
  readonly name: string
  probe(signal: AbortSignal): Promise<Probe>
  deliver(object: OutputObject, signal: AbortSignal, context?: DeliveryContext): Promise<DeliveryOutcome>
}
