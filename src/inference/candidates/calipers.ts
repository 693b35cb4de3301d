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
 * The longest line across the outline at right angles to `axis`, from its first to its last crossing (the perpendicular
 * diameter of RECIST 1.1). Its ends lie on the outline.
 */
export const perpendicularCaliper = (outline: readonly PlanePoint[], axis: Caliper): Caliper => {
  const [from, to] = axis.ends
  const length = axis.lengthMm || 1
  const direction: PlanePoint =
    axis.lengthMm > 0 ? [(to[0] - from[0]) / length, (to[1] - from[1]) / length] : [1, 0]
  const turned = outline.map(point => toAxis(point, from, direction))
  let best = { along: 0, low: 0, high: 0 }
  for (const [along] of turned) {
    const span = spanAt(turned, along)
    if (span.high - span.low > best.high - best.low) best = { along, ...span }
  }
  const end = (across: number): PlanePoint => fromAxis([best.along, across], from, direction)
  // In a circle both are the same but for the last bit.
  return { ends: [end(best.low), end(best.high)], lengthMm: Math.min(axis.lengthMm, best.high - best.low) }
}

const toAxis = (point: PlanePoint, origin: PlanePoint, [ux, uy]: PlanePoint): PlanePoint => {
  const [dx, dy] = [point[0] - origin[0], point[1] - origin[1]]
  return [dx * ux + dy * uy, dy * ux - dx * uy]
}

const fromAxis = ([along, across]: PlanePoint, origin: PlanePoint, [ux, uy]: PlanePoint): PlanePoint => [
  origin[0] + along * ux - across * uy,
  origin[1] + along * uy + across * ux,
]

/** Lowest and highest crossing of the line `along` with the edges of a polygon turned to its axis. */
const spanAt = (turned: readonly PlanePoint[], along: number): { low: number; high: number } => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let previous = turned.at(-1)!
  for (const point of turned) {
    const isCrossed = Math.min(previous[0], point[0]) <= along && Math.max(previous[0], point[0]) >= along
    if (isCrossed) {
      const width = point[0] - previous[0]
      const share = width === 0 ? 1 : (along - previous[0]) / width
      const across = previous[1] + share * (point[1] - previous[1])
      low = Math.min(low, across)
      high = Math.max(high, across)
    }
    previous = point
  }
  return { low, high }
}
