import { describe, expect, it } from 'vitest'
import type { DetectedFinding } from '../../../src/inference/detector.ts'
import { mergeReaders } from '../../../src/inference/merge-readers.ts'
import { testFindings, testStack } from '../../support/report-input.ts'

const [plain] = testFindings(testStack())
const at = (x: number, confidence: number, diameterMm = 8): DetectedFinding => {
  const { id: _, trackingUid: __, ...finding } = plain!
  return { ...finding, centerMm: [x, 0, 0], confidence, diameterMm, longAxisMm: diameterMm }
}
const list = (
  reader: string,
  findings: readonly DetectedFinding[],
  others: readonly DetectedFinding[] = [],
) => ({ reader, findings, candidates: [...findings, ...others] })

describe('mergeReaders', () => {
  it('makes one of what several found, with the first one’s size, and raises its confidence', () => {
    const { findings } = mergeReaders(
      [list('a', [at(0, 0.6, 8)]), list('b', [at(3, 0.7, 10), at(60, 0.8)])],
      'any',
    )
    expect(findings).toMatchObject([
      {
        centerMm: [0, 0, 0],
        diameterMm: 8,
        sources: [
          { reader: 'a', verdict: 'found' },
          { reader: 'b', verdict: 'found' },
        ],
      },
      {
        centerMm: [60, 0, 0],
        confidence: 0.8,
        sources: [
          { reader: 'a', verdict: 'not-found' },
          { reader: 'b', verdict: 'found' },
        ],
      },
    ])
    expect(findings[0]!.confidence).toBeCloseTo(0.88, 10)
  })

  it('asks for every reader where all must agree; a candidate below its point is no yes', () => {
    const lists = [list('a', [at(0, 0.9), at(50, 0.9)]), list('b', [at(1, 0.6)], [at(51, 0.2)])]
    const { findings, candidates } = mergeReaders(lists, 'all')
    expect(findings.map(finding => finding.centerMm[0])).toEqual([0])
    expect(candidates).toHaveLength(2)
    expect(candidates.find(one => one.centerMm[0] === 50)).toMatchObject({
      confidence: 0.9,
      sources: [{ verdict: 'found' }, { verdict: 'not-found' }],
    })
  })

  it('never makes one of two that the same reader tells apart', () => {
    const { candidates } = mergeReaders([list('a', [at(0, 0.9), at(3, 0.8)]), list('b', [at(1, 0.7)])], 'any')
    expect(candidates).toHaveLength(2)
  })

  it('is sure of nothing, and never less sure than a reader', () => {
    const { candidates } = mergeReaders([list('a', [at(0, 0.97)]), list('b', [at(0, 0.9)])], 'any')
    expect(candidates[0]!.confidence).toBe(0.97)
    const { candidates: two } = mergeReaders([list('a', [at(0, 0.9)]), list('b', [at(0, 0.9)])], 'any')
    expect(two[0]!.confidence).toBe(0.95)
  })
})
