import { describe, expect, it } from 'vitest'
import { attributeCondition } from '../../../src/routing/conditions/attribute.ts'
import { factCondition } from '../../../src/routing/conditions/fact.ts'
import { startReplay } from '../../../src/routing/replay.ts'
import { replayLines } from '../../../src/routing/replay-text.ts'
import { parseRules, type RuleSet } from '../../../src/routing/rule-set.ts'
import { routableSeries, studyFacts } from '../../support/study-facts.ts'

const rules = (...all: readonly string[]): RuleSet => {
  const parsed = parseRules(`version: 1\nrules:\n${all.join('')}`, {
    conditions: [attributeCondition, factCondition],
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.ruleSet
}
const rule = (name: string, atMostMm: number, detector = 'built-in'): string =>
  `  - { name: ${name}, when: { fact: sliceThicknessMm, atMost: ${atMostMm} }, do: { detect: { detector: ${detector} } } }\n`

const study = (id: string, ...thicknesses: readonly number[]) => ({
  id,
  facts: studyFacts(
    ...thicknesses.map((sliceThicknessMm, index) =>
      routableSeries({ seriesInstanceUid: `1.2.${index}`, facts: { sliceThicknessMm } }),
    ),
  ),
})

const replayed = (current: RuleSet, draft: RuleSet, ...studies: readonly ReturnType<typeof study>[]) => {
  const replay = startReplay(current, draft)
  for (const one of studies) replay.add(one)
  return replay.result((_, detector) => (detector === 'slow' ? undefined : { seconds: 4, cost: 0.5 }))
}

describe('a replay', () => {
  const studies = [study('a', 1), study('b', 3), study('c', 5), study('d', 1, 3)]

  it('tells gained, lost and changed by rule, with time and cost', () => {
    const result = replayed(rules(rule('thin', 2)), rules(rule('thin', 4)), ...studies)
    expect(result).toMatchObject({ studies: 4, unmatchedBefore: 2, unmatchedAfter: 1 })
    expect(result.rules).toMatchObject([
      {
        rule: 'thin',
        before: 2,
        after: 3,
        gained: 1,
        lost: 0,
        changed: 1,
        byModality: { CT: { gained: 1, lost: 0 } },
        examples: { gained: ['b'], lost: [], changed: ['d'] },
        secondsBefore: 8,
        secondsAfter: 12,
        costAfter: 1.5,
      },
    ])
  })

  it('tells rules that come and go, and a detector that never ran', () => {
    const result = replayed(rules(rule('old', 2)), rules(rule('new', 2, 'slow')), ...studies)
    expect(result.rules).toMatchObject([
      { rule: 'old', before: 2, after: 0, lost: 2, secondsAfter: 0 },
      { rule: 'new', before: 0, after: 2, gained: 2, secondsBefore: 0, secondsAfter: null, costAfter: null },
    ])
  })

  it('calls another order of the same studies a change', () => {
    const result = replayed(rules(rule('thin', 2)), rules(rule('thin', 2, 'slow')), ...studies)
    expect(result.rules).toMatchObject([{ gained: 0, lost: 0, changed: 2 }])
  })

  it('finds nothing where nothing differs, and reads as lines', () => {
    const result = replayed(rules(rule('thin', 2)), rules(rule('thin', 2)), ...studies)
    expect(result.rules).toMatchObject([{ gained: 0, lost: 0, changed: 0 }])
    expect(replayLines(result, 5)).toEqual([
      '4 studies; taken by no rule: 2 now, 2 with the draft',
      'thin: 2 -> 2 studies (+0 -0, 0 changed)',
      '  time 8 s -> 8 s, cost 1.00 -> 1.00',
    ])
  })
})
