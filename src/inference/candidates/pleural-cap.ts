import type { Cube } from './cube.ts'
import { closingMm } from './lung-map.ts'

/** Cells this near to where the lungs are cut off touch the pleura. */
const contactMm = 0.9
const leastContactMm2 = 4
/** Half the width of the widest hole that is reckoned with: over wider ones the ball rests on the nodule itself. */
const widestHalfMm = 7

/**
 * A nodule on the pleura, with what the closing of the lungs leaves out of it: over a hole as wide as the nodule the ball
 * that closes dips in by its sagitta (0.7 mm over 8 mm, 1.6 mm over 12 mm), and without that lens a nodule comes out short
 * across the pleura.
 */
export const withPleuralCap = (cube: Cube, mask: Uint8Array): Uint8Array => {
  const { side, stepMm, wallMm } = cube
  const surfaceMm = surfaceOf(cube)
  const layersMm = Math.ceil(contactMm / stepMm) * stepMm
  const contact: number[] = []
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] && wallMm[i]! > surfaceMm - layersMm + 1e-3) contact.push(i)
  }
  const areaMm2 = (contact.length * stepMm ** 3) / layersMm
  if (areaMm2 < leastContactMm2) return mask
  const halfMm = Math.min(widestHalfMm, Math.sqrt(areaMm2 / Math.PI))
  const dipMm = closingMm - Math.sqrt(closingMm ** 2 - halfMm ** 2)
  const middle = [0, 1, 2].map(
    axis => contact.reduce((sum, cell) => sum + alongAxis(cell, axis, side), 0) / contact.length,
  )
  return mask.map((cell, i) => {
    if (cell || wallMm[i]! < surfaceMm || wallMm[i]! > dipMm) return cell
    const squaredMm = middle.reduce(
      (sum, at, axis) => sum + ((alongAxis(i, axis, side) - at) * stepMm) ** 2,
      0,
    )
    const reach = squaredMm / halfMm ** 2
    return reach < 1 && wallMm[i]! < dipMm * (1 - reach) ? 1 : 0
  })
}

/** Where `inLung` ends, mm from the surface of the closed lungs. */
const surfaceOf = ({ inLung, wallMm }: Cube): number => {
  let last = Number.NEGATIVE_INFINITY
  for (let i = 0; i < inLung.length; i++) if (inLung[i] && wallMm[i]! > last) last = wallMm[i]!
  return last
}

const alongAxis = (cell: number, axis: number, side: number): number => Math.floor(cell / side ** axis) % side
