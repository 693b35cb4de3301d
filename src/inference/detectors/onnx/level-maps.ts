import type { Vector3 } from '../../../dicom/instance-facts.ts'

/** One output of the network over a grid: values at channel * cells + (x * Y + y) * Z + z. */
export interface LevelMap {
  readonly grid: Vector3
  readonly values: Float32Array
}

/** Class and box outputs of one scale. */
export interface Level {
  readonly classes: LevelMap
  readonly boxes: LevelMap
}

/** Cells of a grid. */
export const cellsOf = (grid: Vector3): number => grid[0] * grid[1] * grid[2]

/** Sums of window outputs over a whole image, with how often each cell was seen. */
export interface LevelSum {
  readonly grid: Vector3
  readonly classes: Float32Array
  readonly boxes: Float32Array
  readonly seen: Uint8Array
}

/** An empty sum for an image of `size`, whose output has this many cells fewer a side. */
export const emptySum = (grid: Vector3, channels: { classes: number; boxes: number }): LevelSum => ({
  grid,
  classes: new Float32Array(channels.classes * cellsOf(grid)),
  boxes: new Float32Array(channels.boxes * cellsOf(grid)),
  seen: new Uint8Array(cellsOf(grid)),
})

/** Adds a window's output, its first cell at `at` of the sum's grid. Cells beyond the sum's grid are left out. */
export const addWindow = (sum: LevelSum, level: Level, at: Vector3): void => {
  addMap(sum.classes, sum.grid, level.classes, at)
  addMap(sum.boxes, sum.grid, level.boxes, at)
  const [gx, gy, gz] = level.classes.grid
  for (let x = 0; x < gx && at[0] + x < sum.grid[0]; x++)
    for (let y = 0; y < gy && at[1] + y < sum.grid[1]; y++) {
      const row = ((at[0] + x) * sum.grid[1] + at[1] + y) * sum.grid[2] + at[2]
      const last = Math.min(gz, sum.grid[2] - at[2])
      for (let z = 0; z < last; z++) sum.seen[row + z]!++
    }
}

const addMap = (into: Float32Array, size: Vector3, { grid, values }: LevelMap, at: Vector3): void => {
  const channels = values.length / cellsOf(grid)
  const last = Math.min(grid[2], size[2] - at[2])
  for (let channel = 0; channel < channels; channel++)
    for (let x = 0; x < grid[0] && at[0] + x < size[0]; x++)
      for (let y = 0; y < grid[1] && at[1] + y < size[1]; y++) {
        const from = ((channel * grid[0] + x) * grid[1] + y) * grid[2]
        const to = ((channel * size[0] + at[0] + x) * size[1] + at[1] + y) * size[2] + at[2]
        for (let z = 0; z < last; z++) into[to + z]! += values[from + z]!
      }
}

/** The sums divided by how often each cell was seen; a cell that no window saw keeps its zero and is told by `seen`. */
export const meanOf = (sum: LevelSum): LevelSum => {
  const cells = cellsOf(sum.grid)
  for (const values of [sum.classes, sum.boxes])
    for (let at = 0; at < values.length; at++) {
      const seen = sum.seen[at % cells]!
      if (seen > 1) values[at]! /= seen
    }
  return sum
}
