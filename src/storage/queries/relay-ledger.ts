import { and, eq, ne, sql } from 'drizzle-orm'
import type { Sql } from 'postgres'
import type { Database, Transaction } from '../database.ts'
import {
  note,
  providerCall,
  relayCanary,
  relayComparison,
  relayGate,
  relayWait,
  study,
  workitem,
} from '../schema.ts'

/** What a workitem or a note is to the relay: whose budget, which study, how urgent. */
export const loadRelaySubject = async (
  db: Database,
  workitemId: string,
): Promise<{ readonly rule: string; readonly studyId: string | null; readonly priority: string }> => {
  const [item] = await db
    .select({ rule: workitem.ruleName, studyId: workitem.studyId, order: workitem.order })
    .from(workitem)
    .where(eq(workitem.id, workitemId))
  if (item) return { rule: item.rule, studyId: item.studyId, priority: item.order.priority }
  const [found] = await db
    .select({ studyId: study.id })
    .from(note)
    .leftJoin(study, and(eq(study.studyInstanceUid, note.studyInstanceUid), ne(study.phase, 'quarantined')))
    .where(sql`${note.id}::text = ${workitemId}`)
    .limit(1)
  return { rule: found ? '(notes)' : '(none)', studyId: found?.studyId ?? null, priority: 'routine' }
}

/**
 * Asks for admission: one statement, whose answer is the SQL function's (migrations, relay_admit). Admitted: intent and
 * audit entry are committed. @param auditDetail canonical JSON
 */
export const admitCall = async (driver: Sql, intent: object, auditDetail: string): Promise<unknown> => {
  const [row] =
    await driver`select relay_admit(${JSON.stringify(intent)}::text::jsonb, ${auditDetail}) as verdict`
  return row?.verdict
}

/** Settles an admitted call; whether the breaker opened with it. */
export const settleCall = async (driver: Sql, end: object): Promise<boolean> => {
  const [row] = await driver`select relay_settle(${JSON.stringify(end)}::text::jsonb) as opened`
  return row?.opened === true
}

/** Takes a call out of the visible queue. */
export const forgetWait = async (db: Database, id: string): Promise<void> => {
  await db.delete(relayWait).where(eq(relayWait.id, id))
}

/** Where a candidate of a rule stands. */
export const loadCanaryState = async (
  db: Database | Transaction,
  ruleName: string,
  provider: string,
): Promise<'running' | 'promoted' | 'rolled-back'> => {
  const [row] = await db
    .select({ state: relayCanary.state })
    .from(relayCanary)
    .where(and(eq(relayCanary.ruleName, ruleName), eq(relayCanary.provider, provider)))
  return row?.state ?? 'running'
}

/** Writes where a candidate stands; false where it stood there already. */
export const saveCanaryState = async (
  tx: Transaction,
  row: typeof relayCanary.$inferInsert,
): Promise<boolean> => {
  if ((await loadCanaryState(tx, row.ruleName, row.provider)) === row.state) return false
  await tx
    .insert(relayCanary)
    .values(row)
    .onConflictDoUpdate({ target: [relayCanary.ruleName, relayCanary.provider], set: row })
  return true
}

/** What a candidate did in the last hour, since it was last promoted or started anew, beside the others of its rule. */
export interface CanaryRecord {
  readonly calls: number
  readonly failures: number
  /** 95th percentile of answered calls, ms; null without any. */
  readonly latencyMs: number | null
  /** Hits a call; null where nobody counts them. */
  readonly hits: number | null
  readonly otherHits: number | null
}

/** Reads a candidate's record. */
export const loadCanaryRecord = async (
  db: Database,
  ruleName: string,
  provider: string,
): Promise<CanaryRecord> => {
  const candidate = sql`c.provider = ${provider} and c.role in ('canary', 'shadow')`
  const rows = await db.execute(sql`
    select count(*) filter (where ${candidate})::int as calls,
      count(*) filter (where ${candidate} and c.outcome = 'failed')::int as failures,
      percentile_cont(0.95) within group (order by c.latency_ms)
        filter (where ${candidate} and c.outcome = 'answered') as "latencyMs",
      avg(c.hits) filter (where ${candidate})::float8 as hits,
      avg(c.hits) filter (where c.provider <> ${provider} and c.role = 'main')::float8 as "otherHits"
    from provider_call c
    where c.rule_name = ${ruleName} and c.outcome <> 'pending' and coalesce(c.code, '') not in ('BASE_CANCELLED', 'RELAY_ABANDONED')
      and c.started_at > greatest(now() - interval '1 hour', coalesce(
        (select changed_at from relay_canary where rule_name = ${ruleName} and provider = ${provider}), '-infinity'))`)
  return rows[0] as unknown as CanaryRecord
}

/** Keeps a comparison; the same question compared again replaces it. */
export const saveComparison = async (
  db: Database,
  row: typeof relayComparison.$inferInsert,
): Promise<void> => {
  const { workitemId, requestHash, candidate } = relayComparison
  await db
    .insert(relayComparison)
    .values(row)
    .onConflictDoUpdate({ target: [workitemId, requestHash, candidate], set: row })
}

/** Smoothed latency of answered calls in ms, by provider. */
export const loadLatencies = async (db: Database): Promise<ReadonlyMap<string, number>> => {
  const rows = await db
    .select({ provider: relayGate.provider, latencyMs: sql<number | null>`min(${relayGate.latencyMs})` })
    .from(relayGate)
    .groupBy(relayGate.provider)
  return new Map(
    rows.flatMap(row => (row.latencyMs === null ? [] : [[row.provider, row.latencyMs] as const])),
  )
}

/** Providers that a rule has sent calls to: what a candidate may be promoted over. */
export const hasCallsOf = async (db: Database, ruleName: string, provider: string): Promise<boolean> => {
  const [row] = await db
    .select({ id: providerCall.id })
    .from(providerCall)
    .where(and(eq(providerCall.ruleName, ruleName), eq(providerCall.provider, provider)))
    .limit(1)
  return row !== undefined
}
