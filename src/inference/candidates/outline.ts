import type { ImagePoint } from '../finding.ts'
import { labelComponents } from './components.ts'

/** A rectangle of levels: 0 and more is inside. Value of (i, j) at i + width * j. */
export interface LevelImage {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

/**
 * One byte a pixel: the largest part of what is inside, connected through edges, its holes filled. Pixels of the
 * outermost frame never count, so that an outline always closes.
 */
export const mainPart = ({ width, height, values }: LevelImage): Uint8Array => {
  const inside = new Uint8Array(width * height)
  for (let j = 1; j < height - 1; j++) {
    for (let i = 1; i < width - 1; i++) inside[i + width * j] = values[i + width * j]! >= 0 ? 1 : 0
  }
  const { labels, sizes } = labelComponents(inside, [width, height, 1])
  let largest = 0
  for (let label = 1; label < sizes.length; label++) if (sizes[label]! > sizes[largest]!) largest = label
  const outside = labels.map(label => (largest > 0 && label === largest ? 0 : 1))
  return fillHoles(Uint8Array.from(outside), width, height)
}

/** What cannot be reached from the frame through edges and corners is inside. */
const fillHoles = (outside: Uint8Array, width: number, height: number): Uint8Array => {
  const reached = new Uint8Array(outside.length)
  const stack = [0]
  reached[0] = 1
  for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
    const i = pixel % width
    const j = Math.floor(pixel / width)
    for (let y = Math.max(0, j - 1); y <= Math.min(height - 1, j + 1); y++) {
      for (let x = Math.max(0, i - 1); x <= Math.min(width - 1, i + 1); x++) {
        const next = x + width * y
        if (!outside[next] || reached[next]) continue
        reached[next] = 1
        stack.push(next)
      }
    }
  }
  return reached.map(seen => (seen ? 0 : 1))
}

/** Steps right, down, left, up (rows count downwards). */
const steps = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const

/** Crossings stay off the pixels' centres, so that no two points of an outline meet. */
const crossing = { least: 0.05, most: 0.95 } as const

/**
 * The outline of a part (marching squares, inside connected through edges): one simple closed polygon around exactly
 * the part's pixel centres, clockwise on the screen, in pixels (the centre of pixel (i, j) is (i, j)).
 * @param part as `mainPart` answers: one part, no holes, nothing in the outermost frame
 */
export const traceOutline = ({ width, values }: LevelImage, part: Uint8Array): ImagePoint[] => {
  const start = part.indexOf(1)
  if (start < 0) return []
  const points: ImagePoint[] = []
  let pixel = start
  let heading = 0
  do {
    const ahead = pixel + offset(heading, width)
    const outward = offset((heading + 3) % 4, width)
    points.push(crossingPoint({ pixel, outward, heading: (heading + 3) % 4 }, width, values))
    if (!part[ahead]) {
      heading = (heading + 1) % 4
    } else if (part[ahead + outward]) {
      pixel = ahead + outward
      heading = (heading + 3) % 4
    } else {
      pixel = ahead
    }
  } while (pixel !== start || heading !== 0)
  return points
}

const offset = (heading: number, width: number): number => steps[heading]![0] + steps[heading]![1] * width

/** Where the zero level lies between a pixel and its neighbour outside. */
const crossingPoint = (
  { pixel, outward, heading }: { readonly pixel: number; readonly outward: number; readonly heading: number },
  width: number,
  values: Float32Array,
): ImagePoint => {
  const inside = Math.max(values[pixel]!, 0)
  const outside = Math.min(values[pixel + outward]!, 0)
  const share = inside === outside ? 0.5 : inside / (inside - outside)
  const t = Math.max(crossing.least, Math.min(crossing.most, share))
  const [dx, dy] = steps[heading]!
  return [(pixel % width) + t * dx, Math.floor(pixel / width) + t * dy]
}
