import type { Sql, TransactionSql } from 'postgres'
import {
  type ChainBreak,
  type ChainEntry,
  type ChainHead,
  checkEntry,
  checkHead,
  genesisHash,
} from './chain.ts'
import { readEntries, readHead, withSnapshot } from './read.ts'

/** What verifying found. The chain is sound if `breakCount` is 0. */
export interface AuditVerification {
  readonly entryCount: number
  readonly breakCount: number
  /** The first hundred. */
  readonly breaks: readonly ChainBreak[]
  /** Hash of the last entry, hex: to be compared with one kept outside. */
  readonly headHash: string
}

const breaksShown = 100

/** Checks entries as they come against each other, and the last against the head row. */
export const verifyEntries = async (
  entries: AsyncIterable<ChainEntry> | Iterable<ChainEntry>,
  head: ChainHead | undefined,
): Promise<AuditVerification> => {
  const breaks: ChainBreak[] = []
  let last: ChainHead = { seq: 0, hash: genesisHash }
  let entryCount = 0
  let breakCount = 0
  const note = (found: readonly ChainBreak[]): void => {
    breakCount += found.length
    breaks.push(...found.slice(0, breaksShown - breaks.length))
  }
  for await (const entry of entries) {
    note(checkEntry(last, entry))
    last = entry
    entryCount += 1
  }
  note(checkHead(last, head))
  return { entryCount, breakCount, breaks, headHash: Buffer.from(last.hash).toString('hex') }
}

/**
 * Recomputes the whole chain from its texts, outside the database. Finds every edit, deletion, insertion and change of
 * order, and truncation by the head row. What a table's owner who rewrites the chain to its end and the head with it
 * does, only a checkpoint kept elsewhere shows.
 */
export const verifyAudit = (sql: Sql): Promise<AuditVerification> =>
  withSnapshot(sql, async (tx: TransactionSql) => verifyEntries(readEntries(tx), await readHead(tx)))
