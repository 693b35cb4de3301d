import type { Random } from './random.ts'
import type { Point } from './tubes.ts'

/** One branch of a tree that fills a region: a straight stretch from its parent's end, direction included. */
export interface Branch {
  /** Index of the parent, -1 for the stem. Parents stand before their children. */
  readonly parent: number
  readonly start: Point
  readonly end: Point
  /** Unit vector in which the parent arrives: where a curved drawing sets out. */
  readonly arrival: Point
  /** Number of end points that it feeds, at least 1. */
  readonly terminals: number
}

interface Front {
  readonly parent: number
  readonly start: Point
  readonly arrival: Point
  readonly from: number
  readonly to: number
}

/** Share of the way to the centroid that a branch goes (Tawhai et al. 2000 use 0.4). */
const reach = [0.32, 0.55] as const

/**
 * Grows a tree from `start` to every target by halving the targets again and again, each branch going part of the
 * way to its half's centroid (Tawhai, Pullan, Hunter 2000, Ann Biomed Eng 28:793: space filling as real airways).
 * @param targets xyz triplets in mm; their order is changed.
 */
export const growBranches = (
  start: Point,
  direction: Point,
  targets: Float64Array,
  random: Random,
): readonly Branch[] => {
  const branches: Branch[] = []
  const fronts: Front[] = [{ parent: -1, start, arrival: direction, from: 0, to: targets.length / 3 }]
  for (let front = fronts.pop(); front; front = fronts.pop()) {
    const middle = splitTargets(targets, front, random)
    for (const [from, to] of [[front.from, middle] as const, [middle, front.to] as const]) {
      if (to <= from) continue
      const end = branchEnd(targets, front.start, from, to, random)
      branches.push({
        parent: front.parent,
        start: front.start,
        end,
        arrival: front.arrival,
        terminals: to - from,
      })
      if (to - from > 1)
        fronts.push({ parent: branches.length - 1, start: end, arrival: towards(front.start, end), from, to })
    }
  }
  return branches
}

/** Sorts the front's targets along their widest axis across the arriving direction; returns where to cut them. */
const splitTargets = (targets: Float64Array, front: Front, random: Random): number => {
  const { from, to, arrival } = front
  if (to - from < 2) return to
  const [cx, cy, cz] = centroid(targets, from, to)
  let axis: Point = [random.normal(), random.normal(), random.normal()]
  for (let round = 0; round < 6; round++) {
    let [x, y, z] = [0, 0, 0]
    for (let i = from; i < to; i++) {
      const [u, v, w] = [targets[3 * i]! - cx, targets[3 * i + 1]! - cy, targets[3 * i + 2]! - cz]
      const along = u * axis[0] + v * axis[1] + w * axis[2]
      x += along * u
      y += along * v
      z += along * w
    }
    const forward = 0.8 * (x * arrival[0] + y * arrival[1] + z * arrival[2])
    axis = towards([0, 0, 0], [x - forward * arrival[0], y - forward * arrival[1], z - forward * arrival[2]])
  }
  sortAlong(targets, from, to, axis)
  const share = random.between(0.3, 0.7)
  return Math.min(Math.max(from + Math.round((to - from) * share), from + 1), to - 1)
}

const sortAlong = (targets: Float64Array, from: number, to: number, axis: Point): void => {
  const keyed = Array.from({ length: to - from }, (_, k) => {
    const i = 3 * (from + k)
    const [x, y, z] = [targets[i]!, targets[i + 1]!, targets[i + 2]!]
    return { key: x * axis[0] + y * axis[1] + z * axis[2], x, y, z }
  })
  keyed.sort((a, b) => a.key - b.key)
  keyed.forEach((point, k) => {
    targets.set([point.x, point.y, point.z], 3 * (from + k))
  })
}

const branchEnd = (targets: Float64Array, start: Point, from: number, to: number, random: Random): Point => {
  const centre = centroid(targets, from, to)
  const share = to - from === 1 ? 0.95 : random.between(reach[0], reach[1])
  return [
    start[0] + share * (centre[0] - start[0]),
    start[1] + share * (centre[1] - start[1]),
    start[2] + share * (centre[2] - start[2]),
  ]
}

const centroid = (targets: Float64Array, from: number, to: number): Point => {
  let [x, y, z] = [0, 0, 0]
  for (let i = from; i < to; i++) {
    x += targets[3 * i]!
    y += targets[3 * i + 1]!
    z += targets[3 * i + 2]!
  }
  const count = to - from
  return [x / count, y / count, z / count]
}

/** Unit vector from one point to another (x if they coincide). */
export const towards = (from: Point, to: Point): Point => {
  const [x, y, z] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
  const length = Math.sqrt(x * x + y * y + z * z)
  return length < 1e-9 ? [1, 0, 0] : [x / length, y / length, z / length]
}
