import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Clock } from '../../base/clock.ts'
import { HilumError } from '../../base/errors.ts'
import { hasCallsOf, loadCanaryState } from '../../storage/queries/relay-ledger.ts'
import { listUsage, type Period, usageGroups } from '../../storage/queries/relay-usage.ts'
import type { RequestVariables } from '../problem.ts'
import { createRouter, jsonResponses } from './route.ts'
import { usageCsv } from './usage-csv.ts'
import { readUsageReport, type UsageDeps } from './usage-report.ts'

/** A candidate's new state, by hand. */
export interface CanaryDecision {
  readonly rule: string
  readonly provider: string
  readonly state: 'running' | 'promoted' | 'rolled-back'
  readonly reason: string
  readonly actor: string
}

/** What the usage endpoints stand on. */
export interface UsageApiDeps extends UsageDeps {
  readonly clock: Clock
  /** With its audit entry; false where the candidate stood there already. */
  changeCanary(change: CanaryDecision): Promise<boolean>
}

const query = z.object({
  by: z.enum(usageGroups).default('provider'),
  from: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  to: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
})

const nullable = z.number().nullable()
const usageRow = z.object({
  group: z.string(),
  currency: z.string(),
  calls: z.number(),
  answered: z.number(),
  failed: z.number(),
  unknownCost: z.number(),
  images: z.number(),
  tokensIn: z.number(),
  tokensOut: z.number(),
  cost: z.number(),
  studies: z.number(),
  costPerStudy: nullable,
  costPer1000Images: nullable,
  p50Ms: nullable,
  p99Ms: nullable,
  availability: nullable,
  success: nullable,
  hits: nullable,
  costPerMonth: z.number(),
})

const canaryState = z.enum(['running', 'promoted', 'rolled-back'])
const report = z.object({
  by: z.enum(usageGroups),
  from: z.string(),
  to: z.string(),
  currency: z.string(),
  rows: z.array(usageRow),
  earlier: z.array(usageRow),
  budgets: z.array(
    z.object({
      rule: z.string(),
      period: z.enum(['day', 'month']),
      spentTokens: z.number(),
      spentAmount: z.number(),
      tokens: nullable,
      amount: nullable,
      tokensLeft: nullable,
      amountLeft: nullable,
    }),
  ),
  providers: z.array(z.object({ name: z.string(), model: z.string() })),
  health: z.array(
    z.object({
      provider: z.string(),
      keyId: z.string(),
      breaker: z.enum(['closed', 'open', 'probing']),
      openUntil: z.string().nullable(),
      cooldownUntil: z.string().nullable(),
      concurrency: z.number(),
      pace: z.number(),
      running: z.number(),
      waiting: z.number(),
    }),
  ),
  canaries: z.array(
    z.object({
      rule: z.string(),
      provider: z.string(),
      state: canaryState,
      reason: z.string().nullable(),
      actor: z.string().nullable(),
      calls: z.number(),
      failures: z.number(),
      comparisons: z.number(),
      agreement: z.record(z.string(), z.number()),
      latencyDifferenceMs: nullable,
      costDifference: nullable,
    }),
  ),
})

const usageRoute = createRoute({
  method: 'get',
  path: '/usage',
  summary:
    'Calls to remote models, tokens and cost by group, budgets left, providers and candidates. Default: 30 days',
  request: { query },
  responses: jsonResponses(report, 'Usage of the period, and of the one of the same length before'),
})

const csvRoute = createRoute({
  method: 'get',
  path: '/usage.csv',
  summary: 'The same rows as CSV',
  request: { query },
  responses: { 200: { description: 'RFC 4180', content: { 'text/csv': { schema: z.string() } } } },
})

const canaryRoute = createRoute({
  method: 'post',
  path: '/usage/candidates/{rule}/{provider}/{state}',
  summary: 'Promotes a candidate provider of a rule, takes it back, or lets it run again; audited',
  request: {
    params: z.object({ rule: z.string().max(80), provider: z.string().max(80), state: canaryState }),
  },
  responses: jsonResponses(z.object({ state: canaryState }), 'Its state'),
})

const month = 30 * 86_400_000

/** The period asked for; default: the last 30 days. @throws HTTP_BAD_REQUEST where it ends before it begins */
export const periodOf = (
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
): Period => {
  const to = asked.to === undefined ? now : new Date(asked.to)
  const from = asked.from === undefined ? new Date(to.getTime() - month) : new Date(asked.from)
  if (from >= to) throw new HilumError('HTTP_BAD_REQUEST', 'from: must be before to')
  return { from, to }
}

/** `/usage` of the API: what remote models were asked, what it cost, and what is left. */
export const createUsageApi = (deps: UsageApiDeps): OpenAPIHono<RequestVariables> =>
  createRouter()
    .openapi(usageRoute, async context => {
      const { by, ...asked } = context.req.valid('query')
      const now = deps.clock.now()
      const made = await readUsageReport(deps, by, periodOf(asked, now), now)
      return context.json(report.parse(made), 200)
    })
    .openapi(csvRoute, async context => {
      const { by, ...asked } = context.req.valid('query')
      const rows = await listUsage(deps.db, by, periodOf(asked, deps.clock.now()))
      return context.body(usageCsv(rows), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="hilum-usage-by-${by}.csv"`,
      })
    })
    .openapi(canaryRoute, async context => {
      const { rule, provider, state } = context.req.valid('param')
      const isKnown =
        (await hasCallsOf(deps.db, rule, provider)) ||
        (await loadCanaryState(deps.db, rule, provider)) !== 'running'
      if (!isKnown) throw new HilumError('HTTP_NOT_FOUND', 'this rule has no such candidate')
      await deps.changeCanary({ rule, provider, state, reason: 'by hand', actor: context.get('actor') })
      return context.json({ state }, 200)
    })
