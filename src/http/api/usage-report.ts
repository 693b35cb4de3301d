import type { Database } from '../../storage/database.ts'
import {
  type CanaryRow,
  listCanaries,
  listProviderHealth,
  listUsage,
  loadSpent,
  type Period,
  type ProviderHealth,
  type UsageGroup,
  type UsageRow,
} from '../../storage/queries/relay-usage.ts'

/** A budget as it is configured; `rule` is '' for all. */
export interface ConfiguredBudget {
  readonly rule: string
  readonly period: 'day' | 'month'
  readonly tokens?: number | undefined
  readonly amount?: number | undefined
}

/** A budget with what is left of it now; reserved for running calls is spent. */
export interface BudgetLeft {
  readonly rule: string
  readonly period: 'day' | 'month'
  readonly spentTokens: number
  readonly spentAmount: number
  readonly tokens: number | null
  readonly amount: number | null
  readonly tokensLeft: number | null
  readonly amountLeft: number | null
}

/** A configured provider: what people choose by. */
export interface ConfiguredProvider {
  readonly name: string
  readonly model: string
}

/** Usage and cost as the API and the console tell it. */
export interface UsageReport {
  readonly by: UsageGroup
  readonly from: string
  readonly to: string
  readonly currency: string
  readonly rows: readonly UsageRow[]
  /** The same length of time before, for comparison. */
  readonly earlier: readonly UsageRow[]
  readonly budgets: readonly BudgetLeft[]
  readonly providers: readonly ConfiguredProvider[]
  readonly health: readonly ProviderHealth[]
  readonly canaries: readonly CanaryRow[]
}

/** What a report stands on. */
export interface UsageDeps {
  readonly db: Database
  readonly currency: string
  readonly budgets: readonly ConfiguredBudget[]
  readonly providers: readonly ConfiguredProvider[]
}

/** Reads usage of a period, beside the period of the same length before it. */
export const readUsageReport = async (
  { db, currency, budgets, providers }: UsageDeps,
  by: UsageGroup,
  period: Period,
  now: Date,
): Promise<UsageReport> => {
  const lengthMs = period.to.getTime() - period.from.getTime()
  const before = { from: new Date(period.from.getTime() - lengthMs), to: period.from }
  return {
    by,
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    currency,
    rows: await listUsage(db, by, period),
    earlier: await listUsage(db, by, before),
    budgets: await Promise.all(budgets.map(budget => budgetLeft(db, budget, currency, now))),
    providers,
    health: await listProviderHealth(db),
    canaries: await listCanaries(db, period),
  }
}

const budgetLeft = async (
  db: Database,
  { rule, period, tokens, amount }: ConfiguredBudget,
  currency: string,
  at: Date,
): Promise<BudgetLeft> => {
  const spent = await loadSpent(db, { rule, period, currency, at })
  return {
    rule,
    period,
    spentTokens: spent.tokens,
    spentAmount: spent.amount,
    tokens: tokens ?? null,
    amount: amount ?? null,
    tokensLeft: tokens === undefined ? null : Math.max(0, tokens - spent.tokens),
    amountLeft: amount === undefined ? null : Math.max(0, amount - spent.amount),
  }
}
