import { describe, expect, it } from 'vitest'
import type { Condition } from '../../src/routing/condition.ts'
import { attributeCondition } from '../../src/routing/conditions/attribute.ts'
import { factCondition } from '../../src/routing/conditions/fact.ts'
import { routableSeries, studyFacts } from '../support/study-facts.ts'

/** What each plug-in needs to be put through the suite: parameters it takes, and series that it says yes, no, unknown of. */
interface Case {
  readonly condition: Condition
  readonly params: Record<string, unknown>
  readonly nearMiss: Record<string, unknown>
  readonly rightWord: string
  readonly yes: ReturnType<typeof routableSeries>
  readonly no: ReturnType<typeof routableSeries>
  readonly unknown: ReturnType<typeof routableSeries>
}

const thickness = (text: string) => routableSeries({ header: { '00180050': { vr: 'DS', Value: [text] } } })

const cases: readonly Case[] = [
  {
    condition: attributeCondition as Condition,
    params: { attribute: 'SliceThickness', atMost: 3 },
    nearMiss: { attribute: 'SliceThicknes', atMost: 3 },
    rightWord: 'SliceThickness',
    yes: thickness('2.5'),
    no: thickness('5'),
    unknown: routableSeries({ header: {} }),
  },
  {
    condition: factCondition as Condition,
    params: { fact: 'sliceThicknessMm', atMost: 3 },
    nearMiss: { fact: 'sliceThicknesMm', atMost: 3 },
    rightWord: 'sliceThicknessMm',
    yes: routableSeries({ facts: { sliceThicknessMm: 2.5 } }),
    no: routableSeries({ facts: { sliceThicknessMm: 5 } }),
    unknown: {
      ...routableSeries(),
      facts: { seriesInstanceUid: '1.2.3.1', sliceCount: 3, remarks: [] },
    },
  },
]

describe.each(cases)('condition $condition.kind', ({ condition, params, nearMiss, rightWord, ...series }) => {
  it('reads parameters that carry its kind as a key', () => {
    expect(condition.params.safeParse(params).success).toBe(true)
    expect(Object.keys(params)).toContain(condition.kind)
  })

  it('names the right word for a wrong one', () => {
    const read = condition.params.safeParse(nearMiss)
    expect(read.error?.issues[0]?.message).toContain(`did you mean ${rightWord}?`)
  })

  it('refuses an unknown key and a condition without a comparison', () => {
    expect(condition.params.safeParse({ ...params, atMots: 3 }).success).toBe(false)
    expect(condition.params.safeParse({ [condition.kind]: params[condition.kind] }).success).toBe(false)
  })

  it.each(['yes', 'no', 'unknown'] as const)('says %s, with what it saw and wanted', holds => {
    const bound = condition.params.parse(params)
    const verdict = condition.holds(bound, series[holds], studyFacts(series[holds]))
    expect(verdict.holds).toBe(holds)
    expect(verdict.subject).toBe(params[condition.kind])
    expect(verdict.wanted).toBe('at most 3')
    expect(verdict.seen === null).toBe(holds === 'unknown')
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
  })

  it('is pure: the same question has the same answer and changes nothing', () => {
    const bound = condition.params.parse(params)
    const before = structuredClone(series.yes)
    const first = condition.holds(bound, series.yes, studyFacts(series.yes))
    expect(condition.holds(bound, series.yes, studyFacts(series.yes))).toEqual(first)
    expect(series.yes).toEqual(before)
  })
})
