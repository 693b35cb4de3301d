import { setTimeout as sleep } from 'node:timers/promises'
import { type BackoffPolicy, backoffMs } from '../base/backoff.ts'
import { HilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { outageOf } from '../base/outage.ts'

/** Between two tries: 1 s, doubling to 15 s. */
const patience: BackoffPolicy = { baseMs: 1_000, capMs: 15_000 }

/** Why the database is away, undefined if the failure is another: a wrong password does not mend itself. */
const outageIn = (thrown: unknown): string | undefined => {
  if (!(thrown instanceof HilumError) || !(thrown.cause instanceof Error)) return undefined
  const outage = outageOf(thrown.cause)
  return outage?.code === 'STORAGE_UNREACHABLE' ? outage.reason : undefined
}

/**
 * Does what needs the database, again and again while that is away, and says so in the log each time.
 * @param tell Hears why it waits. @throws what `make` throws for any other reason, BASE_CANCELLED
 */
export const awaitDatabase = async <Made>(
  make: () => Promise<Made>,
  { log, signal, tell }: { readonly log: Log; readonly signal: AbortSignal; tell(reason: string): void },
): Promise<Made> => {
  for (let attempt = 0; ; attempt++) {
    try {
      const made = await make()
      if (attempt > 0) log.info('database.answers', { attempt })
      return made
    } catch (thrown) {
      const reason = outageIn(thrown)
      if (reason === undefined) throw thrown
      tell(reason)
      log.warn('database.awaited', { attempt, code: 'STORAGE_UNREACHABLE', reason })
    }
    try {
      await sleep(backoffMs(attempt, patience, 'database'), undefined, { signal })
    } catch (cause) {
      throw new HilumError('BASE_CANCELLED', 'stopped while the database was awaited', { cause })
    }
  }
}
