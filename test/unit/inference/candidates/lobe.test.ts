import { expect, test } from 'vitest'
import type { Vector3 } from '../../../../src/dicom/instance-facts.ts'
import { approximateLobe } from '../../../../src/inference/candidates/lobe.ts'

/** 150 mm deep, 250 mm high, so that relative and absolute positions are easy to follow. */
const extent = { fromMm: [0, 0, 0], toMm: [100, 150, 250] } as const

const table: readonly (readonly [
  name: string,
  depth: number,
  height: number,
  side: 'right' | 'left',
  code: string,
])[] = [
  ['apex', 0.5, 0.95, 'right', '45653009'],
  ['apex', 0.5, 0.95, 'left', '45653009'],
  ['front, middle height', 0.1, 0.36, 'right', '72481006'],
  ['front, middle height: lingula', 0.1, 0.36, 'left', '45653009'],
  ['front, above the horizontal fissure', 0.1, 0.7, 'right', '45653009'],
  ['back, base', 0.8, 0.1, 'right', '90572001'],
  ['back, base', 0.8, 0.1, 'left', '90572001'],
  ['on the oblique fissure', 0.5, 0.455, 'left', '39607008'],
  ['on the horizontal fissure', 0.1, 0.51, 'right', '39607008'],
  ['no horizontal fissure on the left', 0.1, 0.51, 'left', '45653009'],
]

test.each(table)('%s (depth %d, height %d, %s) is %s', (_, depth, height, side, code) => {
  const point: Vector3 = [50, depth * 150, height * 250]
  const { site, confidence } = approximateLobe(point, side, extent)
  expect(site.value).toBe(code)
  expect(confidence).toBe(code === '39607008' ? 'low' : 'high')
})

test('a side that was not found has the lung as site', () => {
  expect(approximateLobe([0, 0, 0], 'right', undefined).confidence).toBe('low')
})
