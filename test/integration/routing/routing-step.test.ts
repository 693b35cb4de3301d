import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { createCompletionStep } from '../../../src/completion/completion-step.ts'
import type { InstanceRole } from '../../../src/intake/instance.ts'
import type { JobQueue, RunningJob } from '../../../src/jobs/job.ts'
import { startQueue } from '../../../src/jobs/queue.ts'
import { attributeCondition } from '../../../src/routing/conditions/attribute.ts'
import { factCondition } from '../../../src/routing/conditions/fact.ts'
import { defaultRulesText } from '../../../src/routing/default-rules.ts'
import { createRoutingStep, type RoutingStepDeps } from '../../../src/routing/routing-step.ts'
import { saveRuleRevision } from '../../../src/routing/rule-revision-step.ts'
import { parseRules, type RuleSet } from '../../../src/routing/rule-set.ts'
import { auditEntry, routingDecision, ruleRevision, study, workitem } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type SettableClock, settableClock } from '../../support/settable-clock.ts'
import { storeInstance, storeSeries, storeStudy } from '../../support/stored-study.ts'
import { seriesFacts } from '../../support/study-facts.ts'

let database: TestDatabase
let queue: JobQueue
let clock: SettableClock

beforeAll(async () => {
  database = await openTestDatabase()
  queue = await startQueue({ url: database.url, sql: database.sql, log: silentLog })
})
afterAll(async () => {
  await queue?.stop(0)
  await database?.close()
})
beforeEach(async () => {
  clock = settableClock()
  await database.db.delete(study)
  await database.sql`delete from pgboss.job`
})

const signal = new AbortController().signal

const rules = (text: string): RuleSet => {
  const parsed = parseRules(text, { conditions: [attributeCondition, factCondition] })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.ruleSet
}
const defaults = rules(defaultRulesText([]))

const stepWith = (changes: Partial<RoutingStepDeps> = {}) =>
  createRoutingStep({
    summarizeDocuments: async () => {},
    db: database.db,
    queue,
    clock,
    log: silentLog,
    activeRules: () => defaults,
    algorithmOf: name => (name === 'built-in' ? { id: 'built-in', version: '1.0.0' } : undefined),
    runsPerStudyAndDay: 3,
    ...changes,
  })

const jobOf = (studyId: string, revision: number): RunningJob => ({
  id: 'job',
  queue: 'route',
  key: `${studyId}:${revision}`,
  payload: { studyId, revision },
  attempt: 0,
  signal,
})

/** Completes what is receiving. */
const complete = async (bodyRegion: 'chest' | 'other' = 'chest') => {
  clock.advance(60)
  const step = createCompletionStep({
    db: database.db,
    queue,
    clock,
    log: silentLog,
    policyOf: () => ({ quietPeriodMs: 60_000, maximumWaitMs: 600_000 }),
    refreshCensus: async () => undefined,
    tellFacts: async ([first]) => seriesFacts({ seriesInstanceUid: first!.seriesInstanceUid, bodyRegion }),
  })
  return (await step.tick(signal)).completed[0]!
}

const receive = async () => {
  const stored = await storeStudy(database.db, clock.now())
  const into = { study: stored, series: await storeSeries(database.db, stored.id) }
  const add = (role?: InstanceRole) => storeInstance(database.db, into, clock.now(), role)
  const digests = [await add(), await add()].map(facts => facts.digest).sort()
  return { ...into, add, digests }
}

const workitems = (studyId: string) =>
  database.db.select().from(workitem).where(eq(workitem.studyId, studyId)).orderBy(workitem.createdAt)
const decisions = (studyId: string) =>
  database.db.select().from(routingDecision).where(eq(routingDecision.studyId, studyId))
const workitemJobs = () => database.sql<{ key: string; priority: number; data: object }[]>`
  select singleton_key as key, priority, data from pgboss.job where name = 'workitem'`
const auditOf = async (subject: string, action: string) => {
  const rows = await database.db
    .select({ canonical: auditEntry.canonical })
    .from(auditEntry)
    .where(
      sql`${auditEntry.canonical}::json ->> 'subject' = ${subject} and ${auditEntry.canonical}::json ->> 'action' = ${action}`,
    )
  return rows.map(row => JSON.parse(row.canonical))
}

