import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelComponents } from '../../../../src/inference/candidates/components.ts'
import { floodCube } from '../../../../src/inference/candidates/cube-flood.ts'

test('cells that meet at a corner are two parts, through a face one', () => {
  // biome-ignore format: a picture
  const mask = Uint8Array.from([
    1, 1, 0,
    0, 0, 1,
    0, 1, 1,
  ])
  const { labels, sizes } = labelComponents(mask, [3, 3, 1])
  expect([...labels]).toEqual([1, 1, 0, 0, 0, 2, 0, 2, 2])
  expect(sizes).toEqual([0, 2, 3])
})

test('every set cell has a label, neighbours the same one, and sizes add up', () => {
  const side = 5
  const bits = fc.array(fc.boolean(), { minLength: side ** 3, maxLength: side ** 3 })
  fc.assert(
    fc.property(bits, cells => {
      const mask = Uint8Array.from(cells, cell => (cell ? 1 : 0))
      const { labels, sizes } = labelComponents(mask, [side, side, side])
      for (let i = 0; i < mask.length; i++) {
        expect(labels[i]! > 0).toBe(mask[i] === 1)
        if (i % side < side - 1 && mask[i] && mask[i + 1]) expect(labels[i]).toBe(labels[i + 1])
      }
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(mask.reduce((sum, cell) => sum + cell, 0))
    }),
  )
})

test('a flood from a cell reaches just its part', () => {
  const side = 4
  const bits = fc.array(fc.boolean(), { minLength: side ** 3, maxLength: side ** 3 })
  fc.assert(
    fc.property(bits, fc.integer({ min: 0, max: side ** 3 - 1 }), (cells, seed) => {
      const mask = Uint8Array.from(cells, cell => (cell ? 1 : 0))
      const { labels } = labelComponents(mask, [side, side, side])
      const reached = floodCube(mask, side, seed)
      reached.forEach((cell, i) => {
        expect(cell === 1).toBe(labels[seed]! > 0 && labels[i] === labels[seed])
      })
    }),
  )
})
