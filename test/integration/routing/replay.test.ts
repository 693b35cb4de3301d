import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attributeCondition } from '../../../src/routing/conditions/attribute.ts'
import { factCondition } from '../../../src/routing/conditions/fact.ts'
import { matchRules } from '../../../src/routing/match.ts'
import { replayRules } from '../../../src/routing/replay-step.ts'
import { parseRules, type RuleSet } from '../../../src/routing/rule-set.ts'
import { loadStudyFacts } from '../../../src/storage/queries/routing.ts'
import { instance, study, workitem } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { insertWorkitem } from '../../support/jobs.ts'
import { storeInstance, storeSeries, storeStudy } from '../../support/stored-study.ts'
import { seriesFacts } from '../../support/study-facts.ts'

let database: TestDatabase
const ids: string[] = []
const from = new Date('2026-10-01T00:00:00Z')
const dayMs = 86_400_000

const rules = (atMostMm: number): RuleSet => {
  const parsed = parseRules(
    `version: 1\nrules:\n  - { name: thin, when: { all: [{ attribute: Modality, equals: CT }, { fact: sliceThicknessMm, atMost: ${atMostMm} }] }, do: { detect: { detector: built-in } } }\n`,
    { conditions: [attributeCondition, factCondition] },
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.ruleSet
}

/** 1203 studies on 120 days: more than two pages, several completed at the same moment. */
beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  for (let index = 0; index < 1203; index++) {
    const completedAt = new Date(from.getTime() + Math.floor(index / 10) * dayMs)
    const stored = await storeStudy(db, completedAt, { phase: 'complete', revision: 1, completedAt })
    const facts = seriesFacts({ sliceThicknessMm: (index % 7) + 0.5 })
    const series = await storeSeries(db, stored.id, { facts })
    // Of every fifth study only a person's report is left in the series.
    await storeInstance(db, { study: stored, series }, completedAt, index % 5 === 0 ? 'other' : 'image')
    // What arrives makes a study receive again.
    await db.update(study).set({ phase: 'complete', completedAt }).where(eq(study.id, stored.id))
    ids.push(stored.id)
  }
}, 120_000)
afterAll(() => database?.close())

const signal = new AbortController().signal

describe('a replay over what was seen', () => {
  it('says of every study what live routing says', async () => {
    const { db } = database
    const live = { before: 0, after: 0 }
    for (const id of ids) {
      const facts = (await loadStudyFacts(db, id))!
      if (matchRules(rules(2), facts).some(match => match.isMatch)) live.before++
      if (matchRules(rules(4), facts).some(match => match.isMatch)) live.after++
    }
    const result = await replayRules(db, { current: rules(2), draft: rules(4) }, new Date(0), signal)
    expect(result).toMatchObject({ studies: 1203, rules: [live] })
    expect(live.after).toBeGreaterThan(live.before)
  })

  it('keeps to the time asked for', async () => {
    const since = new Date(from.getTime() + 100 * dayMs)
    const result = await replayRules(database.db, { current: rules(2), draft: rules(2) }, since, signal)
    expect(result.studies).toBe(203)
  })

  it('goes by the facts where pixels are gone', async () => {
    const { db } = database
    const before = await replayRules(db, { current: rules(2), draft: rules(2) }, new Date(0), signal)
    await db.delete(instance).where(eq(instance.role, 'image'))
    const after = await replayRules(db, { current: rules(2), draft: rules(2) }, new Date(0), signal)
    expect(after.rules[0]!.before).toBe(before.rules[0]!.before)
  })

  it('reckons time by what runs took', async () => {
    const { db } = database
    const id = await insertWorkitem(database)
    const order = rules(2).rules[0]!.order
    await db
      .update(workitem)
      .set({ order, timingsMs: { preprocess: 1500, detection: 2500 }, createdAt: new Date('2026-12-01') })
      .where(eq(workitem.id, id))
    const { rules: changes } = await replayRules(
      db,
      { current: rules(2), draft: rules(4) },
      new Date(0),
      signal,
    )
    expect(changes[0]!.secondsAfter).toBe(4 * changes[0]!.after)
    expect(changes[0]!.costAfter).toBe(0)
  })

  it('stops when it is told to', async () => {
    const stop = AbortSignal.abort()
    await expect(
      replayRules(database.db, { current: rules(2), draft: rules(2) }, new Date(0), stop),
    ).rejects.toThrow()
  })
})
