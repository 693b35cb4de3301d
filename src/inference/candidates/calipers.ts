/** A point of a plane in mm. */
export type PlanePoint = readonly [number, number]

/** Two ends and their distance in mm. */
export interface Caliper {
  readonly ends: readonly [PlanePoint, PlanePoint]
  readonly lengthMm: number
}

const distance = (a: PlanePoint, b: PlanePoint): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** Longest distance of two points of an outline (its maximum Feret diameter). @param outline at least one point */
export const longestCaliper = (outline: readonly PlanePoint[]): Caliper => {
  const hull = convexHull(outline)
  let best: Caliper = { ends: [hull[0]!, hull[0]!], lengthMm: 0 }
  for (let i = 0; i < hull.length; i++) {
    for (let j = i + 1; j < hull.length; j++) {
      const lengthMm = distance(hull[i]!, hull[j]!)
      if (lengthMm > best.lengthMm) best = { ends: [hull[i]!, hull[j]!], lengthMm }
    }
  }
  return best
}

/** Corners of the convex hull in order (Andrew's monotone chain). */
export const convexHull = (points: readonly PlanePoint[]): PlanePoint[] => {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  if (sorted.length < 3) return sorted
  const half = (ordered: readonly PlanePoint[]): PlanePoint[] => {
    const chain: PlanePoint[] = []
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop()
      chain.push(point)
    }
    chain.pop()
    return chain
  }
  const hull = [...half(sorted), ...half(sorted.reverse())]
  return hull.length > 0 ? hull : [sorted[0]!]
}

const turn = (a: PlanePoint, b: PlanePoint, c: PlanePoint): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

/**
 * The extent of the outline at right angles to `axis`, never longer than a longest caliper. Drawn half way between the
 * two points that it touches, so on a lobulated outline its ends may lie a little off it.
 */
export const perpendicularCaliper = (outline: readonly PlanePoint[], axis: Caliper): Caliper => {
  const [from, to] = axis.ends
  const direction: PlanePoint =
    axis.lengthMm > 0 ? [(to[0] - from[0]) / axis.lengthMm, (to[1] - from[1]) / axis.lengthMm] : [1, 0]
  const turned = outline.map(point => toAxis(point, from, direction))
  const lowest = turned.reduce((a, b) => (b[1] < a[1] ? b : a))
  const highest = turned.reduce((a, b) => (b[1] > a[1] ? b : a))
  const along = (lowest[0] + highest[0]) / 2
  return {
    ends: [fromAxis([along, lowest[1]], from, direction), fromAxis([along, highest[1]], from, direction)],
    // In a circle both axes are the same but for the last bit.
    lengthMm: Math.min(axis.lengthMm, highest[1] - lowest[1]),
  }
}

const toAxis = (point: PlanePoint, origin: PlanePoint, [ux, uy]: PlanePoint): PlanePoint => {
  const [dx, dy] = [point[0] - origin[0], point[1] - origin[1]]
  return [dx * ux + dy * uy, dy * ux - dx * uy]
}

const fromAxis = ([along, across]: PlanePoint, origin: PlanePoint, [ux, uy]: PlanePoint): PlanePoint => [
  origin[0] + along * ux - across * uy,
  origin[1] + along * uy + across * ux,
]
