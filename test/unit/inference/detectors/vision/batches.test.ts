import { expect, it } from 'vitest'
import {
  halveBatch,
  type Picture,
  planBatches,
} from '../../../../../src/inference/detectors/vision/picture.ts'
import { planSlabs } from '../../../../../src/preprocess/mip-slab.ts'
import { syntheticChest } from '../../../../support/synthetic-chest.ts'

const pictures = (count: number): Picture[] =>
  Array.from({ length: count }, (_, index) => ({
    label: `S${index}`,
    geometry: {},
    source: { digests: [], box: { column: 0, row: 0, columns: 1, rows: 1 } },
    render: () => Promise.reject(new Error('not shown')),
  }))

it('are many small ones: 600 slices of 1 mm are 34 of slices, or 8 of slabs', () => {
  expect(planBatches(pictures(600), 20, 2)).toHaveLength(34)
  const chest = syntheticChest([])
  const study = {
    ...chest,
    shape: { ...chest.shape, slices: 600 },
    spacingMm: { ...chest.spacingMm, slice: 1 },
  }
  expect(planBatches(pictures(planSlabs(study, 8).length), 20, 0)).toHaveLength(8)
  expect(planBatches(pictures(20), 20, 0)).toHaveLength(1)
  expect(planBatches([], 20, 0)).toEqual([])
})

it('share the pictures on their border, and end with the last picture', () => {
  const batches = planBatches(pictures(25), 10, 2)
  expect(batches.map(({ id, pictures: [first] }) => [id, first?.label])).toEqual([
    ['b01', 'S0'],
    ['b02', 'S8'],
    ['b03', 'S16'],
  ])
  expect(batches.at(-1)?.pictures.at(-1)?.label).toBe('S24')
  expect(planBatches(pictures(3), 1, 2)).toHaveLength(3)
})

it('are halved under names of their own, down to one picture', () => {
  const [low, high] = halveBatch({ id: 'b01', pictures: pictures(5) })!
  expect([low.id, low.pictures.length, high.id, high.pictures.length]).toEqual(['b01a', 3, 'b01b', 2])
  expect(halveBatch({ id: 'b01', pictures: pictures(1) })).toBeUndefined()
})
