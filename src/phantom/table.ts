import type { BodyPlan } from './body-plan.ts'
import type { ImageGrid } from './image-grid.ts'

/** The air around the patient with the scanner's table in it, in HU: the same in every plane. */
export const createTable = (plan: BodyPlan, grid: ImageGrid): Float32Array => {
  const out = new Float32Array(grid.columns * grid.rows)
  const back = Math.max(
    ...[-200, -120, -60, 0, 40].map(z => plan.body.centreY.at(z) + plan.body.halfDepth.at(z)),
  )
  const radius = 420
  for (let row = 0, i = 0; row < grid.rows; row++)
    for (let column = 0; column < grid.columns; column++, i++) {
      const x = grid.originX + column * grid.pixelMm
      const y = grid.originY + row * grid.pixelMm
      // The mattress's upper face is part of a wide circle under the back.
      const depth = Math.hypot(x, y - (back + 5 - radius)) - radius
      out[i] = tableHu(depth)
    }
  return out
}

/** By mm below the mattress's face: cover, foam, carbon shell, foam, carbon shell, air. */
const tableHu = (depth: number): number => {
  if (depth < 0) return -1000
  if (depth < 0.8) return -700
  if (depth < 8) return -945
  if (depth < 9.6) return -180
  return depth < 34 ? -965 : depth < 35.6 ? -180 : -1000
}
