import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { silentLog } from '../../src/base/log.ts'
import { createPoller, type Poller, type PollerOptions } from '../../src/intake/poll-step.ts'
import { createReceiver } from '../../src/intake/receive-step.ts'
import type { Source } from '../../src/intake/source.ts'
import { openBlobStore } from '../../src/storage/blob-store.ts'
import { knownInstances } from '../../src/storage/queries/source-feed.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'

/** A receiver on a database and a folder of its own, and pollers that bring to it. */
export interface Intake {
  readonly database: TestDatabase
  poller(source: Source, options?: Partial<PollerOptions>): Poller
  /** How many of these are held. */
  held(sopInstanceUids: readonly string[]): Promise<number>
  close(): Promise<void>
}

/** Opens it. */
export const openIntake = async (): Promise<Intake> => {
  const database = await openTestDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'hilum-intake-'))
  const blobs = await openBlobStore(folder, systemClock.now())
  const { db } = database
  const receiver = createReceiver({ db, blobs, clock: systemClock, log: silentLog })
  return {
    database,
    poller: (source, options = {}) =>
      createPoller({
        source,
        receiver,
        db,
        clock: systemClock,
        log: silentLog,
        pollEveryMs: 20,
        sweepEveryMs: 60_000,
        longestWaitMs: 50,
        ...options,
      }),
    held: async uids => (await knownInstances(db, uids)).size,
    close: async () => {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
