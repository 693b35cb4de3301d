import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Vector3 } from '../../../../../src/dicom/instance-facts.ts'
import { anchorBox, anchorHalves } from '../../../../../src/inference/detectors/onnx/anchors.ts'
import type { LevelSum } from '../../../../../src/inference/detectors/onnx/level-maps.ts'
import { modelProfile } from '../../../../../src/inference/detectors/onnx/profile.ts'
import { selectBoxes } from '../../../../../src/inference/detectors/onnx/select-boxes.ts'
import { sharedData } from '../../../../support/prerequisites.ts'

/** What MONAI's own RetinaNetDetector made of random outputs (arrays of the bundle's shapes). */
interface Golden {
  readonly image_size: Vector3
  readonly padded: Vector3
  readonly grids: readonly Vector3[]
  readonly base_anchors: readonly (readonly (readonly number[])[])[]
  readonly cls: readonly (readonly number[])[]
  readonly reg: readonly (readonly number[])[]
  readonly boxes: readonly (readonly number[])[]
  readonly scores: readonly number[]
}

const data = sharedData()
const profile = modelProfile.parse({})

describe.skipIf(!data)("MONAI's post-processing", () => {
  let golden: Golden
  beforeAll(() => {
    golden = JSON.parse(readFileSync(join(data ?? '', 'onnx/monai-golden.json'), 'utf8')) as Golden
  })

  const levelOf = (index: number): LevelSum => {
    const grid = golden.grids[index]!
    return {
      grid,
      classes: Float32Array.from(golden.cls[index]!),
      boxes: Float32Array.from(golden.reg[index]!),
      seen: new Uint8Array(grid[0] * grid[1] * grid[2]).fill(1),
    }
  }

  /** Half a unit of the decimals that the golden numbers were written to, on top of what may differ. */
  const writtenTo = { boxes: 0.5e-4, scores: 0.5e-6 }

  it('has the same anchors', () => {
    const ours = anchorHalves(profile).map(halves =>
      halves.map(half => anchorBox(half, [0, 0, 0], [4, 4, 2])),
    )
    expect(ours.map(level => level.map(box => box.map(side => side + 0)))).toEqual(golden.base_anchors)
  })

  it('selects the same boxes, to 1e-5 of a voxel and 1e-7 of a score', () => {
    const found = selectBoxes(
      golden.grids.map((_, index) => levelOf(index)),
      { size: golden.image_size, padded: golden.padded },
      profile,
    )
    expect(found).toHaveLength(golden.boxes.length)
    const farthest = (pairs: readonly (readonly [number, number])[]): number =>
      Math.max(...pairs.map(([a, b]) => Math.abs(a - b)))
    const sides = found.flatMap(({ box }, at) =>
      box.map((side, axis) => [side, golden.boxes[at]![axis]!] as const),
    )
    expect(farthest(sides)).toBeLessThan(1e-5 + writtenTo.boxes)
    expect(farthest(found.map(({ score }, at) => [score, golden.scores[at]!] as const))).toBeLessThan(
      1e-7 + writtenTo.scores,
    )
  })
})
