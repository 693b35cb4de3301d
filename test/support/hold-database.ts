import type { ReservedSql, Sql } from 'postgres'
import { eventually } from './hilum-client.ts'

/** A lock that a test holds: whoever wants the table, or the row, waits until it is released. */
export interface Held {
  /** Until somebody waits for it: then whatever it was that came next stands exactly there. */
  awaited(): Promise<void>
  release(): Promise<void>
}

/**
 * Takes an explicit lock (PostgreSQL 13.3) in a transaction of its own: a place at which a process can be stopped
 * without a line of test code in it. Resolves when the lock is held, or, with `isQueued`, when it waits for it.
 */
const hold = async (
  sql: Sql,
  lock: (connection: ReservedSql) => Promise<unknown>,
  isQueued = false,
): Promise<Held> => {
  const connection = await sql.reserve()
  const [own] = await connection<{ pid: number }[]>`select pg_backend_pid() as pid`
  await connection`begin`
  const locking = lock(connection)
  const isWaiting = async (): Promise<boolean> => {
    const [row] = await sql`select 1 from pg_locks where pid = ${own!.pid} and not granted`
    return row !== undefined
  }
  if (isQueued) await eventually(async () => ((await isWaiting()) ? true : undefined), undefined, 20_000)
  else await locking
  return {
    awaited: async () => {
      await locking
      await eventually(async () => {
        const rows = await sql`
          select pid from pg_stat_activity where ${own!.pid} = any(pg_blocking_pids(pid)) and application_name = 'hilum'`
        return rows.length > 0 ? true : undefined
      })
    },
    release: async () => {
      await locking
      await connection`rollback`
      connection.release()
    },
  }
}

/** Nobody else writes into the table until it is released; reading goes on. */
export const holdWrites = (sql: Sql, table: string): Promise<Held> =>
  hold(sql, async connection => {
    await connection`lock table ${connection(table)} in exclusive mode`
  })

/** Nobody else touches the table once those who are in it have left. */
export const holdTableNext = (sql: Sql, table: string): Promise<Held> =>
  hold(
    sql,
    async connection => {
      await connection`lock table ${connection(table)} in access exclusive mode`
    },
    true,
  )
