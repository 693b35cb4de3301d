import { createHash } from 'node:crypto'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import type { Refusal } from './accept.ts'

/** What became of one instance that was brought. */
export type ReceiveOutcome = StoredOutcome | ({ readonly kind: 'refused' } & Refusal)

/** It is held: since now, or since long. */
export interface StoredOutcome {
  readonly kind: 'stored'
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  /** The same bytes were held already: nothing changed. */
  readonly isDuplicate: boolean
  /** A result of ours came back with other bytes: our own stay (Warning Reason B000). */
  readonly isCoerced: boolean
}

/** An instance that could be read, or why it was refused. */
export type Brought =
  | { readonly kind: 'readable'; readonly facts: InstanceFacts }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** What the database holds of a batch after it was recorded. */
export interface BatchState {
  readonly stored: ReadonlySet<string>
  readonly held: ReadonlyMap<string, string>
}

/** The outcome of one instance: other bytes than the held ones of its UID are a conflict, unless we made the object. */
export const settle = (brought: Brought, isCoerced: boolean, batch: BatchState): ReceiveOutcome => {
  if (brought.kind === 'refused') return { kind: 'refused', ...brought.refusal }
  const { digest, sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid } = brought.facts
  if (!isCoerced && batch.held.get(sopInstanceUid) !== digest) {
    const detail = 'another object with the same SOP Instance UID is held'
    return { kind: 'refused', code: 'INTAKE_CONFLICT', detail, sopClassUid, sopInstanceUid }
  }
  return {
    kind: 'stored',
    sopClassUid,
    sopInstanceUid,
    studyInstanceUid,
    seriesInstanceUid,
    isDuplicate: !batch.stored.has(sopInstanceUid),
    isCoerced,
  }
}

/** One hash of a set of digests, whatever their order: what an audit entry says of many instances. */
export const digestOfDigests = (digests: readonly string[]): string =>
  createHash('sha256')
    .update([...digests].sort().join('\n'))
    .digest('hex')

/** How many were refused, by code. */
export const countRefusals = (outcomes: readonly ReceiveOutcome[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const one of outcomes) if (one.kind === 'refused') counts[one.code] = (counts[one.code] ?? 0) + 1
  return counts
}
