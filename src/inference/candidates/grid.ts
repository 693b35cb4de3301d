import type { Vector3 } from '../../dicom/instance-facts.ts'

/**
 * A regular lattice in the patient frame: axis 0 towards the patient's left, 1 to the back, 2 to the head.
 * Cell (i, j, k) is at index i + size[0] * (j + size[1] * k); its centre is at originMm + index * spacingMm.
 */
export interface Grid {
  readonly size: Vector3
  readonly spacingMm: Vector3
  readonly originMm: Vector3
}

/** How many cells the grid has. */
export const cellCount = (grid: Grid): number => grid.size[0] * grid.size[1] * grid.size[2]

/** Millilitres in one cell. */
export const cellVolumeMl = (grid: Grid): number =>
  (grid.spacingMm[0] * grid.spacingMm[1] * grid.spacingMm[2]) / 1000

/** Index of the cell nearest to a point (mm in the patient frame), points outside go to the border. */
export const nearestCell = (grid: Grid, pointMm: Vector3): number => {
  const along = (axis: 0 | 1 | 2): number => {
    const index = Math.round((pointMm[axis] - grid.originMm[axis]) / grid.spacingMm[axis])
    return Math.min(grid.size[axis] - 1, Math.max(0, index))
  }
  return along(0) + grid.size[0] * (along(1) + grid.size[1] * along(2))
}
