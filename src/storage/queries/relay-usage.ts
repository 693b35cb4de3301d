import { sql } from 'drizzle-orm'
import type { Database } from '../database.ts'

/** By what usage is added up. */
export const usageGroups = ['provider', 'model', 'rule', 'study', 'day', 'month'] as const
export type UsageGroup = (typeof usageGroups)[number]

/** A period of calls, from (inclusive) to (exclusive). */
export interface Period {
  readonly from: Date
  readonly to: Date
}

/** Calls of a group in a period. Latencies of answered calls in ms; shares from 0 to 1, null without calls. */
export interface UsageRow {
  readonly group: string
  readonly currency: string
  readonly calls: number
  readonly answered: number
  readonly failed: number
  /** Calls of processes that died: what was reserved for them counts in the cost, nobody knows what it was. */
  readonly unknownCost: number
  readonly images: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
  readonly studies: number
  readonly costPerStudy: number | null
  readonly costPer1000Images: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  /** Calls that the provider took (anything but no connection, 5xx, 429, timeouts and broken connections). */
  readonly availability: number | null
  /** Calls that gave an answer that could be used. */
  readonly success: number | null
  readonly hits: number | null
  /** What a month would cost at this volume. */
  readonly costPerMonth: number
}

const groupColumn = {
  provider: sql`c.provider`,
  model: sql`c.model`,
  rule: sql`c.rule_name`,
  study: sql`coalesce(c.study_id::text, '')`,
  day: sql`to_char(c.started_at at time zone 'UTC', 'YYYY-MM-DD')`,
  month: sql`to_char(c.started_at at time zone 'UTC', 'YYYY-MM')`,
} as const satisfies Record<UsageGroup, unknown>

const monthDays = 30.4375

/** Usage of a period by group, the dearest first. At most 5,000 rows. */
export const listUsage = async (
  db: Database,
  by: UsageGroup,
  { from, to }: Period,
): Promise<readonly UsageRow[]> => {
  const days = Math.max(1 / 24, (to.getTime() - from.getTime()) / 86_400_000)
  const unavailable = sql`c.code in ('RELAY_UNAVAILABLE', 'RELAY_RATE_LIMITED', 'RELAY_TIMEOUT', 'RELAY_BROKEN')`
  const ourDoing = sql`coalesce(c.code, '') in ('BASE_CANCELLED', 'RELAY_ABANDONED')`
  const rows = await db.execute(sql`
    select ${groupColumn[by]} as "group", c.currency, count(*)::int as calls,
      (count(*) filter (where c.outcome = 'answered'))::int as answered,
      (count(*) filter (where c.outcome = 'failed'))::int as failed,
      (count(*) filter (where c.code = 'RELAY_ABANDONED'))::int as "unknownCost",
      coalesce(sum(c.images) filter (where c.outcome = 'answered'), 0)::int as images,
      sum(c.tokens_in)::float8 as "tokensIn", sum(c.tokens_out)::float8 as "tokensOut", sum(c.cost) as cost,
      count(distinct c.study_id)::int as studies,
      sum(c.cost) / nullif(count(distinct c.study_id), 0) as "costPerStudy",
      sum(c.cost) filter (where c.images > 0) * 1000
        / nullif(sum(c.images) filter (where c.outcome = 'answered'), 0) as "costPer1000Images",
      percentile_cont(0.5) within group (order by c.latency_ms) filter (where c.outcome = 'answered') as "p50Ms",
      percentile_cont(0.99) within group (order by c.latency_ms) filter (where c.outcome = 'answered') as "p99Ms",
      1 - (count(*) filter (where ${unavailable}))::float8
        / nullif(count(*) filter (where c.outcome <> 'pending' and not ${ourDoing}), 0) as availability,
      (count(*) filter (where c.outcome = 'answered'))::float8
        / nullif(count(*) filter (where c.outcome <> 'pending' and not ${ourDoing}), 0) as success,
      sum(c.hits)::int as hits,
      sum(c.cost) / ${days}::float8 * ${monthDays}::float8 as "costPerMonth"
    from provider_call c
    where c.started_at >= ${from.toISOString()}::timestamptz and c.started_at < ${to.toISOString()}::timestamptz
    group by 1, 2 order by cost desc, 1 limit 5000`)
  return rows as unknown as readonly UsageRow[]
}

/** Spent and reserved of a rule ('' for all) in the day or month that `at` is in. */
export const loadSpent = async (
  db: Database,
  of: {
    readonly rule: string
    readonly period: 'day' | 'month'
    readonly currency: string
    readonly at: Date
  },
): Promise<{ readonly tokens: number; readonly amount: number }> => {
  const startsOn = of.at.toISOString().slice(0, of.period === 'day' ? 10 : 7)
  const rows = await db.execute(sql`
    select tokens, amount from relay_spend where rule_name = ${of.rule} and period = ${of.period}
      and starts_on = ${startsOn} and currency = ${of.currency}`)
  return (rows[0] as { tokens: number; amount: number } | undefined) ?? { tokens: 0, amount: 0 }
}

