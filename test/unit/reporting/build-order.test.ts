import { expect, test } from 'vitest'
import { inBuildOrder } from '../../../src/reporting/build-order.ts'

test('what selects other objects is built after them, all else in the order given', () => {
  const kinds = ['key-object-selection', 'nodule-sr', 'key-images', 'nodule-seg']
  expect(inBuildOrder(kinds, kind => kind)).toEqual([
    'nodule-sr',
    'key-images',
    'nodule-seg',
    'key-object-selection',
  ])
})
