import { expect, test } from 'vitest'
import { blurPlanes } from '../../../../src/inference/candidates/blurred-planes.ts'
import { blurVolume, gaussianWeights } from '../../../../src/inference/candidates/gaussian.ts'

test('weights of both sides add up to one', () => {
  for (const sigma of [0.45, 1.3, 1.9, 4.5]) {
    const [centre = 0, ...side] = gaussianWeights(sigma)
    expect(centre + 2 * side.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6)
  }
})

test('a point becomes a bell of the same sum and the variance sigma squared', () => {
  const side = 21
  const point = new Float32Array(side ** 3)
  const middle = (side - 1) / 2
  point[(middle * side + middle) * side + middle] = 1000
  const blurred = blurVolume(point, [side, side, side], 1.9)
  let sum = 0
  let moment = 0
  blurred.forEach((value, i) => {
    sum += value
    moment += value * ((i % side) - middle) ** 2
  })
  expect(sum).toBeCloseTo(1000, 1)
  expect(moment / sum).toBeGreaterThan(0.95 * 1.9 ** 2)
  expect(moment / sum).toBeLessThan(1.02 * 1.9 ** 2)
})

test('planes that stream are those of the whole blur, wherever reading starts', () => {
  const size = [9, 8, 14] as const
  const values = Int16Array.from({ length: 9 * 8 * 14 }, (_, i) => ((i * 7919) % 1400) - 1000)
  const grid = { size, spacingMm: [1, 1, 1], originMm: [0, 0, 0] } as const
  const whole = blurVolume(Float32Array.from(values), size, 1.4)
  for (const first of [0, 5, 11]) {
    const planes = blurPlanes({ grid, values, ceilingHu: 32767 }, 1.4)
    const plane = new Float32Array(72)
    for (let k = first; k < 14; k++) {
      planes.read(k, plane)
      plane.forEach((value, i) => {
        expect(Math.abs(value - whole[k * 72 + i]!)).toBeLessThan(1e-2)
      })
    }
  }
})