describe('a route job', () => {
  it('makes a workitem, its job, the reasons and one entry of the trail', async () => {
    const { study: stored, series: of, digests } = await receive()
    await complete()
    expect(await stepWith()(jobOf(stored.id, 1))).toEqual({ kind: 'done' })
    const [item, ...others] = await workitems(stored.id)
    expect(others).toEqual([])
    expect(item).toMatchObject({
      studyRevision: 1,
      ruleName: 'chest-ct-nodules',
      ruleRevision: defaults.revision,
      seriesInstanceUids: [of.seriesInstanceUid],
      order: { detector: 'built-in', outputs: ['nodule-sr'], deliverTo: [] },
      state: 'SCHEDULED',
      outcome: null,
    })
    expect([...item!.digests].sort()).toEqual(digests)
    expect(await workitemJobs()).toEqual([{ key: item!.id, priority: 0, data: { workitemId: item!.id } }])
    expect(await decisions(stored.id)).toMatchObject([
      { isMatch: true, explanation: { series: [{ kind: 'asked', holds: 'yes' }] } },
    ])
    expect(await auditOf(stored.id, 'study.routed')).toMatchObject([
      { detail: { revision: 1, matchedRules: ['chest-ct-nodules'], created: [item!.id], superseded: [] } },
    ])
  })

  it('is harmless twice, and twice at once', async () => {
    const { study: stored } = await receive()
    await complete()
    const step = stepWith()
    await Promise.all([step(jobOf(stored.id, 1)), step(jobOf(stored.id, 1))])
    await step(jobOf(stored.id, 1))
    expect(await workitems(stored.id)).toHaveLength(1)
    expect(await workitemJobs()).toHaveLength(1)
    expect(await auditOf(stored.id, 'study.routed')).toHaveLength(1)
  })

  it('keeps the reason where no rule matches, and makes nothing', async () => {
    const { study: stored } = await receive()
    await complete('other')
    await stepWith()(jobOf(stored.id, 1))
    expect(await workitems(stored.id)).toEqual([])
    const [decision] = await decisions(stored.id)
    expect(decision?.isMatch).toBe(false)
    const bodyRegion = {
      kind: 'leaf',
      condition: 'fact',
      subject: 'bodyRegion',
      seen: 'other',
      wanted: 'chest',
      holds: 'no',
    }
    const explanation = { holds: 'no', of: expect.arrayContaining([bodyRegion]) }
    expect(decision?.explanation).toMatchObject({ series: [{ holds: 'no', explanation }] })
    expect(await auditOf(stored.id, 'study.routed')).toMatchObject([{ detail: { matchedRules: [] } }])
  })

  it('makes no new work of a late instance that is no image', async () => {
    const { study: stored, add } = await receive()
    await complete()
    const step = stepWith()
    await step(jobOf(stored.id, 1))
    await add('other')
    expect(await complete()).toMatchObject({ revision: 2 })
    await step(jobOf(stored.id, 2))
    expect(await workitems(stored.id)).toHaveLength(1)
    expect(await decisions(stored.id)).toHaveLength(2)
  })

  it('makes new work of a late image, in place of what has not started', async () => {
    const { study: stored, add } = await receive()
    await complete()
    const step = stepWith()
    await step(jobOf(stored.id, 1))
    await add()
    await complete()
    await step(jobOf(stored.id, 2))
    const [first, second] = await workitems(stored.id)
    expect(first).toMatchObject({ state: 'CANCELED', outcome: 'superseded', studyRevision: 1 })
    expect(second).toMatchObject({ state: 'SCHEDULED', outcome: null, studyRevision: 2 })
    expect(second?.digests).toHaveLength(3)
  })

  it('leaves a revision alone that a later arrival or a later revision has overtaken', async () => {
    const { study: stored, add } = await receive()
    await complete()
    await add()
    await stepWith()(jobOf(stored.id, 1))
    await complete()
    await stepWith()(jobOf(stored.id, 1))
    expect(await workitems(stored.id)).toEqual([])
    await stepWith()(jobOf(stored.id, 2))
    expect(await workitems(stored.id)).toHaveLength(1)
  })

  it('parks what is over the cap in sight, without a job', async () => {
    const { study: stored, add } = await receive()
    const step = stepWith()
    for (const revision of [1, 2, 3, 4]) {
      await complete()
      await step(jobOf(stored.id, revision))
      await database.db
        .update(workitem)
        .set({ state: 'COMPLETED', outcome: 'delivered' })
        .where(sql`${workitem.outcome} is null`)
      await add()
    }
    const made = await workitems(stored.id)
    expect(made.map(item => item.outcome)).toEqual(['delivered', 'delivered', 'delivered', 'capped'])
    expect(made[3]).toMatchObject({ state: 'SCHEDULED', code: 'ROUTING_CAPPED' })
    expect(await workitemJobs()).toHaveLength(3)
  })

  it('parks what no detector here can do', async () => {
    const { study: stored } = await receive()
    await complete()
    await stepWith({ algorithmOf: () => undefined })(jobOf(stored.id, 1))
    expect(await workitems(stored.id)).toMatchObject([
      { state: 'SCHEDULED', outcome: 'parked', code: 'ROUTING_DETECTOR_UNKNOWN' },
    ])
    expect(await workitemJobs()).toEqual([])
  })

  it('leaves nothing behind if the queue does not take the job', async () => {
    const { study: stored } = await receive()
    await complete()
    const failing = { send: () => Promise.reject(new Error('a test')) }
    await expect(stepWith({ queue: failing })(jobOf(stored.id, 1))).rejects.toThrow('a test')
    expect(await workitems(stored.id)).toEqual([])
    expect(await decisions(stored.id)).toEqual([])
    await stepWith()(jobOf(stored.id, 1))
    expect(await workitems(stored.id)).toHaveLength(1)
  })

  it('is done with a study that is gone or in quarantine', async () => {
    const { study: stored } = await receive()
    await complete()
    await database.db.update(study).set({ phase: 'quarantined' }).where(eq(study.id, stored.id))
    expect(await stepWith()(jobOf(stored.id, 1))).toEqual({ kind: 'done' })
    expect(await workitems(stored.id)).toEqual([])
    expect(await stepWith()(jobOf('00000000-0000-4000-8000-000000000000', 1))).toEqual({ kind: 'done' })
  })
})

it('keeps the text of rules put in force once, with who and why', async () => {
  const by = { author: 'cli', reason: 'first start', at: clock.now() }
  await saveRuleRevision(database.db, defaults, by)
  await saveRuleRevision(database.db, defaults, { ...by, reason: 'second start' })
  expect(await database.db.select().from(ruleRevision)).toEqual([
    {
      id: defaults.revision,
      text: defaults.text,
      author: 'cli',
      reason: 'first start',
      createdAt: clock.now(),
    },
  ])
  expect(await auditOf(defaults.revision, 'rules.activated')).toMatchObject([
    { actor: 'cli', detail: { rules: ['chest-ct-nodules'], reason: 'first start' } },
  ])
})
