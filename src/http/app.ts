import { randomUUID } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Hono } from 'hono'
import { routePath } from 'hono/route'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { type AccessOptions, createAccess } from './access/access.ts'
import { createWrongKeyDelay } from './access/wrong-key-delay.ts'
import { createBodyLimit } from './body-limit.ts'
import { createHealthRoutes, type ReadinessCheck } from './health.ts'
import { createLoginRoutes } from './login.tsx'
import { createMetricsRoute, type Metrics } from './metrics.ts'
import { createErrorHandler, problemResponse, type RequestVariables } from './problem.ts'
import { createSecurityHeaders } from './security-headers.ts'

/** The parts of the app, built by the composition root. */
export interface AppParts {
  readonly access: AccessOptions
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly readiness: Readonly<Record<string, ReadinessCheck>>
  readonly version: string
  readonly configJsonSchema: object
  readonly dicomWeb: Hono<RequestVariables>
  readonly api: readonly Hono<RequestVariables>[]
  readonly console: Hono<RequestVariables>
  /** OHIF, for /viewer. */
  readonly viewer?: Hono<RequestVariables>
}

/** The whole HTTP service: access on every request, then DICOMweb, API, console, health and metrics. */
export const createApp = (parts: AppParts): OpenAPIHono<RequestVariables> => {
  const app = new OpenAPIHono<RequestVariables>()
  app.onError(createErrorHandler(parts.log))
  app.notFound(context => problemResponse(context, new HilumError('HTTP_NOT_FOUND', 'no such address')))
  app.use(async (context, next) => {
    context.set('requestId', randomUUID())
    context.header('x-request-id', context.get('requestId'))
    const started = parts.clock.monotonicMs()
    await next()
    const labels = { method: context.req.method, route: routePath(context) }
    parts.metrics.requests.inc({ ...labels, status: String(context.res.status) })
    parts.metrics.requestSeconds.observe(labels, (parts.clock.monotonicMs() - started) / 1000)
  })
  app.use(createSecurityHeaders(parts.access.publicUrl))
  const delayWrongKey = createWrongKeyDelay(parts.access.clock)
  app.use(createAccess(parts.access, delayWrongKey))
  app.use(createBodyLimit())
  app.use('/api/*', async (context, next) => {
    await next()
    // What the API tells is about patients: no cache keeps it, unless an answer says otherwise.
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store')
  })
  app.route('/', createHealthRoutes(parts.readiness))
  app.route('/', createMetricsRoute(parts.metrics))
  app.route('/', createLoginRoutes(parts.access, delayWrongKey))
  app.route('/dicom-web', parts.dicomWeb)
  for (const router of parts.api) app.route('/api', router)
  app.get('/api/config.schema.json', context => context.json(parts.configJsonSchema))
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Hilum',
      version: parts.version,
      description: 'For research use: every result is unverified.',
    },
    servers: [{ url: parts.access.publicUrl }],
  })
  if (parts.viewer) app.route('/viewer', parts.viewer)
  app.route('/', parts.console)
  return app
}
