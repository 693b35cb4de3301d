/**
 * Signed distances in mm, negative inside (approximate: the value of an implicit function over its gradient, exact
 * at the surface, which is where partial volume is made).
 */

/**
 * Exponent of the superellipses: a little squarer than an ellipse, as a thorax is. 2.5 needs a square root and one
 * power where 2.4 needs three.
 */
const exponent = 2.5

/**
 * A superellipse cross-section with half axes a, b that change with z by da, db per mm: the slope is in the distance,
 * so that a dome has a right partial volume too.
 */
export const superellipseDistance = (
  x: number,
  y: number,
  a: number,
  b: number,
  da: number,
  db: number,
): number => {
  const u = Math.abs(x) / a
  const v = Math.abs(y) / b
  const pu = u * Math.sqrt(u)
  const pv = v * Math.sqrt(v)
  const sum = pu * u + pv * v
  if (sum < 1e-9) return -Math.min(a, b)
  const gauge = sum ** (1 / exponent)
  const scale = gauge / sum
  const gx = (scale * pu) / a
  const gy = (scale * pv) / b
  const gz = gx * u * da + gy * v * db
  return (gauge - 1) / Math.sqrt(gx * gx + gy * gy + gz * gz)
}

/** 0 at the centre of a superellipse, 1 on its outline. */
export const superellipseGauge = (x: number, y: number, a: number, b: number): number => {
  const u = Math.abs(x) / a
  const v = Math.abs(y) / b
  return (u * u * Math.sqrt(u) + v * v * Math.sqrt(v)) ** (1 / exponent)
}

/** An ellipsoid at the origin (Inigo Quilez's bound, exact on the surface). */
export const ellipsoidDistance = (
  x: number,
  y: number,
  z: number,
  rx: number,
  ry: number,
  rz: number,
): number => {
  const k0 = Math.sqrt((x / rx) ** 2 + (y / ry) ** 2 + (z / rz) ** 2)
  if (k0 < 1e-6) return -Math.min(rx, ry, rz)
  const k1 = Math.sqrt((x / (rx * rx)) ** 2 + (y / (ry * ry)) ** 2 + (z / (rz * rz)) ** 2)
  return (k0 * (k0 - 1)) / k1
}

/** A union of two shapes with a fillet of about `radius` mm between them (polynomial smooth minimum). */
export const smoothUnion = (a: number, b: number, radius: number): number => {
  const h = Math.max(radius - Math.abs(a - b), 0) / radius
  return Math.min(a, b) - h * h * radius * 0.25
}
