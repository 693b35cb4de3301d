import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roundHalfEven } from '../../../../../src/inference/detectors/onnx/half-even.ts'
import {
  padToDivisible,
  patchAbout,
  planWindows,
} from '../../../../../src/inference/detectors/onnx/windows.ts'

const divisible: [number, number, number] = [16, 16, 8]
const plan = { window: [192, 192, 80] as [number, number, number], overlap: 0.25, divisible }
const sides = fc.tuple(
  fc.integer({ min: 1, max: 520 }),
  fc.integer({ min: 1, max: 520 }),
  fc.integer({ min: 1, max: 300 }),
)

describe('windows', () => {
  it('cover every voxel, lie inside, start at whole cells and overlap by about what is asked', () => {
    fc.assert(
      fc.property(sides, size => {
        const padded = padToDivisible(size, divisible)
        const windows = planWindows(padded, plan)
        for (const axis of [0, 1, 2] as const) {
          expect(padded[axis] % divisible[axis]).toBe(0)
          const starts = [...new Set(windows.map(window => window.start[axis]))].sort((a, b) => a - b)
          const side = windows[0]!.size[axis]
          expect(starts[0]).toBe(0)
          expect(starts.at(-1)! + side).toBe(padded[axis])
          for (const [index, start] of starts.entries()) {
            expect(start % divisible[axis]).toBe(0)
            if (index > 0) expect(start - starts[index - 1]!).toBeLessThanOrEqual(0.75 * side)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('are one where the image is no larger', () => {
    expect(planWindows([96, 192, 80], plan)).toEqual([{ start: [0, 0, 0], size: [96, 192, 80] }])
  })

  it('of patches hold their place and stay inside', () => {
    const patch = { patch: [96, 96, 48] as [number, number, number], divisible }
    fc.assert(
      fc.property(sides, fc.tuple(fc.double(unit), fc.double(unit), fc.double(unit)), (size, share) => {
        const padded = padToDivisible(size, divisible)
        const voxel = [share[0] * size[0], share[1] * size[1], share[2] * size[2]] as const
        const { start, size: cut } = patchAbout(voxel, padded, patch)
        for (const axis of [0, 1, 2] as const) {
          expect(start[axis]).toBeGreaterThanOrEqual(0)
          expect(start[axis] + cut[axis]).toBeLessThanOrEqual(padded[axis])
          expect(voxel[axis]).toBeGreaterThanOrEqual(start[axis])
          expect(voxel[axis]).toBeLessThanOrEqual(start[axis] + cut[axis])
        }
      }),
      { numRuns: 200 },
    )
  })
})

const unit = { min: 0, max: 1, noNaN: true }

describe('roundHalfEven', () => {
  it.each([
    [2.5, 2],
    [3.5, 4],
    [-2.5, -2],
    [2.4, 2],
    [2.6, 3],
    [-0.6, -1],
  ])('rounds %d to %d', (value, rounded) => {
    expect(roundHalfEven(value)).toBe(rounded)
  })
})