/** How a provider and key stand now, shared by all processes. */
export interface ProviderHealth {
  readonly provider: string
  readonly keyId: string
  /** closed: calls go. open: none does until `openUntil`. probing: one tries. */
  readonly breaker: 'closed' | 'open' | 'probing'
  readonly openUntil: string | null
  readonly cooldownUntil: string | null
  /** Requests at once that are allowed now, and share (0 to 1) of the configured rate. */
  readonly concurrency: number
  readonly pace: number
  readonly running: number
  readonly waiting: number
}

/** Health of every provider that was called. */
export const listProviderHealth = async (db: Database): Promise<readonly ProviderHealth[]> => {
  const rows = await db.execute(sql`
    select g.provider, g.key_id as "keyId", g.concurrency, g.pace,
      case when g.open_until > now() then 'open' when g.open_until is not null then 'probing' else 'closed' end as breaker,
      case when g.open_until > now() then to_json(g.open_until) #>> '{}' end as "openUntil",
      case when g.cooldown_until > now() then to_json(g.cooldown_until) #>> '{}' end as "cooldownUntil",
      (select count(*)::int from provider_call c where c.provider = g.provider and c.key_id = g.key_id
        and c.outcome = 'pending' and c.lease_until > now()) as running,
      (select count(*)::int from relay_wait w where w.provider = g.provider
        and w.seen_at > now() - interval '30 s') as waiting
    from relay_gate g order by g.provider, g.key_id`)
  return rows as unknown as readonly ProviderHealth[]
}

/** A candidate of a rule: its shadow comparisons of a period, and where it stands. */
export interface CanaryRow {
  readonly rule: string
  readonly provider: string
  readonly state: 'running' | 'promoted' | 'rolled-back'
  readonly reason: string | null
  readonly actor: string | null
  readonly calls: number
  readonly failures: number
  readonly comparisons: number
  /** Mean of each number that answers are compared by. */
  readonly agreement: Readonly<Record<string, number>>
  /** Mean difference, candidate less used. */
  readonly latencyDifferenceMs: number | null
  readonly costDifference: number | null
}

/** Every candidate that was called, or whose state was set. */
export const listCanaries = async (db: Database, { from, to }: Period): Promise<readonly CanaryRow[]> => {
  const rows = await db.execute(sql`
    with called as (
      select rule_name, provider, count(*)::int as calls,
        (count(*) filter (where outcome = 'failed'))::int as failures
      from provider_call where role in ('canary', 'shadow')
        and started_at >= ${from.toISOString()}::timestamptz and started_at < ${to.toISOString()}::timestamptz
      group by 1, 2),
    compared as (
      select rule_name, candidate as provider, count(*)::int as comparisons,
        avg(candidate_latency_ms - latency_ms) filter (where code is null) as "latencyDifferenceMs",
        avg(candidate_cost - cost) filter (where code is null) as "costDifference"
      from relay_comparison
      where compared_at >= ${from.toISOString()}::timestamptz and compared_at < ${to.toISOString()}::timestamptz
      group by 1, 2),
    agreed as (
      select rule_name, provider, jsonb_object_agg(key, mean) as agreement from (
        select k.rule_name, k.candidate as provider, e.key, avg(e.value::float8) as mean
        from relay_comparison k, jsonb_each_text(k.agreement) e
        where k.compared_at >= ${from.toISOString()}::timestamptz and k.compared_at < ${to.toISOString()}::timestamptz
        group by 1, 2, 3) m group by 1, 2)
    select coalesce(a.rule_name, s.rule_name) as rule, coalesce(a.provider, s.provider) as provider,
      coalesce(s.state, 'running') as state, s.reason, s.actor, coalesce(a.calls, 0) as calls,
      coalesce(a.failures, 0) as failures, coalesce(c.comparisons, 0) as comparisons,
      coalesce(g.agreement, '{}') as agreement, c."latencyDifferenceMs", c."costDifference"
    from called a full join relay_canary s on s.rule_name = a.rule_name and s.provider = a.provider
    left join compared c on c.rule_name = coalesce(a.rule_name, s.rule_name) and c.provider = coalesce(a.provider, s.provider)
    left join agreed g on g.rule_name = coalesce(a.rule_name, s.rule_name) and g.provider = coalesce(a.provider, s.provider)
    order by 1, 2`)
  return rows as unknown as readonly CanaryRow[]
}
