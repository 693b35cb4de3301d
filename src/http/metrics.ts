import { Hono } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { JobQueue } from '../jobs/job.ts'
import type { Database } from '../storage/database.ts'
import { listFailingSources } from '../storage/queries/failing-sources.ts'
import { listProviderHealth } from '../storage/queries/relay-usage.ts'
import { countStates } from '../storage/queries/study-overview.ts'
import { countViewerGaps } from '../storage/queries/viewer-gaps.ts'

/** What the service counts. Labels are routes, states and names from configuration: never a UID or a patient. */
export interface Metrics {
  readonly registry: Registry
  readonly requests: Counter<'method' | 'route' | 'status'>
  readonly requestSeconds: Histogram<'method' | 'route'>
}

/**
 * Metrics of this process; states of studies, workitems, jobs and sources are read from the database at each scrape.
 * @param sources Names of the configured sources
 */
export const createMetrics = (
  db: Database,
  queue: Pick<JobQueue, 'counts'>,
  sources: readonly string[] = [],
): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'hilum_' })
  new Gauge({
    name: 'hilum_studies',
    help: 'Studies by phase.',
    labelNames: ['phase'],
    registers: [registry],
    async collect() {
      const { studies } = await countStates(db)
      this.reset()
      for (const [phase, total] of Object.entries(studies)) this.set({ phase }, total)
    },
  })
  new Gauge({
    name: 'hilum_workitems',
    help: 'Workitems by state and outcome.',
    labelNames: ['state', 'outcome'],
    registers: [registry],
    async collect() {
      const { workitems } = await countStates(db)
      this.reset()
      for (const [key, total] of Object.entries(workitems)) {
        const [state, outcome] = key.split(':', 2)
        this.set({ state: state!, outcome: outcome ?? '' }, total)
      }
    },
  })
  new Gauge({
    name: 'hilum_jobs',
    help: 'Jobs by queue and state.',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      for (const [name, counts] of Object.entries(await queue.counts())) {
        for (const [state, total] of Object.entries(counts)) this.set({ queue: name, state }, total)
      }
    },
  })
  new Gauge({
    name: 'hilum_source_up',
    help: '1 if the source could be asked the last time, else 0.',
    labelNames: ['source'],
    registers: [registry],
    async collect() {
      const failing = new Set((await listFailingSources(db, sources)).map(({ source }) => source))
      for (const source of sources) this.set({ source }, failing.has(source) ? 0 : 1)
    },
  })
  new Gauge({
    name: 'hilum_viewer_gaps',
    help: 'Results that a viewer of a target would not have shown; form is none where no other form could be made.',
    labelNames: ['target', 'viewer', 'form'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const { target, viewer, form, total } of await countViewerGaps(db))
        this.set({ target, viewer, form }, total)
    },
  })
  new Gauge({
    name: 'hilum_relay_calls',
    help: 'Calls to remote models that run, and those that wait for limits.',
    labelNames: ['provider', 'state'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const { provider, running, waiting } of await listProviderHealth(db)) {
        this.inc({ provider, state: 'running' }, running)
        // Of the provider, whatever its key: not to be added up.
        this.set({ provider, state: 'waiting' }, waiting)
      }
    },
  })
  return {
    registry,
    requests: new Counter({
      name: 'hilum_http_requests_total',
      help: 'HTTP requests.',
      labelNames: ['method', 'route', 'status'],
      registers: [registry],
    }),
    requestSeconds: new Histogram({
      name: 'hilum_http_request_seconds',
      help: 'Time to the response head.',
      labelNames: ['method', 'route'],
      registers: [registry],
    }),
  }
}

/** `/metrics` in Prometheus text form. */
export const createMetricsRoute = (metrics: Metrics): Hono => {
  const app = new Hono()
  app.get('/metrics', async context =>
    context.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  )
  return app
}
