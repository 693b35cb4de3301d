import { sql } from 'drizzle-orm'
import type { AuditEvent } from '../audit/entry.ts'
import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError, toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import type { Database, Transaction } from '../storage/database.ts'
import { ledgerDigests } from '../storage/queries/instances.ts'
import { insertQuarantine, type QuarantineRow } from '../storage/queries/instances-quarantine.ts'
import { type RecordedBatch, recordInstances } from '../storage/queries/instances-record.ts'
import { twoPatients } from '../storage/queries/instances-studies.ts'
import { decideRole } from './accept.ts'
import { asBrought, countRefusals, digestOfDigests, type ReceiveOutcome, settle } from './receipt.ts'
import { reidentifyReturned, returnedAs, returnedEvents } from './returned-step.ts'
import { diskFailure, type StagedInstance, type StagingResult } from './staging-step.ts'

/** Who brings instances, from where, and to which study's address. */
export interface ReceiveContext {
  /** 'stow', or a configured source's name. */
  readonly source: string
  /** Who the audit trail names. */
  readonly actor: string
  /** Of the address that they came to: any other study is refused. */
  readonly expectedStudyInstanceUid?: string
}

/** What receiving needs. */
export interface ReceiverParts {
  readonly db: Database
  readonly blobs: BlobStore
  readonly clock: Clock
  readonly log: Log
}

/** @throws INTAKE_NO_SPACE, INTAKE_BUSY: better said before a body is read than after. */
export const checkReady = async ({ db, blobs }: ReceiverParts): Promise<void> => {
  await blobs.ensureSpace().catch(thrown => {
    throw new HilumError('INTAKE_NO_SPACE', toHilumError(thrown).detail, { cause: thrown })
  })
  await db.execute(sql`select 1`).catch(thrown => {
    throw new HilumError('INTAKE_BUSY', 'the database does not answer', { cause: thrown })
  })
}

/**
 * Keeps a batch: facts, decision, then bytes made durable, rows and audit in one transaction. Bytes are named by their
 * hash and rows by SOP Instance UID, so that doing it again after a crash in between changes nothing.
 */
export const commitBatch = async (
  parts: ReceiverParts,
  context: ReceiveContext,
  staged: readonly StagingResult[],
): Promise<readonly ReceiveOutcome[]> => {
  const results = await reidentifyReturned(parts, staged)
  const readable = results.filter(result => result.kind === 'readable')
  const ledger = await ledgerDigests(parts.db, readable.map(sopInstanceUidOf))
  const isCoerced = (one: StagedInstance): boolean =>
    (ledger.get(sopInstanceUidOf(one)) ?? one.facts.digest) !== one.facts.digest
  const own = readable.filter(one => !isCoerced(one))
  const incoming = firstOfEach(own).map(one => ({
    ...one,
    role: decideRole(one.facts, ledger.has(sopInstanceUidOf(one))),
    source: context.source,
  }))
  const kept = keepBytes(parts.blobs, own)
  kept.catch(() => {}) // Thrown in the transaction.
  const outcomes = await inTransaction(parts.db, async tx => {
    const now = parts.clock.now()
    const batch = await recordInstances(tx, incoming, now)
    const found = results.map(one => settle(one, one.kind === 'readable' && isCoerced(one), batch))
    await insertQuarantine(tx, context.source, quarantineRows(context.source, results, found, batch, now))
    // The disk had the time of the queries; no row is committed before its bytes are durable.
    await kept
    await appendAudit(
      tx,
      ...auditEvents(context, found, batch),
      ...returnedEvents(context, results, batch.stored),
    )
    return found.map((one, index) => asBrought(one, returnedAs(results[index]!)))
  }).finally(() => kept.catch(() => {}))
  for (const one of readable.filter(isCoerced)) await parts.blobs.discard(one.blob)
  reportReceipt(parts.log, context, outcomes)
  return outcomes
}

const maxAttempts = 3

/** Again after a deadlock or a serialization failure: nothing outside was done. @throws INTAKE_BUSY if the database fails */
const inTransaction = async <T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work)
    } catch (thrown) {
      const code = databaseCodeOf(thrown)
      if (code === undefined) throw thrown
      if (attempt < maxAttempts && (code === '40P01' || code === '40001')) continue
      throw new HilumError('INTAKE_BUSY', `the database did not take the batch (${code})`, { cause: thrown })
    }
  }
}

/** PostgreSQL's or the driver's code, which drizzle wraps. */
const databaseCodeOf = (thrown: unknown): string | undefined => {
  for (let at = thrown; at instanceof Error && !(at instanceof HilumError); at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return undefined
}

const sopInstanceUidOf = (one: StagedInstance): string => one.facts.sopInstanceUid

/** The first of each SOP Instance UID: a body may bring one twice. */
const firstOfEach = (instances: readonly StagedInstance[]): readonly StagedInstance[] => [
  ...new Map(instances.toReversed().map(one => [sopInstanceUidOf(one), one])).values(),
]

/** @throws INTAKE_NO_SPACE, or BASE_UNEXPECTED: the disk's own code must not be taken for the database's */
const keepBytes = async (blobs: BlobStore, instances: readonly StagedInstance[]): Promise<void> => {
  try {
    await blobs.commit(...instances.map(one => one.blob))
  } catch (thrown) {
    throw toHilumError(diskFailure(thrown))
  }
}

/** Rows for what was refused (the bytes of a conflict are kept), and for studies that came into quarantine. */
const quarantineRows = (
  source: string,
  results: readonly StagingResult[],
  outcomes: readonly ReceiveOutcome[],
  batch: RecordedBatch,
  at: Date,
): readonly QuarantineRow[] => {
  const rows: QuarantineRow[] = batch.quarantined.map(studyId => ({
    source,
    at,
    studyId,
    code: 'INTAKE_TWO_PATIENTS',
    detail: twoPatients,
  }))
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind === 'stored') continue
    const { code, detail, sopInstanceUid = null } = outcome
    const result = results[index]!
    const digest = result.kind === 'readable' ? result.facts.digest : null
    rows.push({ source, at, code, detail, sopInstanceUid, digest })
  }
  return rows
}

/** What changed, by study; duplicates change nothing. A refusal names no study: it may be of none. */
const auditEvents = (
  { actor, source }: ReceiveContext,
  outcomes: readonly ReceiveOutcome[],
  batch: RecordedBatch,
): readonly AuditEvent[] => {
  const received = batch.studies
    .filter(({ stored }) => stored.length > 0)
    .map(({ studyId, stored }) => ({
      actor,
      action: 'instances.received',
      subject: studyId,
      detail: {
        source,
        count: stored.length,
        ours: stored.filter(one => one.role === 'ours').length,
        digest: digestOfDigests(stored.map(one => one.facts.digest)),
      },
    }))
  const quarantined = batch.quarantined.map(subject => ({
    actor,
    action: 'study.quarantined',
    subject,
    detail: { source, code: 'INTAKE_TWO_PATIENTS' },
  }))
  const refusals = countRefusals(outcomes)
  const refused = { actor, action: 'instances.refused', subject: source, detail: { source, codes: refusals } }
  return [...received, ...quarantined, ...(Object.keys(refusals).length > 0 ? [refused] : [])]
}

const reportReceipt = (log: Log, { source }: ReceiveContext, outcomes: readonly ReceiveOutcome[]): void => {
  const stored = outcomes.filter(one => one.kind === 'stored')
  log.info('instances.received', { source, count: stored.filter(one => !one.isDuplicate).length })
  for (const [code, count] of Object.entries(countRefusals(outcomes))) {
    log.warn('instances.refused', { source, code, count })
  }
}
