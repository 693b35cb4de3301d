import type { ImagePoint } from '../finding.ts'
import { type Caliper, longestCaliper, type PlanePoint, perpendicularCaliper } from './calipers.ts'
import { boundingBox } from './crop.ts'
import { levelCube } from './level-cube.ts'
import { mainPart, traceOutline } from './outline.ts'
import type { PatientFrame } from './patient-frame.ts'
import type { Region } from './segment-spot.ts'
import { type SliceWindow, type Spread, sampleSlices } from './slice-window.ts'

/** A closed outline on one original slice. */
export interface SliceOutline {
  readonly sliceIndex: number
  readonly pixels: number
  readonly points: readonly ImagePoint[]
}

/** A line drawn on the widest slice. */
export interface DrawnAxis {
  readonly points: readonly [ImagePoint, ImagePoint]
  readonly lengthMm: number
}

/** The region's outlines, widest first; none where no slice meets it. */
export const drawOutlines = (frame: PatientFrame, region: Region): SliceOutline[] => {
  const { side } = region.cube
  const bounds = boundingBox(region.mask, [side, side, side])
  if (!bounds) return []
  const levels = levelCube(region)
  const limits = { columns: countAlong(frame, 0), rows: countAlong(frame, 1) }
  const draw = (spread: Spread): SliceOutline[] =>
    sampleSlices(frame, { cube: region.cube, levels, bounds }, spread)
      .map(window => outlineWindow(window, limits))
      .filter(outline => outline.pixels > 0)
  // What lies between two images, or is thinner than the slices, is drawn on the slice or the slab that holds it.
  for (const spread of ['image', 'centre', 'slab'] as const) {
    const drawn = draw(spread)
    if (drawn.length > 0) return widestFirst(drawn)
  }
  return []
}

/** The outline on a slice; where the region runs on beyond the image it follows the image's edge. */
const outlineWindow = (
  window: SliceWindow,
  limits: { readonly columns: number; readonly rows: number },
): SliceOutline => {
  const part = mainPart(window)
  const points = traceOutline(window, part)
  return {
    sliceIndex: window.sliceIndex,
    pixels: part.reduce((sum, pixel) => sum + pixel, 0),
    points: points.map(([x, y]) => [
      clamp(x + window.fromColumn + 0.5, limits.columns),
      clamp(y + window.fromRow + 0.5, limits.rows),
    ]),
  }
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value))

/** The frame's axis along which the volume's columns (0) or rows (1) are counted. */
const frameAxis = (frame: PatientFrame, voxelAxis: 0 | 1): 0 | 1 | 2 =>
  ([0, 1, 2] as const).find(axis => frame.axes[axis].voxelAxis === voxelAxis) ?? voxelAxis

const countAlong = (frame: PatientFrame, voxelAxis: 0 | 1): number =>
  frame.hu.grid.size[frameAxis(frame, voxelAxis)]

const widestFirst = (outlines: readonly SliceOutline[]): SliceOutline[] => {
  const widest = outlines.reduce<SliceOutline | undefined>(
    (best, outline) => (!best || outline.pixels > best.pixels ? outline : best),
    undefined,
  )
  return widest ? [widest, ...outlines.filter(outline => outline !== widest)] : []
}

/** Long and short axis of an outline (mm and drawn). */
export const measureAxes = (
  frame: PatientFrame,
  outline: SliceOutline,
): { readonly longAxis: DrawnAxis; readonly shortAxis: DrawnAxis } => {
  const limits = { columns: countAlong(frame, 0), rows: countAlong(frame, 1) }
  const columnMm = frame.hu.grid.spacingMm[frameAxis(frame, 0)]
  const rowMm = frame.hu.grid.spacingMm[frameAxis(frame, 1)]
  const inMm = outline.points.map(([x, y]): PlanePoint => [x * columnMm, y * rowMm])
  const draw = ({ ends, lengthMm }: Caliper): DrawnAxis => {
    const toPixels = ([x, y]: PlanePoint): ImagePoint => [
      clamp(x / columnMm, limits.columns),
      clamp(y / rowMm, limits.rows),
    ]
    return { points: [toPixels(ends[0]), toPixels(ends[1])], lengthMm }
  }
  const long = longestCaliper(inMm)
  return { longAxis: draw(long), shortAxis: draw(perpendicularCaliper(inMm, long)) }
}
