import { describe, expect, it } from 'vitest'
import { readLevels } from '../../../../../src/inference/detectors/onnx/network.ts'
import { modelProfile, readModelProfile } from '../../../../../src/inference/detectors/onnx/profile.ts'

const profile = modelProfile.parse({})
const tensor = (channels: number, grid: readonly [number, number, number]) => ({
  dims: [1, channels, ...grid],
  data: new Float32Array(channels * grid[0] * grid[1] * grid[2]),
})
const fine = [8, 8, 8] as const
const middle = [4, 4, 4] as const
const coarse = [2, 2, 2] as const

describe('outputs of a model', () => {
  it('are told apart by channels and grid, whatever their order', () => {
    const outputs = [
      tensor(18, coarse),
      tensor(3, middle),
      tensor(18, fine),
      tensor(3, coarse),
      tensor(3, fine),
      tensor(18, middle),
    ]
    expect(readLevels(outputs, profile).map(level => [level.classes.grid, level.boxes.grid])).toEqual([
      [fine, fine],
      [middle, middle],
      [coarse, coarse],
    ])
  })

  it.each([
    ['a scale is missing', [tensor(3, fine), tensor(18, fine)]],
    ['one is more', [fine, middle, coarse, coarse].flatMap(grid => [tensor(3, grid), tensor(18, grid)])],
    ['channels are other', [fine, middle, coarse].flatMap(grid => [tensor(4, grid), tensor(24, grid)])],
    ['grids differ', [tensor(3, fine), tensor(18, middle), tensor(3, middle), tensor(18, coarse)]],
    ['one is no volume', [{ dims: [1, 3, 8], data: new Float32Array(24) }]],
    ['one is of other numbers', [{ dims: [1, 3, 1, 1, 1], data: new BigInt64Array(3) }]],
  ])('are refused where %s', (_, outputs) => {
    expect(() => readLevels(outputs, profile)).toThrow(
      expect.objectContaining({ code: 'INFERENCE_MODEL_UNFIT' }),
    )
  })
})

describe('the YAML beside a model', () => {
  it("is MONAI's where it says nothing else", () => {
    const read = readModelProfile('', 'model.yaml')
    expect(read).toMatchObject({ axes: 'RAS', spacing: [0.703125, 0.703125, 1.25], most: 300 })
    expect(readModelProfile('name: ours\nwindow: [128, 128, 64]\n', 'model.yaml')).toMatchObject({
      name: 'ours',
      window: [128, 128, 64],
    })
  })

  it.each([
    ['windw: [1, 2, 3]', /windw/],
    ['axes: RRS', /axes: three letters/],
    ['spacing: [0, 1, 1]', /spacing/],
    ['hu: [300, -1024]', /hu/],
    ['window: [100, 192, 80]', /multiples of divisible/],
  ])('is refused for %s', (text, message) => {
    expect(() => readModelProfile(text, 'model.yaml')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', detail: expect.stringMatching(message) }),
    )
  })
})
