/** A point in LPS mm. */
export type Point = readonly [number, number, number]

/** Floats a tube takes: start x y z radius, end x y z radius. */
export const tubeStride = 8

/** Tapering capsules, {@link tubeStride} floats each, packed for speed. Lengths in mm. */
export interface Tubes {
  readonly count: number
  readonly values: Float32Array
}

/** Collects tubes. */
export interface TubeBuilder {
  add(from: Point, fromRadius: number, to: Point, toRadius: number): void
  build(): Tubes
}

/** An empty collection. */
export const createTubeBuilder = (): TubeBuilder => {
  const values: number[] = []
  return {
    add: (from, fromRadius, to, toRadius) => {
      values.push(from[0], from[1], from[2], fromRadius, to[0], to[1], to[2], toRadius)
    },
    build: () => ({ count: values.length / tubeStride, values: Float32Array.from(values) }),
  }
}

/** A chain of tubes through points with one radius each. */
export const polylineTubes = (points: readonly Point[], radii: readonly number[]): Tubes => {
  const builder = createTubeBuilder()
  for (let i = 0; i + 1 < points.length; i++)
    builder.add(points[i]!, radii[i]!, points[i + 1]!, radii[i + 1]!)
  return builder.build()
}

/** All tubes of several collections. */
export const joinTubes = (parts: readonly Tubes[]): Tubes => {
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0))
  let offset = 0
  for (const part of parts) {
    values.set(part.values, offset)
    offset += part.values.length
  }
  return { count: values.length / tubeStride, values }
}

/** Signed distance (mm, negative inside) from a point to tube `index`. */
export const tubeDistance = (
  values: Float32Array,
  index: number,
  x: number,
  y: number,
  z: number,
): number => {
  const o = index * tubeStride
  const ax = values[o]!
  const ay = values[o + 1]!
  const az = values[o + 2]!
  const dx = values[o + 4]! - ax
  const dy = values[o + 5]! - ay
  const dz = values[o + 6]! - az
  const px = x - ax
  const py = y - ay
  const pz = z - az
  const length2 = dx * dx + dy * dy + dz * dz
  const along = length2 > 0 ? (px * dx + py * dy + pz * dz) / length2 : 0
  const t = along < 0 ? 0 : Math.min(along, 1)
  const ex = px - t * dx
  const ey = py - t * dy
  const ez = pz - t * dz
  const radius = values[o + 3]! + t * (values[o + 7]! - values[o + 3]!)
  return Math.sqrt(ex * ex + ey * ey + ez * ez) - radius
}

/** Signed distance from a point to the nearest of all tubes. */
export const tubesDistance = (tubes: Tubes, x: number, y: number, z: number): number => {
  let nearest = Number.POSITIVE_INFINITY
  for (let i = 0; i < tubes.count; i++) {
    const distance = tubeDistance(tubes.values, i, x, y, z)
    if (distance < nearest) nearest = distance
  }
  return nearest
}
