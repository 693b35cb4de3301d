import type { ImagePoint } from '../../../inference/finding.ts'
import { windowLungs } from '../../../preprocess/lung-window.ts'
import type { SliceValues } from '../../output-object.ts'
import type { Box, Canvas, CanvasPoint } from './canvas.ts'

/** mm from pixel to pixel: between columns, and between rows. */
export interface PixelSize {
  readonly column: number
  readonly row: number
}

/** A square part of a slice, in mm from the image's left upper corner: what a panel shows. */
export interface SliceView {
  readonly centreMm: readonly [number, number]
  readonly sideMm: number
}

/** Black in the lung window: what lies beyond the slice. */
const outsideHu = -1350

/**
 * Draws a part of a slice into a square box in the lung window. It is resampled in mm (Catmull-Rom, widened where it
 * gets smaller), so that pixels which are not square do not distort it. Arithmetic of our own, since the same input must
 * give the same bytes on every machine.
 */
export const drawSlice = (
  canvas: Canvas,
  box: Box,
  {
    slice,
    pixelMm,
    view,
  }: { readonly slice: SliceValues; readonly pixelMm: PixelSize; readonly view: SliceView },
): void => {
  const across = axisTaps(box.width, view.centreMm[0], view.sideMm, pixelMm.column)
  const down = axisTaps(box.height, view.centreMm[1], view.sideMm, pixelMm.row)
  const hu = resample(slice, across, down)
  const grey = windowLungs(hu)
  for (let y = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++) {
      const at = ((box.y + y) * canvas.width + box.x + x) * 3
      canvas.pixels.fill(grey[y * box.width + x]!, at, at + 3)
    }
}

/** Where an image's points lie in a box that shows a view of it. */
export const pointInBox =
  (box: Box, view: SliceView, pixelMm: PixelSize) =>
  ([x, y]: ImagePoint): CanvasPoint => [
    box.x + ((x * pixelMm.column - view.centreMm[0]) / view.sideMm + 0.5) * box.width,
    box.y + ((y * pixelMm.row - view.centreMm[1]) / view.sideMm + 0.5) * box.height,
  ]

/** The pixels that a picture's pixel is made of, from `first` on, and their weights. */
interface Taps {
  readonly first: number
  readonly weights: readonly number[]
}

const axisTaps = (count: number, centreMm: number, sideMm: number, pixelMm: number): readonly Taps[] => {
  const step = sideMm / count / pixelMm
  const start = (centreMm - sideMm / 2) / pixelMm - 0.5
  const widened = Math.max(1, step)
  return Array.from({ length: count }, (_, index) => {
    const centre = start + (index + 0.5) * step
    const first = Math.ceil(centre - 2 * widened)
    const last = Math.floor(centre + 2 * widened)
    const weights = Array.from({ length: last - first + 1 }, (_, tap) =>
      catmullRom((first + tap - centre) / widened),
    )
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return { first, weights: weights.map(weight => weight / sum) }
  })
}

const catmullRom = (distance: number): number => {
  const d = Math.abs(distance)
  if (d < 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0
}

/** Row by row along x first, then along y. */
const resample = (
  { rows, columns, hu }: SliceValues,
  across: readonly Taps[],
  down: readonly Taps[],
): Int16Array => {
  const width = across.length
  const rowOf = (row: number): Float64Array => {
    const line = new Float64Array(width).fill(outsideHu)
    if (row < 0 || row >= rows) return line
    for (const [x, { first, weights }] of across.entries()) {
      let sum = 0
      for (const [tap, weight] of weights.entries()) {
        const column = first + tap
        sum += weight * (column < 0 || column >= columns ? outsideHu : hu[row * columns + column]!)
      }
      line[x] = sum
    }
    return line
  }
  const lines = new Map<number, Float64Array>()
  const lineOf = (row: number): Float64Array => {
    const known = lines.get(row)
    if (known) return known
    const line = rowOf(row)
    lines.set(row, line)
    return line
  }
  const out = new Int16Array(width * down.length)
  for (const [y, { first, weights }] of down.entries()) {
    const taken = weights.map((_, tap) => lineOf(first + tap))
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (const [tap, weight] of weights.entries()) sum += weight * taken[tap]![x]!
      out[y * width + x] = Math.max(-32768, Math.min(32767, Math.round(sum)))
    }
  }
  return out
}
