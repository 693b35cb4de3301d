import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { HilumConfig } from '../config/schema.ts'
import { createWaitingApp } from '../http/waiting-app.ts'
import { awaitDatabase } from './await-database.ts'
import { layFoundation } from './foundation.ts'
import { createWeb } from './web.ts'
import { createCompletion, startPollers, startWorkers } from './workers.ts'

/** What a process of Hilum does. */
export interface ServiceOptions {
  readonly log: Log
  readonly clock: Clock
  readonly version: string
  readonly roles: { readonly http: boolean; readonly workers: boolean; readonly pollers: boolean }
  /** Ends the wait for a database that is away. */
  readonly signal?: AbortSignal
}

/** A running process of Hilum. */
export interface Service {
  /** Where it listens, '' without HTTP. */
  readonly url: string
  readonly publicUrl: string
  /** Stops listening, finishes or hands over what runs, closes the database. */
  close(): Promise<void>
}

/**
 * Starts the roles asked for. While a given database is away it waits, and answers so over HTTP.
 * @throws what stops the start: configuration, rules, port, a database that refuses us, BASE_CANCELLED
 */
export const startService = async (config: HilumConfig, options: ServiceOptions): Promise<Service> => {
  const { log, clock, roles, version, signal = new AbortController().signal } = options
  const door = roles.http ? await openDoor(config, options) : undefined
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    await door?.close()
    for (const one of closers.splice(0).reverse()) await one()
  }
  try {
    const tell = (reason: string): void => door?.tell(reason)
    const base = await awaitDatabase(() => layFoundation(config, clock, log), { log, signal, tell })
    closers.push(() => base.close())
    const completion = createCompletion(base)
    if (roles.workers) {
      const workers = await startWorkers(base, completion)
      closers.push(workers.close)
    } else closers.push(() => base.queue.stop(0))
    if (roles.pollers) closers.push(startPollers(base).close)
    const port = door?.port ?? config.server.port
    const publicUrl = publicUrlOf(config, port)
    if (!door) return { url: '', publicUrl, close }
    door.show(createWeb(base, completion, publicUrl, version).fetch)
    log.info('service.started', { port, host: config.server.host, version })
    return { url: `http://${hostForUrl(config.server.host)}:${port}`, publicUrl, close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

const hostForUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host)

const publicUrlOf = ({ server }: HilumConfig, port: number): string =>
  server.publicUrl ?? `http://localhost:${port}`

type Fetch = Parameters<typeof serve>[0]['fetch']

/** Where the service listens. It says that it waits, until it is shown what to answer. */
interface Door {
  readonly port: number
  /** What it waits for. */
  tell(reason: string): void
  show(app: Fetch): void
  close(): Promise<void>
}

const openDoor = async (config: HilumConfig, { log, clock }: ServiceOptions): Promise<Door> => {
  let awaited = 'the service starts'
  let app: Fetch | undefined
  const { http, port } = await listen(config, (...args) => app!(...args))
  const { apiKey, host, allowedHosts } = config.server
  const access = { apiKey, publicUrl: publicUrlOf(config, port), listenHost: host, allowedHosts, clock }
  app = createWaitingApp(access, log, () => awaited).fetch
  return {
    port,
    tell: reason => {
      awaited = reason
    },
    show: shown => {
      app = shown
    },
    close: () => stopListening(http),
  }
}

const listen = (config: HilumConfig, fetch: Fetch): Promise<{ http: Server; port: number }> =>
  new Promise((resolve, reject) => {
    const { host, port } = config.server
    const http = serve({ fetch, hostname: host, port, autoCleanupIncoming: false }, info =>
      resolve({ http, port: (info as AddressInfo).port }),
    ) as Server
    // Idle and slow clients are cut off; a long body may take its time as long as it moves.
    http.headersTimeout = 20_000
    http.requestTimeout = 0
    http.timeout = 120_000
    http.on('error', cause => {
      const reason = (cause as { code?: string }).code === 'EADDRINUSE' ? 'is in use' : 'cannot be used'
      reject(new HilumError('CONFIG_INVALID', `server.port: ${host}:${port} ${reason}`, { cause }))
    })
  })

const stopListening = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 5_000).unref()
  })
