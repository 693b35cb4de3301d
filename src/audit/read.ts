import type { Sql, TransactionSql } from 'postgres'
import { HilumError } from '../base/errors.ts'
import type { ChainEntry, ChainHead } from './chain.ts'

interface EntryRow {
  readonly seq: string
  readonly canonical: string
  readonly previousHash: Uint8Array
  readonly hash: Uint8Array
}

const rowsAtOnce = 1_000

const toEntry = (row: EntryRow): ChainEntry => ({ ...row, seq: Number(row.seq) })

/** All entries in their order, a thousand at a time: memory does not grow with the trail. */
export async function* readEntries(tx: TransactionSql): AsyncIterable<ChainEntry> {
  const cursor = tx<EntryRow[]>`
    select seq, canonical, previous_hash as "previousHash", hash from public.audit_entry order by seq`
  for await (const rows of cursor.cursor(rowsAtOnce)) {
    for (const row of rows) yield toEntry(row)
  }
}

/** The head row. */
export const readHead = async (tx: TransactionSql): Promise<ChainHead | undefined> => {
  const [row] = await tx`select seq, hash from public.audit_head where id = 1`
  return row ? { seq: Number(row.seq), hash: row.hash } : undefined
}

const undefinedTable = '42P01'

/** Runs `work` on one snapshot of the trail, so that entries appended meanwhile are no breaks. */
export const withSnapshot = async <T>(sql: Sql, work: (tx: TransactionSql) => Promise<T>): Promise<T> => {
  try {
    return (await sql.begin('isolation level repeatable read read only', work)) as T
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== undefinedTable) throw cause
    throw new HilumError('STORAGE_MIGRATION_FAILED', 'this database has no audit trail: run hilum migrate', {
      cause,
    })
  }
}
