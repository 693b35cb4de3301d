import type { Vector3 } from './instance-facts.ts'

/** Scalar product. */
export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** Vector product: right-handed, so that row direction x column direction is the slice normal. */
export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

export const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]

/** a + b * factor. */
export const addScaled = (a: Vector3, b: Vector3, factor: number): Vector3 => [
  a[0] + b[0] * factor,
  a[1] + b[1] * factor,
  a[2] + b[2] * factor,
]

/** The unit vector; the zero vector stays. */
export const unit = (a: Vector3): Vector3 => {
  const length = Math.hypot(...a)
  return length === 0 ? a : [a[0] / length, a[1] / length, a[2] / length]
}
