import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import type { Log, LogFields } from '../../src/base/log.ts'
import { type Service, startService } from '../../src/compose/service.ts'
import { configSchema } from '../../src/config/schema.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'

/** The whole service in this process, on a database of its own and a free port. */
export interface InProcessService {
  readonly url: string
  readonly database: TestDatabase
  /** Every event so far as a line of JSON. */
  log(): string
  /** Ends the service and starts it again on the same data. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Starts it. @param config hilum.yaml beside data folder, port and quiet period */
export const startInProcess = async (
  config: Readonly<Record<string, unknown>>,
): Promise<InProcessService> => {
  const database = await openTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'hilum-service-'))
  const lines: string[] = []
  const keep =
    (level: string) =>
    (event: string, fields?: LogFields): void => {
      lines.push(JSON.stringify({ level, event, ...fields }))
    }
  const log: Log = { info: keep('info'), warn: keep('warn'), error: keep('error') }
  const read = configSchema.parse({
    dataDir,
    server: { port: 0 },
    database: { url: database.url, migrationUrl: database.adminUrl },
    completion: { quietPeriod: '1s' },
    ...config,
  })
  const roles = { http: true, workers: true, pollers: false }
  const start = () => startService(read, { log, clock: systemClock, version: '0.0.0', roles })
  let service: Service | undefined = await start()
  return {
    get url() {
      return service?.url ?? ''
    },
    database,
    log: () => lines.join('\n'),
    restart: async () => {
      await service?.close()
      service = await start()
    },
    close: async () => {
      await service?.close()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
