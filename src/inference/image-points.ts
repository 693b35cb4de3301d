import { patientToVoxel, type Volume } from '../preprocess/volume.ts'
import type { ImagePoint } from './finding.ts'

/**
 * Points drawn on a slice of the volume as points of the slice's own image (PS3.3 C.10.5.1.2). They differ where the
 * slices of a tilted gantry were put straight: each image then lies elsewhere on the volume's plane, which is wider.
 * What would lie beyond the image's edge is drawn along it.
 */
export const toImagePoints = <Points extends readonly ImagePoint[]>(
  volume: Volume,
  sliceIndex: number,
  points: Points,
): Points => {
  const position = volume.slices[sliceIndex]?.imagePosition
  const size = volume.imageSize
  if (!size || !position) return points
  const [left, top] = patientToVoxel(volume, position)
  return points.map(
    ([x, y]): ImagePoint => [within(x - left, size.columns), within(y - top, size.rows)],
  ) as readonly ImagePoint[] as Points
}

const within = (value: number, most: number): number => Math.max(0, Math.min(most, value))
