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
  /** What is held has other bytes: our own of a result that came back, or its own names of what came under a pseudonym (B000). */
  readonly isCoerced: boolean
  /** It came under a pseudonym, and is to be had under that by nobody. */
  readonly isUnderPseudonym?: true
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

/** An outcome in the words of who brought it: the pseudonym, not what it stands for, which it may not know. */
export const asBrought = (outcome: ReceiveOutcome, asSent: InstanceFacts | undefined): ReceiveOutcome => {
  if (!asSent) return outcome
  const { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid } = asSent
  if (outcome.kind === 'refused') return { ...outcome, sopClassUid, sopInstanceUid }
  return {
    ...outcome,
    sopInstanceUid,
    studyInstanceUid,
    seriesInstanceUid,
    isCoerced: true,
    isUnderPseudonym: true,
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
