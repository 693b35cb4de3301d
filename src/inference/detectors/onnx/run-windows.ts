import { HilumError } from '../../../base/errors.ts'
import type { Vector3 } from '../../../dicom/instance-facts.ts'
import { addWindow, emptySum, type Level, type LevelSum, meanOf } from './level-maps.ts'
import type { Network } from './network.ts'
import { type Selection, selectBoxes } from './select-boxes.ts'
import type { ScoredBox } from './suppress-boxes.ts'
import type { ImageWindow } from './windows.ts'

/** What a run over an image stands on. */
export interface WindowRun {
  readonly network: Network
  /** Sides of the image, and those it is padded to. */
  readonly size: Vector3
  readonly padded: Vector3
  sample(window: ImageWindow): Float32Array
  readonly signal: AbortSignal
  progress(fraction: number): void
}

const stopIfAborted = (signal: AbortSignal): void => {
  if (signal.aborted) throw new HilumError('BASE_CANCELLED', 'the detector was stopped')
}

/** Where a window's output begins in the image's. */
const cellAt = (start: Vector3, padded: Vector3, grid: Vector3): Vector3 => [
  Math.floor((start[0] * grid[0]) / padded[0]),
  Math.floor((start[1] * grid[1]) / padded[1]),
  Math.floor((start[2] * grid[2]) / padded[2]),
]

/** The grid of an output over the padded image, from that over a window. */
const wholeGrid = (padded: Vector3, window: Vector3, grid: Vector3): Vector3 => [
  Math.round((padded[0] / window[0]) * grid[0]),
  Math.round((padded[1] / window[1]) * grid[1]),
  Math.round((padded[2] / window[2]) * grid[2]),
]

const sumFor = (padded: Vector3, window: Vector3, { classes, boxes }: Level): LevelSum => {
  const cells = classes.grid[0] * classes.grid[1] * classes.grid[2]
  return emptySum(wholeGrid(padded, window, classes.grid), {
    classes: classes.values.length / cells,
    boxes: boxes.values.length / cells,
  })
}

/**
 * Runs the network over windows of one size and averages what it says where they overlap, before anything is decoded.
 * Memory is the outputs of the whole image (84 bytes a cell of the finest one) and one window. @throws BASE_CANCELLED
 */
export const runWindows = async (
  run: WindowRun,
  windows: readonly ImageWindow[],
  by: Selection,
): Promise<readonly ScoredBox[]> => {
  let sums: readonly LevelSum[] | undefined
  for (const [index, window] of windows.entries()) {
    stopIfAborted(run.signal)
    const levels = await run.network.run(run.sample(window), window.size)
    sums ??= levels.map(level => sumFor(run.padded, window.size, level))
    for (const [at, sum] of sums.entries())
      addWindow(sum, levels[at]!, cellAt(window.start, run.padded, sum.grid))
    run.progress((index + 1) / windows.length)
  }
  return selectBoxes((sums ?? []).map(meanOf), { size: run.size, padded: run.padded }, by)
}

/** Runs the network on each patch by itself; what overlapping patches say of one place is suppressed together. */
export const runPatches = async (
  run: WindowRun,
  patches: readonly ImageWindow[],
  by: Selection,
): Promise<readonly ScoredBox[]> => {
  const found: ScoredBox[] = []
  for (const [index, patch] of patches.entries()) {
    stopIfAborted(run.signal)
    const levels = await run.network.run(run.sample(patch), patch.size)
    const sums = levels.map(level => {
      const sum = sumFor(patch.size, patch.size, level)
      addWindow(sum, level, [0, 0, 0])
      return sum
    })
    const [x, y, z] = patch.start
    const inside: Vector3 = [run.size[0] - x, run.size[1] - y, run.size[2] - z]
    const size: Vector3 = [
      Math.min(patch.size[0], inside[0]),
      Math.min(patch.size[1], inside[1]),
      Math.min(patch.size[2], inside[2]),
    ]
    for (const { box, score } of selectBoxes(sums, { size, padded: patch.size }, by))
      found.push({ score, box: [box[0] + x, box[1] + y, box[2] + z, box[3] + x, box[4] + y, box[5] + z] })
    run.progress((index + 1) / patches.length)
  }
  return found
}
