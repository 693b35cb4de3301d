import { describe, expect, test } from 'vitest'
import type { Vector3 } from '../../../src/dicom/instance-facts.ts'
import { computeFroc } from '../../../src/evaluation/froc.ts'
import { matchFindings } from '../../../src/evaluation/match.ts'
import { type Truth, truthSchema } from '../../../src/evaluation/truth.ts'

const nodule = (centerLpsMm: [number, number, number], diameterMm: number): Truth['nodules'][number] => ({
  centerLpsMm,
  diameterMm,
  volumeMm3: (Math.PI / 6) * diameterMm ** 3,
  longAxisMm: diameterMm,
  shortAxisMm: diameterMm,
  type: 'solid',
  attachment: 'isolated',
  lobe: 'right upper lobe',
  side: 'right',
})

const truth: Truth = {
  seriesInstanceUid: '1.2',
  nodules: [nodule([0, 0, 0], 10), nodule([50, 0, 0], 6)],
  ignore: [{ centerLpsMm: [0, 50, 0], radiusMm: 4, kind: 'granuloma' }],
}

const claim = (centerMm: Vector3, confidence: number) => ({ centerMm, confidence })

describe('matchFindings', () => {
  test('a centre within the radius hits, just beyond it does not', () => {
    const kinds = (x: number) =>
      matchFindings([claim([x, 0, 0], 0.5)], truth).verdicts.map(({ kind }) => kind)
    expect(kinds(5)).toEqual(['hit'])
    expect(kinds(5.01)).toEqual(['false-positive'])
  })

  test('the surest claim on a nodule is the hit, others on it count neither way', () => {
    const { verdicts, missed } = matchFindings([claim([1, 0, 0], 0.4), claim([2, 0, 0], 0.9)], truth)
    expect(verdicts.map(({ kind, claim: { confidence } }) => [kind, confidence])).toEqual([
      ['hit', 0.9],
      ['repeat', 0.4],
    ])
    expect(missed).toEqual([truth.nodules[1]])
  })

  test('a claim on an ignored place counts neither way', () => {
    const [verdict] = matchFindings([claim([0, 53, 0], 0.9)], truth).verdicts
    expect(verdict?.kind).toBe('ignored')
  })
})

describe('computeFroc', () => {
  const scans = [
    {
      truth,
      claims: [
        claim([0, 0, 0], 0.9),
        claim([90, 0, 0], 0.8),
        claim([50, 0, 0], 0.7),
        claim([0, 50, 0], 0.6),
        claim([90, 90, 0], 0.5),
      ],
    },
    { truth, claims: [claim([0, 0, 0], 0.3)] },
  ]

  test('the curve steps by confidence, false positives a scan against share of nodules', () => {
    const { points, nodules } = computeFroc(scans)
    expect(nodules).toBe(4)
    expect(points).toEqual([
      { threshold: 0.9, falsePositivesPerScan: 0, sensitivity: 0.25 },
      { threshold: 0.8, falsePositivesPerScan: 0.5, sensitivity: 0.25 },
      { threshold: 0.7, falsePositivesPerScan: 0.5, sensitivity: 0.5 },
      { threshold: 0.5, falsePositivesPerScan: 1, sensitivity: 0.5 },
      { threshold: 0.3, falsePositivesPerScan: 1, sensitivity: 0.75 },
    ])
  })

  test('the metric is the mean of seven readings of the step curve', () => {
    const { sensitivityAt, cpm } = computeFroc(scans)
    expect(sensitivityAt.map(({ sensitivity }) => sensitivity)).toEqual([
      0.25, 0.25, 0.5, 0.75, 0.75, 0.75, 0.75,
    ])
    expect(cpm).toBeCloseTo(4 / 7, 9)
  })

  test('claims of one confidence are taken together', () => {
    const tied = [{ truth, claims: [claim([0, 0, 0], 0.5), claim([90, 0, 0], 0.5)] }]
    expect(computeFroc(tied).points).toEqual([{ threshold: 0.5, falsePositivesPerScan: 1, sensitivity: 0.5 }])
  })
})

test('truth is checked: a nodule without a size is refused', () => {
  expect(truthSchema.safeParse(truth).success).toBe(true)
  const broken = { ...truth, nodules: [{ ...truth.nodules[0], diameterMm: 0 }] }
  expect(truthSchema.safeParse(broken).success).toBe(false)
})
