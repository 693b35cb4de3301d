import { patientToVoxel, type Volume } from '../../preprocess/volume.ts'
import type { Point } from '../tubes.ts'

/** HU at a point in LPS mm. */
export type SampleHu = (point: Point) => number

/** Samples a volume by trilinear interpolation; what lies beyond it is as its border. */
export const createSampler = (volume: Volume): SampleHu => {
  const { hu, shape } = volume
  const { slices, rows, columns } = shape
  const clamped = (at: number, count: number): number => Math.max(0, Math.min(count - 1.001, at))
  return point => {
    const [i, j, k] = patientToVoxel(volume, point)
    const [x, y, z] = [clamped(i, columns), clamped(j, rows), clamped(k, slices)]
    const [a, b, c] = [Math.floor(x), Math.floor(y), Math.floor(z)]
    const [f, g, h] = [x - a, y - b, z - c]
    const line = (row: number, slice: number): number => {
      const at = (slice * rows + row) * columns + a
      return hu[at]! + f * (hu[at + 1]! - hu[at]!)
    }
    const plane = (slice: number): number => line(b, slice) * (1 - g) + line(b + 1, slice) * g
    return plane(c) * (1 - h) + plane(c + 1) * h
  }
}
