import { sql } from 'drizzle-orm'
import type { Database } from './database.ts'

/** First key of our advisory locks on sources, so that they meet no other lock of ours. */
const lockSpace = 0x48_49_4c_4d

/**
 * Does `work` if no other process (nor another call here) holds the lock `name`, and lets go of it afterwards, also when
 * the process dies. undefined if somebody else holds it. The lock lives in a transaction of its own, which does nothing
 * else: `work` uses other connections, so the pool needs one more than the sources that are polled at once.
 */
export const withSourceLock = <Out>(
  db: Database,
  name: string,
  work: () => Promise<Out>,
): Promise<Out | undefined> =>
  db.transaction(async tx => {
    // It idles for as long as the work takes: a fetch of thousands of slices may take minutes.
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
    const [row] = await tx.execute<{ readonly gained: boolean }>(
      sql`select pg_try_advisory_xact_lock(${lockSpace}, hashtext(${name})) as gained`,
    )
    return row?.gained ? work() : undefined
  })
