import { setTimeout as wait } from 'node:timers/promises'
import { Hono } from 'hono'
import { HilumError } from '../base/errors.ts'

/** One thing that readiness depends on: answers undefined when well, else a sentence without secrets. */
export type ReadinessCheck = () => Promise<string | undefined>

/** A check that takes longer has failed: who asks, asks again in seconds. */
const patienceMs = 5_000

const run = async (check: ReadinessCheck): Promise<string | undefined> => {
  const timer = new AbortController()
  try {
    return await Promise.race([
      check(),
      wait(patienceMs, 'does not answer', { ref: false, signal: timer.signal }),
    ])
  } catch (thrown) {
    return thrown instanceof HilumError ? thrown.message : 'does not answer'
  } finally {
    timer.abort()
  }
}

/** `/healthz`: the process answers. `/readyz`: database, disk and queue do too, else 503 with what is wrong. */
export const createHealthRoutes = (checks: Readonly<Record<string, ReadinessCheck>>): Hono => {
  const app = new Hono()
  app.get('/healthz', context => context.json({ status: 'ok' }))
  app.get('/readyz', async context => {
    const names = Object.keys(checks)
    const faults = await Promise.all(names.map(name => run(checks[name]!)))
    const report = Object.fromEntries(names.map((name, index) => [name, faults[index] ?? 'ok']))
    const isReady = faults.every(fault => fault === undefined)
    return context.json({ status: isReady ? 'ready' : 'not ready', checks: report }, isReady ? 200 : 503)
  })
  return app
}
