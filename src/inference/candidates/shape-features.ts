import type { Vector3 } from '../../dicom/instance-facts.ts'
import { symmetricEigenvalues } from './eigenvalues.ts'
import type { Region } from './segment-spot.ts'

/** Shape and grey of a region's mask. */
export interface ShapeFeatures {
  /** Shortest over longest principal axis, 1 for a ball. */
  readonly axisRatio: number
  /** Volume over that of the ball around the centroid that holds it. */
  readonly fill: number
  /** It reaches the border of the cube: larger than what was looked at. */
  readonly touchesBorder: boolean
  readonly meanHu: number
  /** Share of cells above -300 HU. */
  readonly solidShare: number
  /** Share of cells above 200 HU. */
  readonly calcifiedShare: number
}

const solidAboveHu = -300
const calcifiedAboveHu = 200

/** Measures the mask's shape and grey. */
export const shapeFeatures = (region: Region): ShapeFeatures => {
  const { cube, mask, cells, centroid } = region
  const sums = new Float64Array(6)
  let farthest = 0
  let solid = 0
  let calcified = 0
  let sumHu = 0
  let touchesBorder = false
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i]) continue
    const at = cellAt(i, cube.side)
    const squared = addMoments(sums, at, centroid)
    if (squared > farthest) farthest = squared
    const hu = cube.hu[i]!
    sumHu += hu
    if (hu > solidAboveHu) solid++
    if (hu > calcifiedAboveHu) calcified++
    if (Math.min(...at) < 2 || Math.max(...at) > cube.side - 3) touchesBorder = true
  }
  const ball = (4 / 3) * Math.PI * Math.max(farthest, 0.5) ** 1.5
  return {
    axisRatio: axisRatio(sums, cells),
    fill: cells / ball,
    touchesBorder,
    meanHu: sumHu / cells,
    solidShare: solid / cells,
    calcifiedShare: calcified / cells,
  }
}

const cellAt = (cell: number, side: number): Vector3 => [
  cell % side,
  ((cell / side) | 0) % side,
  (cell / (side * side)) | 0,
]

/** Adds xx yy zz xy xz yz about the centroid; answers the squared distance (cells). */
const addMoments = (sums: Float64Array, at: Vector3, centroid: Vector3): number => {
  const x = at[0] - centroid[0]
  const y = at[1] - centroid[1]
  const z = at[2] - centroid[2]
  sums[0] = sums[0]! + x * x
  sums[1] = sums[1]! + y * y
  sums[2] = sums[2]! + z * z
  sums[3] = sums[3]! + x * y
  sums[4] = sums[4]! + x * z
  sums[5] = sums[5]! + y * z
  return x * x + y * y + z * z
}

const axisRatio = (sums: Float64Array, cells: number): number => {
  const [xx, yy, zz, xy, xz, yz] = Array.from(sums, sum => sum / cells) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const [shortest, , longest] = symmetricEigenvalues({ xx, yy, zz, xy, xz, yz })
  return Math.sqrt(Math.max(shortest, 0.01) / Math.max(longest, 0.01))
}
