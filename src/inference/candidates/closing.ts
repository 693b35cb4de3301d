import { squaredDistances } from './distance-transform.ts'
import type { Grid } from './grid.ts'
import { leftSide, rightSide } from './lung-sides.ts'

/**
 * Closes each lung on its own with a ball (mm), so that nodules on the pleura and vessels come inside while the
 * mediastinum is never bridged. Beyond the grid is not background: the first and last slices are not eroded.
 * Closing both lungs at once put trachea, oesophagus and junction lines among the first 20 candidates.
 */
export const closeSides = (sides: Uint8Array, grid: Grid, radiusMm: number): Uint8Array => {
  const closed = new Uint8Array(sides.length)
  for (const side of [rightSide, leftSide]) {
    const one = sides.map(cell => (cell === side ? 1 : 0))
    const toLung = squaredDistances(one, grid.size, grid.spacingMm)
    const notDilated = new Uint8Array(sides.length)
    for (let i = 0; i < sides.length; i++) notDilated[i] = toLung[i]! > radiusMm * radiusMm ? 1 : 0
    const toOutside = squaredDistances(notDilated, grid.size, grid.spacingMm)
    for (let i = 0; i < sides.length; i++) {
      if (one[i] || (toOutside[i]! > radiusMm * radiusMm && !closed[i])) closed[i] = side
    }
  }
  return closed
}
