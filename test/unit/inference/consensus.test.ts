import { describe, expect, it } from 'vitest'
import { agreeOn, type ConsensusTerms, type Opinion } from '../../../src/inference/consensus.ts'
import type { DetectedFinding } from '../../../src/inference/detector.ts'
import { agreementText } from '../../../src/inference/finding-summary.ts'
import { roundNodule, testStack } from '../../support/report-input.ts'

const candidate = (confidence: number, diameterMm = 8): DetectedFinding => {
  const { id: _, trackingUid: __, ...finding } = roundNodule(testStack(), [16, 16, 2], 8)
  return { ...finding, confidence, diameterMm }
}
const terms: ConsensusTerms = {
  first: 'built-in',
  second: 'vision',
  rule: 'any',
  operatingPoint: 0.5,
  minDiameterMm: 4,
}
const yes: Opinion = { verdict: 'found', confidence: 0.8 }
const no: Opinion = { verdict: 'not-found', confidence: 0 }
const unasked: Opinion = { verdict: 'not-asked', confidence: 0 }

describe('two readers', () => {
  const candidates = [candidate(0.9), candidate(0.7), candidate(0.4), candidate(0.3)]
  const opinions = [yes, no, yes, no]

  it('make one list: any yes is enough by default', () => {
    const { findings, candidates: all } = agreeOn(candidates, opinions, [], terms)
    expect(findings.map(one => one.sources?.map(source => source.verdict))).toEqual([
      ['found', 'found'],
      ['not-found', 'found'],
      ['found', 'not-found'],
    ])
    expect(all).toHaveLength(4)
    for (const finding of findings) expect(all).toContain(finding)
  })

  it('raise what they agree on, never lower what one found', () => {
    const { findings } = agreeOn(candidates, opinions, [], terms)
    expect(findings.map(one => Number(one.confidence.toFixed(2)))).toEqual([0.95, 0.88, 0.7])
    const certain = agreeOn([candidate(0.99)], [yes], [], terms)
    expect(certain.findings[0]?.confidence).toBe(0.99)
  })

  it('must both say yes where the rule says so, but a lost answer takes nothing away', () => {
    const both = { ...terms, rule: 'both' } as const
    expect(agreeOn(candidates, opinions, [], both).findings).toHaveLength(1)
    expect(agreeOn(candidates, [unasked, unasked, unasked], [], both).findings).toHaveLength(2)
  })

  it('keep what only the second found, and nothing below the least diameter', () => {
    const { findings } = agreeOn([candidate(0.9, 3)], [yes], [candidate(0.6), candidate(0.2)], terms)
    expect(findings).toHaveLength(1)
    expect(findings[0]?.sources).toEqual([
      { reader: 'built-in', verdict: 'not-found' },
      { reader: 'vision', verdict: 'found' },
    ])
  })

  it('are told in words', () => {
    const told = agreeOn(candidates, [yes, no, yes, unasked], [], terms).candidates
    expect(told.slice(0, 3).map(one => agreementText(one.sources!))).toEqual([
      'built-in and vision agree',
      'vision alone, built-in did not find it',
      'built-in alone, vision did not find it',
    ])
    const alone = agreeOn([candidate(0.7)], [unasked], [], terms).findings
    expect(agreementText(alone[0]!.sources!)).toBe('built-in alone, vision was not asked')
  })
})
