import type { BodyPlan } from './body-plan.ts'
import { ellipsoidDistance, smoothUnion } from './distance.ts'
import { joinTubes, type Point, polylineTubes, type Tubes, tubesDistance } from './tubes.ts'

/** Heart, great vessels and what lies between the lungs, as signed distances in mm (negative inside). */
export interface Mediastinum {
  heart(x: number, y: number, z: number): number
  /** Blood of the aorta, its branches, the caval veins and the pulmonary trunk. */
  greatVessels(x: number, y: number, z: number): number
  /** Oesophagus and lymph nodes. */
  softTissue(x: number, y: number, z: number): number
  /** All that is not lung between the lungs, its fat included. */
  envelope(x: number, y: number, z: number): number
}

/** Where the vessels of the lungs begin: the ends of the pulmonary arteries and the left atrium's corners. */
export const hilum = {
  right: { artery: [-36, 6, -18], superiorVein: [-30, -6, -30], inferiorVein: [-28, 22, -52] },
  left: { artery: [38, 12, -8], superiorVein: [32, -4, -22], inferiorVein: [32, 24, -50] },
} as const satisfies Record<string, Record<string, Point>>

const chain = (radius: number, ...points: readonly Point[]): Tubes =>
  polylineTubes(
    points,
    points.map(() => radius),
  )

const buildVessels = (spineY: (z: number) => number): Tubes =>
  joinTubes([
    // Ascending aorta, arch, descending aorta left of the spine.
    chain(15, [4, -20, -52], [-6, -22, -30], [-9, -20, -5], [-5, -14, 12]),
    chain(13, [-5, -14, 12], [4, -2, 21], [13, 12, 22], [19, 27, 14], [21, 36, 0]),
    chain(12, [21, 36, 0], [21, spineY(-50) - 21, -50], [17, spineY(-110) - 22, -110]),
    chain(11, [17, spineY(-110) - 22, -110], [6, spineY(-215) - 26, -215]),
    // Pulmonary trunk with its two arteries, the right one behind the aorta.
    chain(13.5, [16, -38, -46], [19, -28, -22], [19, -14, -13]),
    chain(10.5, [19, -14, -13], [28, 0, -8], hilum.left.artery),
    chain(10.5, [17, -10, -16], [0, 2, -18], [-20, 3, -18], hilum.right.artery),
    // Caval and brachiocephalic veins, arteries to the head and arms.
    chain(9, [-23, -10, 40], [-24, -9, 0], [-22, -10, -45]),
    chain(11, [-20, 4, -100], [-24, 8, -150]),
    chain(6, [-23, -10, 40], [-8, -24, 48], [18, -20, 62], [34, -6, 84]),
    chain(6.5, [-23, -10, 40], [-30, -6, 70], [-38, 0, 95]),
    chain(5.5, [-4, -8, 24], [-12, -4, 55], [-20, 4, 100]),
    chain(4, [6, 0, 26], [10, 0, 60], [16, 6, 100]),
    chain(5, [14, 12, 26], [22, 16, 60], [30, 20, 88]),
    // Azygos vein, with its arch over the right main bronchus.
    chain(
      3.5,
      [-5, spineY(-200) - 22, -200],
      [-6, spineY(-60) - 23, -60],
      [-8, 36, 2],
      [-20, 14, 10],
      [-23, -6, 8],
    ),
    chain(7, hilum.right.superiorVein, [-12, 6, -46]),
    chain(7, hilum.right.inferiorVein, [-10, 12, -54]),
    chain(7, hilum.left.superiorVein, [12, 6, -44]),
    chain(7, hilum.left.inferiorVein, [12, 12, -54]),
  ])

const buildSoftTissue = (spineY: (z: number) => number): Tubes =>
  joinTubes([
    chain(6.5, [3, 26, 110], [4, 28, 40], [2, 33, -10], [4, spineY(-60) - 30, -60], [10, 18, -140]),
    chain(4, [-16, 2, 12], [-17, 3, 16]),
    chain(4.5, [2, 16, -22], [-3, 17, -25]),
    chain(3, [16, -4, 4], [19, -2, 5]),
  ])

/** The mediastinum of a person. */
export const createMediastinum = (plan: BodyPlan): Mediastinum => {
  const s = plan.heartScale
  const vessels = buildVessels(plan.spineY.at)
  const soft = buildSoftTissue(plan.spineY.at)
  // The heart's long axis points to the left, the front and down.
  const axis = unit([0.74, -0.42, -0.52])
  const side = unit([0.42, 0.74, 0])
  const third = cross(axis, side)
  const dot = (v: Point, x: number, y: number, z: number): number => v[0] * x + v[1] * y + v[2] * z

  const heart = (x: number, y: number, z: number): number => {
    const [u, v, w] = [x - 20, y + 24, z + 74]
    const ventricles = ellipsoidDistance(
      dot(axis, u, v, w),
      dot(side, u, v, w),
      dot(third, u, v, w),
      61 * s,
      42 * s,
      45 * s,
    )
    const rightAtrium = ellipsoidDistance(x + 20, y + 14, z + 66, 27 * s, 32 * s, 36 * s)
    const leftAtrium = ellipsoidDistance(x - 2, y - 10, z + 50, 27, 16, 22)
    return smoothUnion(smoothUnion(ventricles, rightAtrium, 14), leftAtrium, 8)
  }

  // The narrow partition in front of and above the great vessels: a few mm thick where the lungs nearly meet.
  const partition = (x: number, y: number, z: number): number => {
    const back = Math.min(Math.max((y + 48) / 28, 0), 1)
    const high = Math.min(Math.max((z - 15) / 40, 0), 1)
    const low = Math.min(Math.max((-60 - z) / 60, 0), 1)
    return Math.abs(x) - (3 + 8 * back * back * (3 - 2 * back) + 12 * high + 6 * low)
  }

  const greatVessels = (x: number, y: number, z: number): number => tubesDistance(vessels, x, y, z)
  const softTissue = (x: number, y: number, z: number): number => tubesDistance(soft, x, y, z)
  return {
    heart,
    greatVessels,
    softTissue,
    envelope: (x, y, z) => {
      const inner = smoothUnion(heart(x, y, z) - 4.5, greatVessels(x, y, z) - 2.5, 10)
      return smoothUnion(smoothUnion(inner, softTissue(x, y, z) - 3, 8), partition(x, y, z), 8)
    },
  }
}

const unit = ([x, y, z]: Point): Point => {
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}

const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
