import type { PlacedNodule } from './nodule-paint.ts'
import { shapeReach } from './nodule-shape.ts'
import { type Tubes, tubeDistance, tubeStride } from './tubes.ts'

/**
 * Vessels as they run once solid nodules have grown: pushed aside radially, out to twice the nodule's radius, the
 * nearest ones coming to lie on its surface. Those that would still cut through end at it. Ground glass displaces
 * nothing: vessels run through it.
 */
export const displaceTubes = (tubes: Tubes, nodules: readonly PlacedNodule[]): Tubes => {
  const values = Float32Array.from(tubes.values)
  const solid = nodules.filter(nodule => nodule.type === 'solid')
  for (const nodule of solid) {
    const hard = shapeReach(nodule.shape) * 0.9 + (nodule.attachment === 'juxtavascular' ? -0.3 : 1)
    for (let o = 0; o < values.length; o += 4) pushOut(values, o, nodule.shape.center, hard)
  }
  return dropCrossing({ count: tubes.count, values }, solid)
}

const pushOut = (
  values: Float32Array,
  o: number,
  [cx, cy, cz]: readonly [number, number, number],
  hard: number,
): void => {
  const [x, y, z] = [values[o]! - cx, values[o + 1]! - cy, values[o + 2]! - cz]
  const distance = Math.sqrt(x * x + y * y + z * z)
  const reach = 2.2 * hard
  if (distance >= reach || distance < 1e-3) return
  const factor = (hard + (distance * (reach - hard)) / reach) / distance
  values[o] = cx + x * factor
  values[o + 1] = cy + y * factor
  values[o + 2] = cz + z * factor
}

const dropCrossing = (tubes: Tubes, solid: readonly PlacedNodule[]): Tubes => {
  const kept: number[] = []
  for (let i = 0; i < tubes.count; i++) {
    const crosses = solid.some(({ shape, isMicronodule }) => {
      const limit = shape.radiusMm * (isMicronodule ? 1 : 0.75)
      return tubeDistance(tubes.values, i, ...shape.center) < limit
    })
    if (!crosses) kept.push(i)
  }
  const values = new Float32Array(kept.length * tubeStride)
  kept.forEach((index, k) => {
    values.set(tubes.values.subarray(index * tubeStride, (index + 1) * tubeStride), k * tubeStride)
  })
  return { count: kept.length, values }
}
