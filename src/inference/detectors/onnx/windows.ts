import type { Vector3 } from '../../../dicom/instance-facts.ts'
import type { ModelProfile } from './profile.ts'

/** A part of the model's image: first voxel and sides. */
export interface ImageWindow {
  readonly start: Vector3
  readonly size: Vector3
}

/** The size with every side rounded up to what it must be a multiple of. */
export const padToDivisible = (size: Vector3, divisible: Vector3): Vector3 => [
  Math.ceil(size[0] / divisible[0]) * divisible[0],
  Math.ceil(size[1] / divisible[1]) * divisible[1],
  Math.ceil(size[2] / divisible[2]) * divisible[2],
]

/**
 * Windows over a padded image, the last of each axis moved back to its end. Starts are whole cells of the coarsest
 * output, so that overlapping outputs lie on each other; an axis shorter than a window is one window.
 */
export const planWindows = (
  padded: Vector3,
  { window, overlap, divisible }: Pick<ModelProfile, 'window' | 'overlap' | 'divisible'>,
): readonly ImageWindow[] => {
  const side = (axis: 0 | 1 | 2): number => Math.min(window[axis], padded[axis])
  const size: Vector3 = [side(0), side(1), side(2)]
  const along = (axis: 0 | 1 | 2): readonly number[] => {
    const interval = Math.max(
      divisible[axis],
      Math.floor((size[axis] * (1 - overlap)) / divisible[axis]) * divisible[axis],
    )
    const last = padded[axis] - size[axis]
    const count = Math.ceil(last / interval) + 1
    return Array.from({ length: count }, (_, index) => Math.min(last, index * interval))
  }
  const [xs, ys, zs] = [along(0), along(1), along(2)]
  return xs.flatMap(x => ys.flatMap(y => zs.map(z => ({ start: [x, y, z] as const, size }))))
}

/** A patch about a voxel, moved to start at a whole cell within the padded image. */
export const patchAbout = (
  voxel: Vector3,
  padded: Vector3,
  { patch, divisible }: Pick<ModelProfile, 'patch' | 'divisible'>,
): ImageWindow => {
  const side = (axis: 0 | 1 | 2): number => Math.min(patch[axis], padded[axis])
  const start = (axis: 0 | 1 | 2): number => {
    const wanted = Math.round((voxel[axis] - side(axis) / 2) / divisible[axis]) * divisible[axis]
    return Math.max(0, Math.min(padded[axis] - side(axis), wanted))
  }
  return { start: [start(0), start(1), start(2)], size: [side(0), side(1), side(2)] }
}
