import { z } from 'zod'
import type { Vector3 } from '../dicom/instance-facts.ts'
import { pixelToPatient, type SliceGeometry, sliceSpacingMm } from './slice-geometry.ts'
import type { CaseTruth, KnownNodule } from './truth.ts'

/** label, then left, top, right, bottom in pixels. */
const box = z.tuple([z.string(), z.number(), z.number(), z.number(), z.number()])

/** Schema of boxes drawn on single slices, by series: lesions of known place and extent, of no known type. */
export const lesionBoxesSchema = z.record(
  z.string().regex(/^[\d.]+$/),
  z.array(z.object({ sop: z.string(), z: z.number(), boxes: z.array(box) })),
)

interface PlacedBox {
  readonly label: string
  /** LPS mm of opposite corners. */
  readonly from: Vector3
  readonly to: Vector3
  readonly z: number
}

/**
 * One lesion of each run of boxes of a label that overlap from slice to slice. Its centre is the middle of the boxes, its
 * diameter the mean of width and height where they are largest.
 */
export const truthOfBoxes = (
  boxes: z.infer<typeof lesionBoxesSchema>,
  slices: readonly SliceGeometry[],
): CaseTruth => {
  const bySop = new Map(slices.map(slice => [slice.sopInstanceUid, slice]))
  const placed = Object.values(boxes)
    .flat()
    .flatMap(({ sop, boxes: drawn }) => {
      const slice = bySop.get(sop)
      return slice ? drawn.map(one => placeBox(slice, one)) : []
    })
    .sort((a, b) => a.z - b.z)
  const reachMm = 1.6 * (sliceSpacingMm(slices) ?? 0)
  return { nodules: joinBoxes(placed, reachMm).map(lesionOf), ignore: [] }
}

const placeBox = (
  slice: SliceGeometry,
  [label, left, top, right, bottom]: z.infer<typeof box>,
): PlacedBox => {
  const from = pixelToPatient(slice, left, top)
  return { label, from, to: pixelToPatient(slice, right, bottom), z: from[2] }
}

const joinBoxes = (boxes: readonly PlacedBox[], reachMm: number): PlacedBox[][] => {
  const lesions: PlacedBox[][] = []
  for (const one of boxes) {
    const lesion = lesions.find(
      ([first, ...rest]) => first!.label === one.label && touches(rest.at(-1) ?? first!, one, reachMm),
    )
    if (lesion) lesion.push(one)
    else lesions.push([one])
  }
  return lesions
}

const touches = (a: PlacedBox, b: PlacedBox, reachMm: number): boolean =>
  Math.abs(a.z - b.z) <= reachMm &&
  ([0, 1] as const).every(
    axis => Math.max(low(a, axis), low(b, axis)) <= Math.min(high(a, axis), high(b, axis)),
  )

const low = (one: PlacedBox, axis: 0 | 1): number => Math.min(one.from[axis], one.to[axis])
const high = (one: PlacedBox, axis: 0 | 1): number => Math.max(one.from[axis], one.to[axis])

const lesionOf = (boxes: readonly PlacedBox[]): KnownNodule => {
  const side = (one: PlacedBox): number => (high(one, 0) - low(one, 0) + high(one, 1) - low(one, 1)) / 2
  const sum = boxes.reduce(
    ([x, y, z], one): Vector3 => [
      x + (one.from[0] + one.to[0]) / 2,
      y + (one.from[1] + one.to[1]) / 2,
      z + (one.from[2] + one.to[2]) / 2,
    ],
    [0, 0, 0] as Vector3,
  )
  return {
    centerLpsMm: [sum[0] / boxes.length, sum[1] / boxes.length, sum[2] / boxes.length],
    diameterMm: Math.max(...boxes.map(side)),
  }
}
