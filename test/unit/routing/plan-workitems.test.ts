import { describe, expect, it } from 'vitest'
import { factCondition } from '../../../src/routing/conditions/fact.ts'
import { matchRules } from '../../../src/routing/match.ts'
import {
  type ExistingWorkitem,
  type PlanInput,
  type PlannedWorkitem,
  planWorkitems,
} from '../../../src/routing/plan-workitems.ts'
import { parseRules } from '../../../src/routing/rule-set.ts'
import { routableSeries, studyFacts } from '../../support/study-facts.ts'

const rulesText = (...names: string[]) =>
  `version: 1\nrules:\n${names
    .map(
      name =>
        `  - { name: ${name}, when: { fact: sliceThicknessMm, atMost: 3 }, do: { detect: { detector: built-in } } }\n`,
    )
    .join('')}`

const now = new Date('2026-03-01T12:00:00Z')

const plan = (changes: Partial<PlanInput> & { readonly names?: readonly string[] } = {}) => {
  const parsed = parseRules(rulesText(...(changes.names ?? ['a'])), { conditions: [factCondition] })
  if (!parsed.ok) throw new Error('rules')
  const study = changes.study ?? studyFacts()
  return planWorkitems({
    studyId: 'study',
    study,
    ruleSet: parsed.ruleSet,
    matches: matchRules(parsed.ruleSet, study),
    existing: [],
    algorithmOf: () => ({ id: 'built-in', version: '1' }),
    runsPerStudyAndDay: 3,
    now,
    ...changes,
  })
}

const existing = (item: PlannedWorkitem, changes: Partial<ExistingWorkitem> = {}): ExistingWorkitem => ({
  ...item,
  state: 'COMPLETED',
  outcome: 'delivered',
  createdAt: new Date(now.getTime() - 3_600_000),
  ...changes,
})

const revision = (number: number, ...digests: string[]) => ({
  ...studyFacts(routableSeries({ digests })),
  revision: number,
})

describe('planWorkitems', () => {
  it('makes one workitem a matching rule, with the images of the matching series only', () => {
    const thick = routableSeries({
      seriesInstanceUid: '1.9',
      digests: ['zz'],
      facts: { sliceThicknessMm: 9 },
    })
    const { create } = plan({ names: ['a', 'b'], study: studyFacts(routableSeries(), thick) })
    expect(create.map(({ ruleName }) => ruleName)).toEqual(['a', 'b'])
    expect(create[0]?.digests).toEqual(['aa', 'bb'])
    expect(create[0]?.id).not.toBe(create[1]?.id)
  })

  it('plans nothing where no rule matches', () => {
    const study = studyFacts(routableSeries({ facts: { sliceThicknessMm: 9 } }))
    expect(plan({ study })).toEqual({ create: [], capped: [], withoutDetector: [], superseded: [] })
  })

  it('plans nothing anew for a revision that brought no image of the matching series', () => {
    const [first] = plan({ study: revision(1, 'a', 'b') }).create
    const later = revision(2, 'b', 'a')
    const thick = routableSeries({
      seriesInstanceUid: '1.9',
      digests: ['zz'],
      facts: { sliceThicknessMm: 9 },
    })
    const study = { ...later, series: [...later.series, thick] }
    expect(plan({ study, existing: [existing(first!)] })).toEqual({
      create: [],
      capped: [],
      withoutDetector: [],
      superseded: [],
    })
  })

  it('does not supersede what it would do again', () => {
    const [first] = plan({ study: revision(1, 'a') }).create
    const waiting = existing(first!, { state: 'SCHEDULED', outcome: null })
    expect(plan({ study: revision(2, 'a'), existing: [waiting] }).superseded).toEqual([])
  })

  it('supersedes what waits on an older state of the study, and leaves the rest alone', () => {
    const [first] = plan({ study: revision(1, 'a') }).create
    const states = [
      existing(first!, { id: 'waiting', state: 'SCHEDULED', outcome: null }),
      existing(first!, { id: 'running', state: 'IN PROGRESS', outcome: null }),
      existing(first!, { id: 'parked', state: 'SCHEDULED', outcome: 'parked' }),
      existing(first!, { id: 'other', ruleName: 'other', state: 'SCHEDULED', outcome: null }),
    ]
    const made = plan({ study: revision(2, 'a', 'b'), existing: states })
    expect(made.create).toHaveLength(1)
    expect(made.superseded).toEqual(['waiting'])
  })

  it('caps the runs of a study in 24 hours', () => {
    const runs = [1, 2, 3].map(number => existing(plan({ study: revision(number, `d${number}`) }).create[0]!))
    const capped = plan({ study: revision(4, 'd4'), existing: runs })
    expect(capped.create).toEqual([])
    expect(capped.capped).toHaveLength(1)
    expect(plan({ study: revision(4, 'd4'), existing: runs.slice(1) }).create).toHaveLength(1)
    const old = runs.map(run => ({ ...run, createdAt: new Date(now.getTime() - 86_400_001) }))
    expect(plan({ study: revision(4, 'd4'), existing: old }).create).toHaveLength(1)
  })

  it('counts all rules of one revision as one run', () => {
    const names = ['a', 'b', 'c', 'd']
    const { create } = plan({ names, study: revision(1, 'x') })
    expect(create).toHaveLength(4)
    expect(
      plan({ names, study: revision(2, 'y'), existing: create.map(item => existing(item)) }).create,
    ).toHaveLength(4)
  })

  it('does not count what was capped or superseded', () => {
    const runs = [1, 2, 3].map(number =>
      existing(plan({ study: revision(number, `d${number}`) }).create[0]!, {
        outcome: number === 1 ? 'superseded' : 'delivered',
      }),
    )
    expect(plan({ study: revision(4, 'd4'), existing: runs }).create).toHaveLength(1)
  })

  it('makes another workitem for another version of the algorithm', () => {
    const [one] = plan().create
    const [two] = plan({ algorithmOf: () => ({ id: 'built-in', version: '2' }) }).create
    expect(one?.id).not.toBe(two?.id)
  })

  it('keeps in sight what no detector here can do', () => {
    const made = plan({ algorithmOf: () => undefined })
    expect(made.create).toEqual([])
    expect(made.withoutDetector).toHaveLength(1)
  })
})
