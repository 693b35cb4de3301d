import { describe, expect, it } from 'vitest'
import type { SpotAnswer } from '../../../../../src/inference/detectors/vision/answer.ts'
import { checkSpots } from '../../../../../src/inference/detectors/vision/check-spots.ts'

const labels = Array.from({ length: 9 }, (_, i) => `S00${i + 1}`)
const spot = (more: Partial<SpotAnswer> = {}): SpotAnswer => ({
  slice: 'S001',
  x: 312,
  y: 487,
  diameter_px: 12,
  kind: 'solid',
  confidence: 0.7,
  description: null,
  recommendation: null,
  ...more,
})

describe('places that a model names', () => {
  it('pass where they are of this batch and in range', () => {
    const spots = [spot(), spot({ slice: 'S004', x: 0, y: 999, confidence: 1 })]
    expect(checkSpots(labels, spots)).toEqual({ kind: 'spots', spots, droppedCount: 0, repeated: new Set() })
    expect(checkSpots(labels, [])).toEqual({ kind: 'spots', spots: [], droppedCount: 0, repeated: new Set() })
  })

  it.each([
    ['of a picture that is not in the batch', { slice: 'S099' }],
    ['left of the picture', { x: -1 }],
    ['below the picture', { y: 1001 }],
    ['without a size', { diameter_px: 0 }],
    ['larger than the picture', { diameter_px: 513 }],
    ['surer than sure', { confidence: 1.2 }],
    ['of no confidence', { confidence: Number.NaN }],
  ])('are dropped and counted: %s', (_, more) => {
    const good = spot({ x: 511 })
    expect(checkSpots(labels, [spot(more), good])).toEqual({
      kind: 'spots',
      spots: [good],
      droppedCount: 1,
      repeated: new Set(),
    })
  })

  it('are no claim where it says that they are no nodule', () => {
    expect(checkSpots(labels, [spot({ kind: 'not_nodule' })])).toMatchObject({ spots: [], droppedCount: 0 })
  })

  it.each([
    ['more than 15', Array.from({ length: 16 }, (_, i) => spot({ x: 101 + 7 * i })), 'it names 16 places'],
    [
      'the same place on three pictures here and there',
      ['S001', 'S002', 'S007'].map(slice => spot({ slice })),
      'it names the same place on 3 pictures',
    ],
    ['one round place alone', [spot({ x: 500, y: 500 })], 'its places are multiples of 50'],
    [
      'three round ones among others',
      [spot(), spot({ x: 350, y: 400 }), spot({ x: 600, y: 450 }), spot({ x: 700, y: 50 })],
      'its places are multiples of 50',
    ],
  ])('make the batch suspicious: %s', (_, spots, suspicion) => {
    expect(checkSpots(labels, spots)).toEqual({ kind: 'suspicious', suspicion })
  })

  it('are left to the pixels where they repeat on neighbours: a ball does not move', () => {
    const same = ['S002', 'S003', 'S005'].map(slice => spot({ slice }))
    const checked = checkSpots(labels, [spot({ x: 99 }), ...same])
    expect(checked).toMatchObject({ kind: 'spots', repeated: new Set(same) })
  })

  it('may meet by chance: twice the same, or two round ones among others', () => {
    const twice = [spot(), spot({ slice: 'S002' })]
    expect(checkSpots(labels, twice).kind).toBe('spots')
    expect(checkSpots(labels, [spot(), spot({ x: 300, y: 450 }), spot({ x: 350, y: 100 })]).kind).toBe(
      'spots',
    )
  })
})
