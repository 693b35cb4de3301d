import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { HilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { type AccessOptions, createAccess } from './access/access.ts'
import { createHealthRoutes } from './health.ts'
import { createErrorHandler, problemResponse, type RequestVariables } from './problem.ts'

/**
 * What the service answers before it has its database: `/healthz` that it lives, `/readyz` what it waits for, anything
 * else 503 with Retry-After, so that senders come again.
 */
export const createWaitingApp = (
  access: AccessOptions,
  log: Log,
  whatIsAwaited: () => string,
): Hono<RequestVariables> => {
  const app = new Hono<RequestVariables>()
  app.onError(createErrorHandler(log))
  app.use(async (context, next) => {
    context.set('requestId', randomUUID())
    await next()
  })
  app.use(createAccess(access))
  app.route('/', createHealthRoutes({ database: async () => whatIsAwaited() }))
  app.all('*', context => {
    context.header('retry-after', '5')
    return problemResponse(context, new HilumError('STORAGE_UNREACHABLE', whatIsAwaited()))
  })
  return app
}
