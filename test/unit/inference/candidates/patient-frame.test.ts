import { describe, expect, test } from 'vitest'
import type { Vector3 } from '../../../../src/dicom/instance-facts.ts'
import {
  frameToVoxel,
  orientVolume,
  voxelToFrame,
} from '../../../../src/inference/candidates/patient-frame.ts'
import { type Volume, voxelToPatient } from '../../../../src/preprocess/volume.ts'

const volumeWith = (directions: Volume['directions']): Volume => ({
  hu: Int16Array.from({ length: 2 * 3 * 4 }, (_, i) => i),
  shape: { slices: 2, rows: 3, columns: 4 },
  spacingMm: { slice: 5, row: 2, column: 1 },
  origin: [10, 20, 30],
  directions,
  studyInstanceUid: '1',
  seriesInstanceUid: '2',
  slices: [],
  gaps: [],
  warnings: [],
})

const orientations: readonly (readonly [string, Volume['directions']])[] = [
  ['axial', { column: [1, 0, 0], row: [0, 1, 0], slice: [0, 0, 1] }],
  ['axial, feet first', { column: [-1, 0, 0], row: [0, 1, 0], slice: [0, 0, -1] }],
  ['axial, prone', { column: [-1, 0, 0], row: [0, -1, 0], slice: [0, 0, 1] }],
  ['coronal', { column: [1, 0, 0], row: [0, 0, -1], slice: [0, 1, 0] }],
  ['sagittal', { column: [0, 1, 0], row: [0, 0, -1], slice: [-1, 0, 0] }],
]

describe.each(orientations)('%s', (_, directions) => {
  const volume = volumeWith(directions)
  const frame = orientVolume(volume)

  test('voxel and frame positions are each other inverse', () => {
    const voxel: Vector3 = [2.25, 0.5, 0.75]
    expect(frameToVoxel(frame, voxelToFrame(frame, voxel))).toEqual(voxel)
  })

  test('the frame runs to the left, the back and the head', () => {
    const from = voxelToPatient(volume, frameToVoxel(frame, [0, 0, 0]))
    const to = voxelToPatient(volume, frameToVoxel(frame, [1, 2, 3]))
    expect(to.map((value, axis) => value - from[axis]!)).toEqual([1, 2, 3])
  })

  test('strides reach the voxel that the position names', () => {
    const { base, stride, values, grid } = frame.hu
    const index: Vector3 = [grid.size[0] - 1, 1, 0]
    const at: Vector3 = [index[0] * grid.spacingMm[0], index[1] * grid.spacingMm[1], 0]
    const [i, j, k] = frameToVoxel(frame, at)
    expect(values[base + index[0] * stride[0] + index[1] * stride[1]]).toBe((k * 3 + j) * 4 + i)
  })
})
