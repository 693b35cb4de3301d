import { expect, test } from 'vitest'
import type { PredecessorObject } from '../../../../src/reporting/output-object.ts'
import { planSeries, type SeriesQuestion } from '../../../../src/reporting/sr/series-plan.ts'

const first: SeriesQuestion = {
  kind: 'nodule-sr',
  shape: 'positive',
  studyInstanceUid: '1.2.3',
  ruleName: 'chest',
  algorithmName: 'built-in',
  workitemId: 'aaa',
  revision: 1,
}

const after = (shape: 'positive' | 'text', plan: ReturnType<typeof planSeries>): PredecessorObject => ({
  sopClassUid: '1.2.840.10008.5.1.4.1.1.88.33',
  sopInstanceUid: `2.25.${plan.instanceNumber}`,
  wasPositive: shape === 'positive',
  ...plan,
})

const next = (question: Partial<SeriesQuestion>): SeriesQuestion => ({
  ...first,
  workitemId: 'bbb',
  revision: 2,
  ...question,
})

test('a first positive is instance 1 of a series that study, rule and algorithm decide', () => {
  const plan = planSeries(first)
  expect(plan.instanceNumber).toBe(1)
  expect(planSeries({ ...first, workitemId: 'other', revision: 3 })).toEqual(plan)
  for (const change of [
    { studyInstanceUid: '1.2.4' },
    { ruleName: 'r' },
    { algorithmName: 'b' },
    { kind: 'k' },
  ])
    expect(planSeries({ ...first, ...change }).seriesInstanceUid).not.toBe(plan.seriesInstanceUid)
})

test('a newer positive is the next instance of the same series', () => {
  const plan = planSeries(first)
  const newer = planSeries(next({ predecessor: after('positive', plan) }))
  expect(newer).toEqual({ seriesInstanceUid: plan.seriesInstanceUid, instanceNumber: 2 })
})

test('a text is alone in a series of its own, whatever came before', () => {
  const plan = planSeries(first)
  const text = planSeries(next({ shape: 'text', predecessor: after('positive', plan) }))
  const again = planSeries(next({ shape: 'text', revision: 3, predecessor: after('text', text) }))
  expect(new Set([plan, text, again].map(each => each.seriesInstanceUid)).size).toBe(3)
  expect([text.instanceNumber, again.instanceNumber]).toEqual([2, 3])
})

test('a positive after a text starts a series, and counts on', () => {
  const text = planSeries({ ...first, shape: 'text' })
  const positive = planSeries(next({ predecessor: after('text', text) }))
  expect(positive.seriesInstanceUid).not.toBe(text.seriesInstanceUid)
  expect(positive.seriesInstanceUid).not.toBe(planSeries(first).seriesInstanceUid)
  expect(positive.instanceNumber).toBe(2)
})

test('a series that a person has put something into is left to them', () => {
  const plan = planSeries(first)
  const predecessor = after('positive', plan)
  const newer = planSeries(next({ predecessor, isPredecessorSeriesTouched: true }))
  expect(newer.seriesInstanceUid).not.toBe(plan.seriesInstanceUid)
  const third = planSeries(next({ revision: 3, predecessor: after('positive', newer) }))
  expect(third).toEqual({ seriesInstanceUid: newer.seriesInstanceUid, instanceNumber: 3 })
})

test('a result of pixels is alone in its series, and says so by number', () => {
  const plan = planSeries({ ...first, kind: 'nodule-seg', shape: 'image' })
  const newer = planSeries(next({ kind: 'nodule-seg', shape: 'image', predecessor: after('positive', plan) }))
  expect(newer.seriesInstanceUid).not.toBe(plan.seriesInstanceUid)
  expect(newer.instanceNumber).toBe(2)
})

test('each encoding has series of its own, the default the ones it always had', () => {
  for (const shape of ['positive', 'text', 'image'] as const) {
    const plain = planSeries({ ...first, shape }).seriesInstanceUid
    const air = planSeries({ ...first, shape, encodingId: 'air' }).seriesInstanceUid
    expect(planSeries({ ...first, shape, encodingId: '' }).seriesInstanceUid).toBe(plain)
    expect(
      new Set([plain, air, planSeries({ ...first, shape, encodingId: 'air-3d' }).seriesInstanceUid]).size,
    ).toBe(3)
  }
})
