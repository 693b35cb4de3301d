import { describe, expect, it } from 'vitest'
import type { GuidedNodule } from '../../../../src/inference/guidance/guided-nodule.ts'
import {
  type LungRadsCategory,
  lungRads,
  type NoduleHistory,
} from '../../../../src/inference/guidance/lung-rads.ts'

const sphere = (mm: number): number => (Math.PI / 6) * mm ** 3

const nodule = (
  type: GuidedNodule['type'],
  meanDiameterMm: number,
  solidDiameterMm?: number,
): GuidedNodule => ({
  id: '1',
  type,
  meanDiameterMm,
  volumeMm3: sphere(meanDiameterMm),
  calcified: false,
  ...(solidDiameterMm === undefined ? {} : { solidDiameterMm }),
})

type Row = readonly [NoduleHistory, number, LungRadsCategory]

describe('Lung-RADS v2022 by size and type', () => {
  it.each<Row>([
    ['baseline', 3.9, '2'],
    ['baseline', 5.9, '2'],
    ['baseline', 5.94, '2'],
    ['baseline', 5.95, '3'],
    ['baseline', 6.0, '3'],
    ['baseline', 7.9, '3'],
    ['baseline', 8.0, '4A'],
    ['baseline', 14.9, '4A'],
    ['baseline', 15.0, '4B'],
    ['stable', 8.0, '4A'],
    ['new', 3.9, '2'],
    ['new', 4.0, '3'],
    ['new', 5.9, '3'],
    ['new', 6.0, '4A'],
    ['new', 7.9, '4A'],
    ['new', 8.0, '4B'],
    ['growing', 3.0, '4A'],
    ['growing', 7.9, '4A'],
    ['growing', 8.0, '4B'],
  ])('puts a solid %s nodule of %d mm in %s', (history, mm, category) => {
    expect(lungRads(nodule('solid', mm), history).category).toBe(category)
  })

  it.each<readonly [NoduleHistory, number, number | undefined, LungRadsCategory]>([
    ['baseline', 5.9, 5.0, '2'],
    ['baseline', 6.0, undefined, '3'],
    ['baseline', 6.0, 5.9, '3'],
    ['baseline', 20.0, 5.9, '3'],
    ['baseline', 20.0, 6.0, '4A'],
    ['baseline', 20.0, 7.9, '4A'],
    ['baseline', 20.0, 8.0, '4B'],
    ['new', 5.9, 3.9, '3'],
    ['new', 5.9, 4.0, '4B'],
    ['new', 6.0, 3.9, '4A'],
    ['new', 6.0, 4.0, '4B'],
    ['growing', 12.0, 3.9, '4A'],
    ['growing', 12.0, 4.0, '4B'],
    ['growing', 5.0, 4.0, '4B'],
  ])('puts a part-solid %s nodule of %d mm with a core of %s mm in %s', (history, mm, core, category) => {
    expect(lungRads(nodule('part-solid', mm, core), history).category).toBe(category)
  })

  it.each<Row>([
    ['baseline', 29.9, '2'],
    ['baseline', 30.0, '3'],
    ['new', 29.9, '2'],
    ['new', 30.0, '3'],
    ['growing', 29.9, '2'],
    ['growing', 30.0, '3'],
    ['stable', 29.9, '2'],
    ['stable', 40.0, '2'],
  ])('puts a ground-glass %s nodule of %d mm in %s', (history, mm, category) => {
    expect(lungRads(nodule('ground-glass', mm), history).category).toBe(category)
  })

  it.each([
    [112, '2'],
    [113, '3'],
    [267, '3'],
    [268, '4A'],
    [1766, '4A'],
    [1767, '4B'],
  ] as const)('puts a solid nodule of %d mm3 in %s by volume', (volumeMm3, category) => {
    const judged = lungRads({ ...nodule('solid', 3), volumeMm3 }, 'baseline')
    expect([judged.category, judged.categoryByVolume]).toEqual(['2', category])
  })

  it('tells the edges within measurement error', () => {
    expect(lungRads(nodule('solid', 5.3), 'baseline').borderlineAtMm).toEqual([6])
    expect(lungRads(nodule('solid', 5.2), 'baseline').borderlineAtMm).toEqual([])
    expect(lungRads(nodule('solid', 7), 'baseline').borderlineAtMm).toEqual([])
    expect(lungRads(nodule('part-solid', 20, 5.6), 'baseline').borderlineAtMm).toEqual([6])
  })
})
