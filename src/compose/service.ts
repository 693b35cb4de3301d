import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { HilumConfig } from '../config/schema.ts'
import { layFoundation } from './foundation.ts'
import { createWeb } from './web.ts'
import { createCompletion, startPollers, startWorkers } from './workers.ts'

/** What a process of Hilum does. */
export interface ServiceOptions {
  readonly log: Log
  readonly clock: Clock
  readonly version: string
  readonly roles: { readonly http: boolean; readonly workers: boolean; readonly pollers: boolean }
}

/** A running process of Hilum. */
export interface Service {
  /** Where it listens, '' without HTTP. */
  readonly url: string
  readonly publicUrl: string
  /** Stops listening, finishes or hands over what runs, closes the database. */
  close(): Promise<void>
}

/** Starts the roles asked for. @throws what stops the start: configuration, rules, database, port */
export const startService = async (config: HilumConfig, options: ServiceOptions): Promise<Service> => {
  const base = await layFoundation(config, options.clock, options.log)
  const closers: (() => Promise<void>)[] = [() => base.close()]
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one()
  }
  try {
    const completion = createCompletion(base)
    if (options.roles.workers) {
      const workers = await startWorkers(base, completion)
      closers.push(workers.close)
    } else closers.push(() => base.queue.stop(0))
    if (options.roles.pollers) closers.push(startPollers(base).close)
    if (!options.roles.http) return { url: '', publicUrl: publicUrlOf(config, config.server.port), close }
    const server = await listen(
      config,
      port => createWeb(base, completion, publicUrlOf(config, port), options.version).fetch,
    )
    closers.push(() => stopListening(server.http))
    options.log.info('service.started', {
      port: server.port,
      host: config.server.host,
      version: options.version,
    })
    return {
      url: `http://${hostForUrl(config.server.host)}:${server.port}`,
      publicUrl: publicUrlOf(config, server.port),
      close,
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

const hostForUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host)

const publicUrlOf = ({ server }: HilumConfig, port: number): string =>
  server.publicUrl ?? `http://localhost:${port}`

type Fetch = Parameters<typeof serve>[0]['fetch']

/** Listens, then builds the app: with port 0 its addresses are known only now. */
const listen = (
  config: HilumConfig,
  build: (port: number) => Fetch,
): Promise<{ http: Server; port: number }> =>
  new Promise((resolve, reject) => {
    let app: Fetch | undefined
    const { host, port } = config.server
    const http = serve(
      { fetch: (...args) => app!(...args), hostname: host, port, autoCleanupIncoming: false },
      info => {
        app = build((info as AddressInfo).port)
        resolve({ http, port: (info as AddressInfo).port })
      },
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
