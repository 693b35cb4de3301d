import type { InstanceFacts, Vector3 } from '../../dicom/instance-facts.ts'

/** Something drawn, in patient coordinates (LPS, mm). */
export interface DrawnShape {
  readonly centerMm: Vector3
  /** Its longest extent, mm; undefined for a point. */
  readonly extentMm: number | undefined
}

/** A graphic of an SR as it stands there: points in order (PS3.3 C.18.6.1.2, C.18.9.1.2), placed in mm. */
export interface PlacedGraphic {
  readonly graphicType: string
  readonly points: readonly Vector3[]
}

/** The facts of an image that place a point of it. */
export type ImagePlace = Pick<
  InstanceFacts,
  'imagePosition' | 'imageOrientation' | 'pixelSpacing' | 'numberOfFrames'
>

/**
 * A point of an image (column, row; the centre of the first pixel is 0.5, 0.5: PS3.3 C.18.6.1.1) in patient coordinates, by
 * PS3.3 C.7.6.2.1.1. Undefined where the image has no place, or has many.
 */
export const placeOnImage = (image: ImagePlace, [x, y]: readonly [number, number]): Vector3 | undefined => {
  const { imagePosition, imageOrientation, pixelSpacing, numberOfFrames = 1 } = image
  if (!imagePosition || !imageOrientation || !pixelSpacing || numberOfFrames > 1) return undefined
  const [alongRow, alongColumn] = imageOrientation
  // Pixel Spacing names the distance between rows first; a step along x is one between columns.
  const [right, down] = [(x - 0.5) * pixelSpacing[1], (y - 0.5) * pixelSpacing[0]]
  const at = (axis: 0 | 1 | 2): number =>
    imagePosition[axis] + alongRow[axis] * right + alongColumn[axis] * down
  return [at(0), at(1), at(2)]
}

/** The distance of two points, mm. */
export const distanceMm = (a: Vector3, b: Vector3): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

/** The shape that a graphic draws; undefined without a point. */
export const shapeOf = ({ graphicType, points }: PlacedGraphic): DrawnShape | undefined => {
  const [first, second] = points
  if (!first) return undefined
  if (graphicType === 'CIRCLE' && second) return { centerMm: first, extentMm: 2 * distanceMm(first, second) }
  const vertices = isClosed(points) ? points.slice(0, -1) : points
  return { centerMm: meanOf(vertices), extentMm: vertices.length > 1 ? extentOf(vertices) : undefined }
}

const isClosed = (points: readonly Vector3[]): boolean =>
  points.length > 2 && distanceMm(points[0]!, points.at(-1)!) < 1e-6

const meanOf = (points: readonly Vector3[]): Vector3 => {
  const mean = (axis: 0 | 1 | 2): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length
  return [mean(0), mean(1), mean(2)]
}

/** More corners than these, evenly taken, change no extent that a person drew. */
const mostCorners = 400

const extentOf = (points: readonly Vector3[]): number => {
  const step = Math.max(1, Math.floor(points.length / mostCorners))
  const corners = points.filter((_, index) => index % step === 0)
  let extent = 0
  for (const [index, a] of corners.entries())
    for (const b of corners.slice(index + 1)) extent = Math.max(extent, distanceMm(a, b))
  return extent
}
