import type { PlacedNodule } from './nodule-paint.ts'
import { shapeDistance, shapeReach } from './nodule-shape.ts'
import { createTubeBuilder, type Point, type Tubes, tubeDistance, tubeStride } from './tubes.ts'

/** Vessels bend around a nodule out to this many of its radii. */
const bendReach = 2.2

/**
 * Vessels as they run once solid nodules have grown: pushed aside radially, the nearest ones coming to lie on its
 * surface. Those that would still cut through end at it. Ground glass displaces nothing: vessels run through it.
 */
export const displaceTubes = (tubes: Tubes, nodules: readonly PlacedNodule[]): Tubes => {
  const solid = nodules.filter(nodule => nodule.type === 'solid')
  const builder = createTubeBuilder()
  const v = tubes.values
  for (let o = 0; o < v.length; o += tubeStride) {
    const near = solid.filter(nodule => isNear(v, o, nodule))
    const from: Point = [v[o]!, v[o + 1]!, v[o + 2]!]
    const to: Point = [v[o + 4]!, v[o + 5]!, v[o + 6]!]
    const pieces =
      near.length === 0 ? 1 : Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]))
    for (let i = 0; i < pieces; i++) {
      const [s, t] = [i / pieces, (i + 1) / pieces]
      const radius = (share: number): number => v[o + 3]! + share * (v[o + 7]! - v[o + 3]!)
      const start = near.reduce(pushOut, between(from, to, s))
      builder.add(start, radius(s), near.reduce(pushOut, between(from, to, t)), radius(t))
    }
  }
  return dropCrossing(builder.build(), solid)
}

const between = (a: Point, b: Point, t: number): Point => [
  a[0] + t * (b[0] - a[0]),
  a[1] + t * (b[1] - a[1]),
  a[2] + t * (b[2] - a[2]),
]

const isNear = (values: Float32Array, o: number, { shape }: PlacedNodule): boolean =>
  tubeDistance(values, o / tubeStride, ...shape.center) < bendReach * (shapeReach(shape) + 1)

/** A point moved away from a nodule's centre: what was at the centre comes to lie just outside its surface. */
const pushOut = (point: Point, { shape, attachment }: PlacedNodule): Point => {
  const [cx, cy, cz] = shape.center
  const [x, y, z] = [point[0] - cx, point[1] - cy, point[2] - cz]
  const distance = Math.sqrt(x * x + y * y + z * z)
  if (distance < 1e-3) return point
  const surface = distance - shapeDistance(shape, ...point)
  const hard = surface + (attachment === 'juxtavascular' ? -0.3 : 1)
  const reach = bendReach * hard
  if (distance >= reach) return point
  const factor = (hard + (distance * (reach - hard)) / reach) / distance
  return [cx + x * factor, cy + y * factor, cz + z * factor]
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
