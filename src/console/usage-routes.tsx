import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Clock } from '../base/clock.ts'
import { readUsageReport, type UsageDeps } from '../http/api/usage-report.ts'
import { usageGroups } from '../storage/queries/relay-usage.ts'
import { UsagePage } from './pages/usage-page.tsx'

/** What the usage page stands on. */
export interface UsagePageDeps extends UsageDeps {
  readonly clock: Clock
  readonly version: string
}

/** The request's variables as the app sets them. */
interface ConsoleRequest {
  Variables: { requestId: string; actor: string }
}

const dayMs = 86_400_000

/** `/usage` of the console: `by` a group, over the last `days`. What it does not know of either is the default. */
export const createUsageRoutes = (deps: UsagePageDeps): Hono<ConsoleRequest> =>
  new Hono<ConsoleRequest>().get('/usage', async context => {
    const by = usageGroups.find(group => group === context.req.query('by')) ?? 'provider'
    const asked = context.req.query('days') ?? '30'
    const days = /^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : 30
    const now = deps.clock.now()
    const period = { from: new Date(now.getTime() - days * dayMs), to: now }
    const report = await readUsageReport(deps, by, period, now)
    context.header('cache-control', 'no-store')
    return context.html(
      html`<!doctype html>${<UsagePage report={report} days={days} version={deps.version} />}`,
    )
  })
