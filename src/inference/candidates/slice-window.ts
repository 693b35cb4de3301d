import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { Cube } from './cube.ts'
import type { PatientFrame } from './patient-frame.ts'

type Axis = 0 | 1 | 2

/** A rectangle of one original slice: values row-major, of pixel (fromColumn + i, fromRow + j) at i + width * j. */
export interface SliceWindow {
  readonly sliceIndex: number
  readonly fromColumn: number
  readonly fromRow: number
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

/** Where the volume's own indices run through a cube: cell = start + index * step along `axis` of the cube. */
interface CubeLine {
  readonly axis: Axis
  readonly start: number
  readonly step: number
  readonly count: number
}

const cubeLine = (frame: PatientFrame, cube: Cube, voxelAxis: Axis): CubeLine => {
  const axis = ([0, 1, 2] as const).find(one => frame.axes[one].voxelAxis === voxelAxis) ?? voxelAxis
  const { size, spacingMm } = frame.hu.grid
  const step = spacingMm[axis] / cube.stepMm
  const first = frame.axes[axis].isReversed ? (size[axis] - 1) * step : 0
  return {
    axis,
    start: first - cube.originMm[axis] / cube.stepMm,
    step: frame.axes[axis].isReversed ? -step : step,
    count: size[axis],
  }
}

/** First and last index of the line whose cell lies within [low, high], within the volume. */
const indexRange = (line: CubeLine, low: number, high: number): { from: number; to: number } => {
  const a = (low - line.start) / line.step
  const b = (high - line.start) / line.step
  return {
    from: Math.max(0, Math.ceil(Math.min(a, b))),
    to: Math.min(line.count - 1, Math.floor(Math.max(a, b))),
  }
}

/** Bounds of the set cells of a cube's mask along each axis. */
export interface CellBounds {
  readonly from: Vector3
  readonly to: Vector3
}

/**
 * The level cube seen on the volume's own pixels, for each original slice that meets the bounds. `slab` takes the highest
 * level within half a slice spacing instead: for what is so thin that no slice's centre meets it.
 */
export const sampleSlices = (
  frame: PatientFrame,
  cube: Cube,
  levels: Float32Array,
  bounds: CellBounds,
  spread: 'centre' | 'slab' = 'centre',
): SliceWindow[] => {
  const columns = cubeLine(frame, cube, 0)
  const rows = cubeLine(frame, cube, 1)
  const slices = cubeLine(frame, cube, 2)
  const reach = spread === 'slab' ? Math.abs(slices.step) / 2 : 0
  const within = (line: CubeLine, margin: number) =>
    indexRange(line, bounds.from[line.axis] - 1 - margin, bounds.to[line.axis] + 1 + margin)
  const columnRange = within(columns, 0)
  const rowRange = within(rows, 0)
  const sliceRange = within(slices, reach)
  const windows: SliceWindow[] = []
  for (let k = sliceRange.from; k <= sliceRange.to; k++) {
    const window: SliceWindow = {
      sliceIndex: k,
      fromColumn: columnRange.from - 1,
      fromRow: rowRange.from - 1,
      width: columnRange.to - columnRange.from + 3,
      height: rowRange.to - rowRange.from + 3,
      values: new Float32Array(0),
    }
    const values = new Float32Array(window.width * window.height).fill(Number.NEGATIVE_INFINITY)
    const depth = slices.start + k * slices.step
    for (const offset of reach === 0 ? [0] : [-reach, -reach / 2, 0, reach / 2, reach]) {
      raiseValues(
        { ...window, values },
        { columns, rows, slices },
        { levels, side: cube.side, depth: depth + offset },
      )
    }
    windows.push({ ...window, values })
  }
  return windows
}

/** Raises each pixel to the cube's level at its centre. */
const raiseValues = (
  window: SliceWindow,
  lines: { readonly columns: CubeLine; readonly rows: CubeLine; readonly slices: CubeLine },
  from: { readonly levels: Float32Array; readonly side: number; readonly depth: number },
): void => {
  const at: [number, number, number] = [0, 0, 0]
  at[lines.slices.axis] = from.depth
  for (let j = 0; j < window.height; j++) {
    at[lines.rows.axis] = lines.rows.start + (window.fromRow + j) * lines.rows.step
    for (let i = 0; i < window.width; i++) {
      at[lines.columns.axis] = lines.columns.start + (window.fromColumn + i) * lines.columns.step
      const level = interpolate(from.levels, from.side, at[0], at[1], at[2])
      const cell = i + window.width * j
      if (level > window.values[cell]!) window.values[cell] = level
    }
  }
}

const interpolate = (levels: Float32Array, side: number, x: number, y: number, z: number): number => {
  const last = side - 1
  // Beyond the cube is as far from the region as its corner.
  if (x < 0 || y < 0 || z < 0 || x > last || y > last || z > last) return levels[0]!
  const i = Math.min(Math.floor(x), last - 1)
  const j = Math.min(Math.floor(y), last - 1)
  const k = Math.min(Math.floor(z), last - 1)
  const [fx, fy, fz] = [x - i, y - j, z - k]
  const along = (cell: number): number => levels[cell]! + fx * (levels[cell + 1]! - levels[cell]!)
  const plane = (cell: number): number => along(cell) + fy * (along(cell + side) - along(cell))
  const cell = (k * side + j) * side + i
  return plane(cell) + fz * (plane(cell + side * side) - plane(cell))
}
