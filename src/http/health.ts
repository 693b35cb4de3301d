import { Hono } from 'hono'

/** One thing that readiness depends on: answers undefined when well, else a sentence without secrets. */
export type ReadinessCheck = () => Promise<string | undefined>

/** `/healthz`: the process answers. `/readyz`: database, disk and queue do too, else 503 with what is wrong. */
export const createHealthRoutes = (checks: Readonly<Record<string, ReadinessCheck>>): Hono => {
  const app = new Hono()
  app.get('/healthz', context => context.json({ status: 'ok' }))
  app.get('/readyz', async context => {
    const names = Object.keys(checks)
    const faults = await Promise.all(names.map(name => checks[name]!().catch(() => 'does not answer')))
    const report = Object.fromEntries(names.map((name, index) => [name, faults[index] ?? 'ok']))
    const isReady = faults.every(fault => fault === undefined)
    return context.json({ status: isReady ? 'ready' : 'not ready', checks: report }, isReady ? 200 : 503)
  })
  return app
}
