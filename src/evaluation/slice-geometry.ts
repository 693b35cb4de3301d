import type { InstanceFacts, Vector3 } from '../dicom/instance-facts.ts'

/** Where the pixels of a case's images lie: what turns marks on images into mm. */
export interface SliceGeometry {
  readonly sopInstanceUid: string
  /** LPS mm of the centre of the first pixel. */
  readonly origin: Vector3
  /** mm along LPS from one column to the next, and from one row to the next. */
  readonly columnStep: Vector3
  readonly rowStep: Vector3
  readonly pixelAreaMm2: number
}

/** The geometry of images that have one. */
export const geometryOfImages = (images: readonly InstanceFacts[]): readonly SliceGeometry[] =>
  images.flatMap(({ sopInstanceUid, imagePosition, imageOrientation, pixelSpacing }) => {
    if (!imagePosition || !imageOrientation || !pixelSpacing) return []
    const [rowMm, columnMm] = pixelSpacing
    const [column, row] = imageOrientation
    return [
      {
        sopInstanceUid,
        origin: imagePosition,
        columnStep: scaled(column, columnMm),
        rowStep: scaled(row, rowMm),
        pixelAreaMm2: rowMm * columnMm,
      },
    ]
  })

/** LPS mm of a pixel (fractions allowed; the centre of the first is 0, 0). */
export const pixelToPatient = (slice: SliceGeometry, column: number, row: number): Vector3 => {
  const at = (axis: 0 | 1 | 2): number =>
    slice.origin[axis] + column * slice.columnStep[axis] + row * slice.rowStep[axis]
  return [at(0), at(1), at(2)]
}

/** Median mm between neighbouring slices along their normal; undefined for fewer than two. */
export const sliceSpacingMm = (slices: readonly SliceGeometry[]): number | undefined => {
  const [first] = slices
  if (!first) return undefined
  const normal = unit(cross(first.columnStep, first.rowStep))
  const heights = Float64Array.from(
    new Set(
      slices.map(({ origin }) => origin[0] * normal[0] + origin[1] * normal[1] + origin[2] * normal[2]),
    ),
  ).sort()
  const steps = heights.subarray(1).map((height, i) => height - heights[i]!)
  return steps.sort()[steps.length >> 1]
}

const scaled = (v: Vector3, by: number): Vector3 => [v[0] * by, v[1] * by, v[2] * by]
const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const unit = (v: Vector3): Vector3 => scaled(v, 1 / Math.hypot(...v))
