import { squaredDistances } from './distance-transform.ts'
import { type Field, packedField } from './field.ts'
import type { Grid } from './grid.ts'
import { sharedInt16 } from './shared-array.ts'

/** Units of a signed distance field in one mm. */
export const distanceUnitsPerMm = 100

const mostUnits = 32000

/** Distance to the mask's surface in 1/100 mm, negative inside; the surface lies half a cell from the cells' centres. */
export const signedDistance = (mask: Uint8Array, grid: Grid): Field => {
  const toInside = squaredDistances(mask, grid.size, grid.spacingMm)
  const outside = mask.map(cell => (cell ? 0 : 1))
  const toOutside = squaredDistances(outside, grid.size, grid.spacingMm)
  const half = grid.spacingMm[0] / 2
  const values = sharedInt16(mask.length)
  for (let i = 0; i < mask.length; i++) {
    const mm = mask[i] ? half - Math.sqrt(toOutside[i]!) : Math.sqrt(toInside[i]!) - half
    values[i] = Math.max(-mostUnits, Math.min(mostUnits, Math.round(mm * distanceUnitsPerMm)))
  }
  return packedField(values, grid)
}
