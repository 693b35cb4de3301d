import { describe, expect, it } from 'vitest'
import { attributeCondition } from '../../../src/routing/conditions/attribute.ts'
import { factCondition } from '../../../src/routing/conditions/fact.ts'
import { defaultRulesText } from '../../../src/routing/default-rules.ts'
import { explainText } from '../../../src/routing/explain-text.ts'
import { matchRules } from '../../../src/routing/match.ts'
import { parseRules, type RuleSet } from '../../../src/routing/rule-set.ts'
import { headerOf, routableSeries, studyFacts } from '../../support/study-facts.ts'

const rulesOf = (text: string): RuleSet => {
  const parsed = parseRules(text, { conditions: [attributeCondition, factCondition] })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.ruleSet
}

const defaults = rulesOf(defaultRulesText(['orthanc']))
const when = (condition: string) =>
  rulesOf(
    `version: 1\nrules:\n  - name: a\n    when: ${condition}\n    do: { detect: { detector: built-in } }\n`,
  )

describe('the default rule', () => {
  const isMatch = (series: ReturnType<typeof routableSeries>) =>
    matchRules(defaults, studyFacts(series))[0]?.isMatch

  it('delivers to every configured target', () => {
    expect(defaults.rules[0]?.order.deliverTo).toEqual(['orthanc'])
    expect(rulesOf(defaultRulesText([])).rules[0]?.order.deliverTo).toEqual([])
  })

  it('takes a thin axial chest CT whose age nobody told, and an adult', () => {
    expect(isMatch(routableSeries())).toBe(true)
    expect(isMatch(routableSeries({ facts: { patientAgeYears: 18 } }))).toBe(true)
  })

  it.each([
    ['a child', { patientAgeYears: 17 }],
    ['a head', { bodyRegion: 'other' }],
    ['a coronal reformat', { orientation: 'coronal' }],
    ['thick slices', { sliceThicknessMm: 8, sliceSpacingMm: 8 }],
    ['a localizer', { isLocalizer: true }],
    ['too few slices', { sliceCount: 7 }],
  ] as const)('does not take %s', (_what, facts) => {
    expect(isMatch(routableSeries({ facts }))).toBe(false)
  })

  it('does not take a series of which the region could not be told', () => {
    const { bodyRegion: _, ...facts } = routableSeries().facts
    const [match] = matchRules(defaults, studyFacts({ ...routableSeries(), facts }))
    expect(match).toMatchObject({ isMatch: false, series: [{ kind: 'asked', holds: 'unknown' }] })
  })

  it('does not take a scout by its description', () => {
    const header = headerOf(['00080060', 'CS', 'CT'], ['0008103E', 'LO', 'Topogram  0.6  T20f'])
    expect(isMatch(routableSeries({ header }))).toBe(false)
  })
})

describe('matchRules', () => {
  it('asks each series for itself and carries those that satisfy all', () => {
    const study = studyFacts(
      routableSeries({ seriesInstanceUid: '1.1', facts: { sliceThicknessMm: 1 } }),
      routableSeries({ seriesInstanceUid: '1.2', facts: { sliceThicknessMm: 5 } }),
      routableSeries({ seriesInstanceUid: '1.3', facts: { sliceThicknessMm: 2 } }),
    )
    const [match] = matchRules(when('{ fact: sliceThicknessMm, atMost: 3 }'), study)
    expect(match).toMatchObject({ isMatch: true, seriesInstanceUids: ['1.1', '1.3'] })
  })

  it('does not put two series together to satisfy one rule', () => {
    const study = studyFacts(
      routableSeries({ seriesInstanceUid: '1.1', facts: { sliceThicknessMm: 1, kernelClass: 'sharp' } }),
      routableSeries({ seriesInstanceUid: '1.2', facts: { sliceThicknessMm: 5, kernelClass: 'soft' } }),
    )
    const rules = when(
      '{ all: [{ fact: sliceThicknessMm, atMost: 3 }, { fact: kernelClass, equals: soft }] }',
    )
    expect(matchRules(rules, study)[0]?.isMatch).toBe(false)
  })

  it.each(['SR', 'KO', 'PR', 'SEG', 'RTSTRUCT'])('never lets a %s series trigger', modality => {
    const study = studyFacts(routableSeries({ facts: { modality } }))
    const [match] = matchRules(when('{ fact: sliceCount, atLeast: 0 }'), study)
    expect(match).toMatchObject({ isMatch: false, series: [{ kind: 'passed-over' }] })
  })

  it('never lets a series without images of others trigger', () => {
    const study = studyFacts(routableSeries({ digests: [] }))
    expect(matchRules(when('{ fact: sliceCount, atLeast: 0 }'), study)[0]?.isMatch).toBe(false)
  })

  it('keeps the reason of every condition, also after the answer was clear', () => {
    const rules = when(
      '{ all: [{ attribute: Modality, equals: PT }, { not: { fact: patientAgeYears, atMost: 17 } }, { fact: sliceCount, atLeast: 8 }] }',
    )
    const [match] = matchRules(rules, studyFacts())
    expect(match && explainText(match)).toBe(
      [
        'a: does not match',
        '  series 1: no',
        '    - all',
        '      - Modality: CT, wanted PT',
        '      ? not',
        '        ? patientAgeYears: unknown or absent, wanted at most 17',
        '      + sliceCount: 133, wanted at least 8',
      ].join('\n'),
    )
    expect(JSON.parse(JSON.stringify(match))).toEqual(match)
  })

  it('sees where a study came from', () => {
    expect(matchRules(when('{ fact: source, equals: stow }'), studyFacts())[0]?.isMatch).toBe(true)
    expect(matchRules(when('{ fact: source, equals: orthanc }'), studyFacts())[0]?.isMatch).toBe(false)
  })

  it('has no answer for a study of no series, and no rules no matches', () => {
    expect(matchRules(defaults, { ...studyFacts(), series: [] })[0]?.isMatch).toBe(false)
    expect(matchRules(rulesOf('version: 1\nrules: []'), studyFacts())).toEqual([])
  })
})
