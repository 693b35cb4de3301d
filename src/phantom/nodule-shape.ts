import { towards } from './branching.ts'
import type { Random } from './random.ts'
import { createTubeBuilder, type Point, type Tubes } from './tubes.ts'

/** A slightly lobulated ball: an ellipsoid of about `radiusMm` with a few low, wide bumps. */
export interface NoduleShape {
  readonly center: Point
  readonly radiusMm: number
  /** Stretch along x, y, z, their product 1. */
  readonly stretch: Point
  /** Bumps: unit direction, height as a share of the radius, sharpness. */
  readonly bumps: readonly (readonly [x: number, y: number, z: number, height: number, sharpness: number])[]
}

/** Draws a shape of the volume of a ball of `radiusMm`. `unevenness` 1 is a usual nodule, 0 a smooth ball. */
export const drawShape = (
  center: Point,
  radiusMm: number,
  unevenness: number,
  random: Random,
): NoduleShape => {
  const stretch = (): number => Math.exp(0.12 * Math.min(unevenness, 1.2) * random.between(-1, 1))
  const [a, b] = [stretch(), stretch()]
  const bumps = Array.from({ length: random.integer(6, 10) }, () => {
    const [x, y, z] = anyDirection(random)
    const height = unevenness * random.between(-0.13, 0.17)
    return [x, y, z, height, random.between(4, 14)] as const
  })
  return sized({ center, radiusMm, stretch: [a, b, 1 / (a * b)], bumps }, random)
}

/** A shape of the same volume with three to six rounded lobes and clefts between them. */
export const drawLobulated = (center: Point, radiusMm: number, random: Random): NoduleShape => {
  const bumps = Array.from({ length: random.integer(3, 6) }, () => {
    const [x, y, z] = anyDirection(random)
    return [x, y, z, random.between(0.28, 0.5), random.between(5, 9)] as const
  })
  return sized({ center, radiusMm, stretch: [1, 1, 1], bumps }, random)
}

/** Strands from the surface outwards, thinning from about a millimetre to nothing; more on larger nodules. */
export const drawSpicules = (shape: NoduleShape, random: Random): Tubes => {
  const builder = createTubeBuilder()
  const [cx, cy, cz] = shape.center
  const count = random.integer(8, 10 + Math.round(shape.radiusMm))
  for (let i = 0; i < count; i++) {
    const [x, y, z] = anyDirection(random)
    const inner = 0.85 * shape.radiusMm * surfaceAt(shape.bumps, x, y, z)
    const outer = inner + shape.radiusMm * random.between(0.4, 0.9) + 1.5
    const at = (reach: number): Point => [
      cx + x * reach * shape.stretch[0],
      cy + y * reach * shape.stretch[1],
      cz + z * reach * shape.stretch[2],
    ]
    builder.add(at(inner), random.between(0.4, 0.7), at(outer), 0.15)
  }
  return builder.build()
}

const anyDirection = (random: Random): Point =>
  towards([0, 0, 0], [random.normal(), random.normal(), random.normal()])

/** The shape made so much larger or smaller that it has the volume of a ball of its radius. */
const sized = (shape: NoduleShape, random: Random): NoduleShape => {
  const directions = Array.from({ length: 200 }, () => anyDirection(random))
  const volume = directions.reduce((sum, [x, y, z]) => sum + surfaceAt(shape.bumps, x, y, z) ** 3, 0) / 200
  return { ...shape, radiusMm: shape.radiusMm / Math.cbrt(volume) }
}

/** The surface's distance from the centre in a direction, as a share of the radius, before stretching. */
const surfaceAt = (bumps: NoduleShape['bumps'], x: number, y: number, z: number): number => {
  let surface = 1
  for (const [bx, by, bz, height, sharpness] of bumps)
    surface += height * Math.exp(sharpness * (x * bx + y * by + z * bz - 1))
  return surface
}

/** Signed distance (mm, about right near the surface) of a point from the shape. */
export const shapeDistance = (shape: NoduleShape, x: number, y: number, z: number): number => {
  const u = (x - shape.center[0]) / shape.stretch[0]
  const v = (y - shape.center[1]) / shape.stretch[1]
  const w = (z - shape.center[2]) / shape.stretch[2]
  const reach = Math.sqrt(u * u + v * v + w * w)
  if (reach < 1e-6) return -shape.radiusMm
  return reach - shape.radiusMm * surfaceAt(shape.bumps, u / reach, v / reach, w / reach)
}

/** A radius about the centre that the shape never passes. */
export const shapeReach = (shape: NoduleShape): number =>
  shape.radiusMm *
  Math.max(...shape.stretch) *
  (1 + shape.bumps.reduce((sum, [, , , height]) => sum + Math.max(0, height), 0))
