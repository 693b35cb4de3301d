import { towards } from '../branching.ts'
import type { Draft } from '../nodules.ts'
import type { Random } from '../random.ts'
import type { Point } from '../tubes.ts'
import type { LungCells } from './lung-cells.ts'
import type { SampleHu } from './sample.ts'

/** A place for a nodule. `outward` is the pleura's normal where it lies on one. */
export interface ImplantPlace {
  readonly center: Point
  readonly outward?: Point
}

/** Brighter is vessel or wall; `wallHu` and more over centimetres is a wall. */
const brightHu = -550
const wallHu = -350
/** Shares of bright points in a nodule and in the shell around it. */
const limits = {
  isolated: { inside: 0.06, around: [0, 0.05] },
  juxtavascular: { inside: 0.16, around: [0.03, 0.16] },
} as const

/** A place of the draft's kind drawn by chance, or undefined: most draws fail, so ask again. */
export const proposePlace = (
  draft: Draft,
  {
    sample,
    cells,
    random,
  }: { readonly sample: SampleHu; readonly cells: LungCells; readonly random: Random },
): ImplantPlace | undefined => {
  const from = cells.points[random.integer(0, cells.points.length - 1)]!
  const { attachment, radiusMm } = draft
  if (attachment === 'juxtapleural') return onPleura(from, radiusMm, sample, random)
  const jitter = (): number => random.between(-1.25, 1.25)
  const center: Point = [from[0] + jitter(), from[1] + jitter(), from[2] + jitter()]
  const limit = limits[attachment]
  const inside = brightShare(center, [0.25 * radiusMm, 0.6 * radiusMm, 0.9 * radiusMm], sample)
  if (inside > limit.inside) return undefined
  const around = brightShare(center, [1.05 * radiusMm + 0.5, 1.05 * radiusMm + 2], sample)
  if (around < limit.around[0] || around > limit.around[1]) return undefined
  // No wall near, whatever the vessels do.
  return brightShare(center, [1.25 * radiusMm + 4], sample) > 0.2 ? undefined : { center }
}

/** Directions spread evenly over the sphere (a Fibonacci lattice). */
const directions: readonly Point[] = Array.from({ length: 48 }, (_, i) => {
  const z = 1 - (2 * (i + 0.5)) / 48
  const r = Math.sqrt(1 - z * z)
  const turn = Math.PI * (1 + Math.sqrt(5)) * i
  return [r * Math.cos(turn), r * Math.sin(turn), z]
})

const along = ([x, y, z]: Point, [u, v, w]: Point, mm: number): Point => [x + u * mm, y + v * mm, z + w * mm]

const brightShare = (center: Point, radii: readonly number[], sample: SampleHu): number => {
  let bright = 0
  for (const radius of radii)
    for (const direction of directions) if (sample(along(center, direction, radius)) > brightHu) bright++
  return bright / (radii.length * directions.length)
}

/** Under the costal pleura: a wall of tissue with the air outside the body not far behind it. */
const onPleura = (
  from: Point,
  radiusMm: number,
  sample: SampleHu,
  random: Random,
): ImplantPlace | undefined => {
  const heading = towards([0, 0, 0], [random.normal(), random.normal(), 0.4 * random.normal()])
  const surface = firstWall(from, heading, sample)
  if (!surface) return undefined
  const outward = normalAt(surface, sample)
  if (!outward || dot(outward, heading) < 0.6) return undefined
  const isWall = [3, 5, 7].every(mm => sample(along(surface, outward, mm)) > wallHu)
  if (!isWall || !leadsOutOfBody(surface, outward, sample)) return undefined
  const center = along(surface, outward, -radiusMm * random.between(0.45, 0.85))
  const inner = directions.filter(direction => dot(direction, outward) < -0.25)
  const bright = inner.filter(
    direction =>
      sample(along(center, direction, 0.7 * radiusMm)) > brightHu ||
      sample(along(center, direction, 1.1 * radiusMm + 1.5)) > brightHu,
  )
  return bright.length > 0.08 * inner.length ? undefined : { center, outward }
}

const firstWall = (from: Point, heading: Point, sample: SampleHu): Point | undefined => {
  for (let mm = 2; mm < 45; mm += 0.7) {
    const point = along(from, heading, mm)
    if (sample(point) < wallHu) continue
    return sample(along(from, heading, mm + 4)) > wallHu ? point : undefined
  }
  return undefined
}

/** From air to wall, by what lies within 6 mm. */
const normalAt = (surface: Point, sample: SampleHu): Point | undefined => {
  const sum: [number, number, number] = [0, 0, 0]
  for (const radius of [3, 6])
    for (const direction of directions) {
      const weight = sample(along(surface, direction, radius)) > wallHu ? 1 : -1
      for (const axis of [0, 1, 2] as const) sum[axis] += weight * direction[axis]
    }
  return Math.hypot(...sum) < 10 ? undefined : towards([0, 0, 0], sum)
}

const leadsOutOfBody = (surface: Point, outward: Point, sample: SampleHu): boolean => {
  for (let mm = 8; mm < 75; mm += 2) if (sample(along(surface, outward, mm)) < -850) return true
  return false
}

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** Whether a point of a nodule on the pleura lies in the lung: not in the wall, which goes on outwards as no vessel does. */
export const isInLungBeside = (outward: Point, sample: SampleHu) => {
  return (x: number, y: number, z: number): boolean =>
    [0, 1.5, 3].some(mm => sample(along([x, y, z], outward, mm)) < -450)
}
