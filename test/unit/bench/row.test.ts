import { describe, expect, test } from 'vitest'
import { atMost, median, missingRow, rowOf, timesBetter, under } from '../../../bench/row.ts'

describe('rowOf', () => {
  test('holds medians and their ratio, above 1 where we are better', () => {
    const row = rowOf({
      measure: 'x, ms',
      peer: 'Peer 1',
      ours: [90, 100, 300],
      theirs: [300, 500],
      reach: timesBetter(4),
    })
    expect(row).toEqual({
      measure: 'x, ms',
      peer: 'Peer 1',
      ours: 100,
      theirs: 400,
      ratio: 4,
      reach: '>= 4 x',
      holds: true,
    })
  })

  test.each([
    [under(100), 100, false],
    [under(100), 99, true],
    [atMost(100), 100, true],
    [atMost(100), 101, false],
  ])('a bound of %o on %d', (reach, ours, holds) => {
    expect(rowOf({ measure: 'x', ours: [ours], reach }).holds).toBe(holds)
  })

  test('a missing peer leaves a bound on the ratio undecided', () => {
    const row = rowOf({
      measure: 'x',
      peer: 'Peer: missing',
      ours: [1],
      theirs: [],
      reach: timesBetter(4),
    })
    expect(row).toMatchObject({ ours: 1, theirs: null, ratio: null, holds: null })
  })

  test('what could not be measured holds no bound', () => {
    expect(rowOf({ measure: 'x, MB', ours: [Number.NaN], reach: under(1) })).toMatchObject({
      ours: null,
      holds: null,
    })
    expect(missingRow('x', 'needs y')).toMatchObject({ measure: 'x: needs y', ours: null, holds: null })
  })
})

describe('median', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('of %j', (values, middle) => expect(median(values)).toBe(middle))
})
