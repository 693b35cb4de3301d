import type { ImageGrid } from './image-grid.ts'
import type { DrawPlane } from './plane-scene.ts'

/** Where the slices of a leaning gantry lie. */
export interface TiltedGrid {
  /** LPS mm of the first pixel of the slice whose middle is at height z. */
  origin(z: number): readonly [number, number, number]
  /** Unit vector from one row to the next. */
  readonly rowDirection: readonly [number, number, number]
  /** Lowest and highest z of a slice's pixels, from its middle, mm. */
  readonly reachMm: number
}

/** mm between the level planes from which leaning ones are put together. */
const stepMm = 0.8

/** The grid of slices that lean by `degrees` about their middle row: positive towards the head at the back. */
export const tiltGrid = (grid: ImageGrid, degrees: number): TiltedGrid => {
  const angle = (degrees * Math.PI) / 180
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  const half = 0.5 * (grid.rows - 1) * grid.pixelMm
  const middleY = grid.originY + half
  return {
    origin: z => [grid.originX, middleY - half * cosine, z - half * sine],
    rowDirection: [0, cosine, sine],
    reachMm: Math.abs(half * sine),
  }
}

/** A drawer of leaning planes, blended from level ones, each of which is drawn once while z rises. */
export const drawTilted = (draw: DrawPlane, grid: ImageGrid, degrees: number): DrawPlane => {
  if (degrees === 0) return draw
  const tilted = tiltGrid(grid, degrees)
  const [, cosine, sine] = tilted.rowDirection
  const planes = new Map<number, Float32Array>()
  const levelPlane = (index: number): Float32Array => {
    const known = planes.get(index)
    if (known) return known
    const plane = new Float32Array(grid.columns * grid.rows)
    draw(index * stepMm, plane)
    planes.set(index, plane)
    return plane
  }
  return (z, out) => {
    const [, firstY, firstZ] = tilted.origin(z)
    const lowest = Math.floor((z - tilted.reachMm) / stepMm) - 4
    for (const index of planes.keys()) if (index < lowest) planes.delete(index)
    for (let row = 0; row < grid.rows; row++) {
      const height = (firstZ + row * grid.pixelMm * sine) / stepMm
      const depth = (firstY + row * grid.pixelMm * cosine - grid.originY) / grid.pixelMm
      const below = Math.floor(height)
      const near = Math.max(0, Math.min(grid.rows - 2, Math.floor(depth)))
      blendRows(
        { below: levelPlane(below), above: levelPlane(below + 1), upwards: height - below },
        { first: near * grid.columns, backwards: Math.max(0, Math.min(1, depth - near)) },
        grid.columns,
        out.subarray(row * grid.columns, (row + 1) * grid.columns),
      )
    }
  }
}

const blendRows = (
  planes: { readonly below: Float32Array; readonly above: Float32Array; readonly upwards: number },
  place: { readonly first: number; readonly backwards: number },
  columns: number,
  out: Float32Array,
): void => {
  const { below, above, upwards } = planes
  for (let column = 0; column < columns; column++) {
    const front = place.first + column
    const back = front + columns
    const low = below[front]! + place.backwards * (below[back]! - below[front]!)
    const high = above[front]! + place.backwards * (above[back]! - above[front]!)
    out[column] = low + upwards * (high - low)
  }
}
