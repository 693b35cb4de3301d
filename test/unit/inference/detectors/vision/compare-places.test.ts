import { describe, expect, test } from 'vitest'
import {
  comparePlaces,
  type NamedPlace,
} from '../../../../../src/inference/detectors/vision/compare-places.ts'

const at = (image: number, x: number, y: number, z: number, diameterMm?: number): NamedPlace => ({
  image,
  atMm: [x, y, z],
  ...(diameterMm === undefined ? {} : { diameterMm }),
})

describe('two answers', () => {
  test('that name the same place match, with distance and difference of size', () => {
    expect(comparePlaces([at(4, 50, 60, 10, 8)], [at(4, 53, 64, 10, 10)])).toEqual({
      matchedHits: 1,
      missedHits: 0,
      addedHits: 0,
      distanceMm: 5,
      sizeDifferenceMm: 2,
    })
  })

  test('that name other places do not: in the plane, or along the slices', () => {
    const apart = { matchedHits: 0, missedHits: 1, addedHits: 1 }
    expect(comparePlaces([at(4, 50, 60, 10, 8)], [at(4, 58, 60, 10, 8)])).toEqual(apart)
    expect(comparePlaces([at(4, 50, 60, 10, 8)], [at(12, 50, 60, 30, 8)])).toEqual(apart)
  })

  test('count a nodule on several slices once', () => {
    const used = [at(4, 50, 60, 8, 6), at(5, 50, 60, 10, 8), at(6, 51, 60, 12, 6)]
    expect(comparePlaces(used, [at(5, 50, 60, 10, 9)])).toMatchObject({
      matchedHits: 1,
      missedHits: 0,
      addedHits: 0,
      sizeDifferenceMm: 1,
    })
  })

  test('are matched nearest first, each place once', () => {
    const used = [at(0, 50, 60, 10, 4), at(20, 50, 64, 10, 4)]
    const found = comparePlaces(used, [at(0, 50, 63, 10, 4)])
    expect(found).toMatchObject({ matchedHits: 1, missedHits: 1, addedHits: 0, distanceMm: 1 })
  })

  test('without sizes or without hits tell what can be told', () => {
    expect(comparePlaces([at(0, 1, 1, 1)], [at(0, 1, 1, 1)])).toEqual({
      matchedHits: 1,
      missedHits: 0,
      addedHits: 0,
      distanceMm: 0,
    })
    expect(comparePlaces([], [])).toEqual({ matchedHits: 0, missedHits: 0, addedHits: 0 })
    expect(comparePlaces([], [at(0, 1, 1, 1)])).toMatchObject({ addedHits: 1 })
  })
})
