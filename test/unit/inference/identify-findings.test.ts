import { expect, test } from 'vitest'
import type { HilumError } from '../../../src/base/errors.ts'
import { isValidUid } from '../../../src/dicom/uid.ts'
import type { DetectedFinding } from '../../../src/inference/detector.ts'
import { identifyFindings } from '../../../src/inference/identify-findings.ts'
import type { Volume } from '../../../src/preprocess/volume.ts'

const volume: Volume = {
  hu: new Int16Array(0),
  shape: { slices: 4, rows: 20, columns: 10 },
  spacingMm: { slice: 2, row: 1, column: 1 },
  origin: [0, 0, 0],
  directions: { column: [1, 0, 0], row: [0, 1, 0], slice: [0, 0, 1] },
  studyInstanceUid: '1.2',
  seriesInstanceUid: '1.3',
  slices: ['2.1', '2.2', '2.3', '2.4'].map(sopInstanceUid => ({
    sopInstanceUid,
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    digest: sopInstanceUid,
  })),
  gaps: [],
  warnings: [],
}

const identity = {
  studyInstanceUid: '1.2',
  seriesInstanceUid: '1.3',
  instancesHash: 'abc',
  detectorId: 'built-in',
  detectorVersion: '1.0.0',
}

const axis = {
  sopInstanceUid: '2.2',
  sliceIndex: 1,
  points: [
    [3, 5],
    [7, 5],
  ],
  lengthMm: 4,
} as const

const detected = (change: Partial<DetectedFinding>): DetectedFinding => ({
  kind: 'nodule',
  centerMm: [5, 5, 2],
  diameterMm: 4,
  longAxisMm: 4,
  shortAxisMm: 4,
  volumeMm3: 30,
  meanHu: -20,
  type: 'solid',
  calcified: false,
  side: 'left',
  site: { value: '39607008', scheme: 'SCT', meaning: 'Lung' },
  siteConfidence: 'low',
  confidence: 0.6,
  sliceSopInstanceUid: '2.2',
  contours: [
    {
      sopInstanceUid: '2.2',
      sliceIndex: 1,
      points: [
        [3, 3],
        [7, 3],
        [5, 7],
      ],
    },
  ],
  longAxis: axis,
  shortAxis: axis,
  ...change,
})

test('ids follow confidence', () => {
  const findings = [detected({ confidence: 0.2 }), detected({ confidence: 0.9, centerMm: [1, 1, 1] })]
  const identified = identifyFindings(findings, volume, identity)
  expect(identified.map(({ id, confidence }) => [id, confidence])).toEqual([
    ['1', 0.9],
    ['2', 0.2],
  ])
})

test('the tracking UID belongs to the place and the work, not to the rank', () => {
  const near = detected({ centerMm: [1, 1, 1], confidence: 0.9 })
  const [alone] = identifyFindings([detected({})], volume, identity)
  const both = identifyFindings([near, detected({})], volume, identity)
  expect(isValidUid(alone!.trackingUid)).toBe(true)
  expect(both[1]!.trackingUid).toBe(alone!.trackingUid)
  expect(both[0]!.trackingUid).not.toBe(alone!.trackingUid)
  const [other] = identifyFindings([detected({})], volume, { ...identity, detectorVersion: '1.0.1' })
  expect(other!.trackingUid).not.toBe(alone!.trackingUid)
})

test.each<[string, Partial<DetectedFinding>]>([
  ['a centre beside the volume', { centerMm: [5, 5, 40] }],
  ['a centre that is not a number', { centerMm: [Number.NaN, 5, 2] }],
  ['a confidence above 1', { confidence: 1.01 }],
  ['a confidence below 0', { confidence: -0.1 }],
  ['an infinite volume', { volumeMm3: Number.POSITIVE_INFINITY }],
  ['a negative size', { longAxisMm: -1 }],
  ['no outline', { contours: [] }],
  ['an outline beyond the rows', { contours: [{ sopInstanceUid: '2.2', sliceIndex: 1, points: [[1, 21]] }] }],
  ['a slice under the wrong UID', { longAxis: { ...axis, sopInstanceUid: '2.3' } }],
  ['a slice that is not there', { shortAxis: { ...axis, sliceIndex: 9 } }],
])('%s is refused', (_, change) => {
  expect(() => identifyFindings([detected(change)], volume, identity)).toThrow(
    expect.objectContaining({ code: 'INFERENCE_INVALID_FINDING' }) as HilumError,
  )
})
