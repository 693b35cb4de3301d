import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { IndexBox } from './crop.ts'
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

/** Levels of a cube, with the bounds of the cells that lie in the region. */
export interface LevelBox {
  readonly cube: Cube
  readonly levels: Float32Array
  readonly bounds: IndexBox
}

/**
 * Where along the slices levels are taken: at the place of the slice's own image, at the slice's centre, or the highest
 * within half a slice spacing of it.
 */
export type Spread = 'image' | 'centre' | 'slab'

/** The level cube seen on the volume's own pixels, for each slice that meets the bounds. */
export const sampleSlices = (frame: PatientFrame, box: LevelBox, spread: Spread): SliceWindow[] => {
  const lines: CubeLines = {
    columns: cubeLine(frame, box.cube, 0),
    rows: cubeLine(frame, box.cube, 1),
    slices: cubeLine(frame, box.cube, 2),
  }
  const reach = spread === 'slab' ? Math.abs(lines.slices.step) / 2 : 0
  const offsets = reach === 0 ? [0] : [-reach, -reach / 2, 0, reach / 2, reach]
  const windows: SliceWindow[] = []
  const places = spread === 'image' ? frame.imageIndices : undefined
  for (const { index, place } of slicesWithin(
    lines.slices,
    rangeWithin(lines.slices, box.bounds, reach),
    places,
  )) {
    const window = emptyWindow(index, lines, box.bounds)
    const depth = lines.slices.start + place * lines.slices.step
    for (const offset of offsets) raiseValues(window, lines, { ...box, depth: depth + offset })
    windows.push(window)
  }
  return windows
}

/** Slices whose place (their own index, unless `places` says another) lies in the range. */
const slicesWithin = (
  { count }: CubeLine,
  { from, to }: { readonly from: number; readonly to: number },
  places: readonly number[] | undefined,
): readonly { readonly index: number; readonly place: number }[] =>
  Array.from({ length: count }, (_, index) => ({ index, place: places?.[index] ?? index })).filter(
    ({ place }) => place >= from && place <= to,
  )

interface CubeLines {
  readonly columns: CubeLine
  readonly rows: CubeLine
  readonly slices: CubeLine
}

/** The line's indices within the bounds, a cell and `reach` cells around. */
const rangeWithin = (line: CubeLine, { from, to }: IndexBox, reach: number): { from: number; to: number } =>
  indexRange(line, from[line.axis] - 1 - reach, to[line.axis] + 1 + reach)

/** A window one pixel wider than the bounds all round, so that every outline closes within it. */
const emptyWindow = (sliceIndex: number, { columns, rows }: CubeLines, bounds: IndexBox): SliceWindow => {
  const columnRange = rangeWithin(columns, bounds, 0)
  const rowRange = rangeWithin(rows, bounds, 0)
  const width = Math.max(0, columnRange.to - columnRange.from + 3)
  const height = Math.max(0, rowRange.to - rowRange.from + 3)
  const values = new Float32Array(width * height).fill(Number.NEGATIVE_INFINITY)
  return { sliceIndex, fromColumn: columnRange.from - 1, fromRow: rowRange.from - 1, width, height, values }
}

/** Raises each pixel to the cube's level at its centre. */
const raiseValues = (
  window: SliceWindow,
  { columns, rows, slices }: CubeLines,
  { cube, levels, depth }: LevelBox & { readonly depth: number },
): void => {
  const at: [number, number, number] = [0, 0, 0]
  at[slices.axis] = depth
  for (let j = 0; j < window.height; j++) {
    at[rows.axis] = rows.start + (window.fromRow + j) * rows.step
    for (let i = 0; i < window.width; i++) {
      at[columns.axis] = columns.start + (window.fromColumn + i) * columns.step
      const level = interpolate(levels, cube.side, at)
      const pixel = i + window.width * j
      if (level > window.values[pixel]!) window.values[pixel] = level
    }
  }
}

const interpolate = (levels: Float32Array, side: number, [x, y, z]: Vector3): number => {
  const last = side - 1
  // Beyond the cube is as far from the region as its corner.
  if (x < 0 || y < 0 || z < 0 || x > last || y > last || z > last) return levels[0]!
  const i = Math.min(Math.floor(x), last - 1)
  const j = Math.min(Math.floor(y), last - 1)
  const k = Math.min(Math.floor(z), last - 1)
  const fx = x - i
  const fy = y - j
  const along = (cell: number): number => levels[cell]! + fx * (levels[cell + 1]! - levels[cell]!)
  const plane = (cell: number): number => along(cell) + fy * (along(cell + side) - along(cell))
  const cell = (k * side + j) * side + i
  return plane(cell) + (z - k) * (plane(cell + side * side) - plane(cell))
}
