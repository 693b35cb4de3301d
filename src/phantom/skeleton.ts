import type { BodyPlan } from './body-plan.ts'
import { superellipseGauge } from './distance.ts'
import { createTubeBuilder, joinTubes, type Point, polylineTubes, type Tubes } from './tubes.ts'

/** Bones that are drawn as tubes. Heights (z) of `ribs` and `cartilage` are scaled by {@link ribHeightScale}. */
export interface Skeleton {
  readonly ribs: Tubes
  readonly cartilage: Tubes
  /** Sternum, clavicles, scapulae, the arches and processes of the vertebrae. */
  readonly plates: Tubes
  /** HU of a vertebral column's point: bone, disc or canal, with its distance (mm); see {@link spineAt}. */
  spineAt(x: number, y: number, z: number, out: SpineSample): void
}

/** Filled by `spineAt`: distance from the column's surface (negative inside) and HU there. */
export interface SpineSample {
  distance: number
  hu: number
}

/** A rib is about twice as tall as thick: distances are taken with z shrunk by this. */
export const ribHeightScale = 0.6

/** Bones of a person. */
export const createSkeleton = (plan: BodyPlan): Skeleton => {
  const { ribs, cartilage } = buildRibs(plan)
  return {
    ribs,
    cartilage,
    plates: joinTubes([
      buildSternum(plan),
      buildScapula(plan, 1),
      buildScapula(plan, -1),
      buildClavicles(),
      buildArches(plan),
    ]),
    spineAt: createSpine(plan),
  }
}

/** A point outside the rib cage's inner surface in a direction of the cross-section. */
const onCage = (plan: BodyPlan, angle: number, z: number, outwardMm: number): Point => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const radius = 1 / superellipseGauge(c, s, plan.cage.halfWidth.at(z), plan.cage.halfDepth.at(z)) + outwardMm
  return [c * radius, plan.cage.centreY.at(z) + s * radius, z]
}

const buildRibs = (plan: BodyPlan): { ribs: Tubes; cartilage: Tubes } => {
  const ribs = createTubeBuilder()
  const cartilage = createTubeBuilder()
  for (let n = 1; n <= 12; n++)
    for (const side of [1, -1]) {
      const headZ = plan.vertebra.firstZ + 8 - (n - 1) * plan.vertebra.pitchMm
      const drop = n <= 2 ? 26 + 9 * n : Math.min(38 + 9 * n, 105)
      // Share of the way round to the sternum that is bone; the last two ribs float.
      const bone = n === 12 ? 0.4 : n === 11 ? 0.55 : n > 7 ? 0.72 : 0.8
      const steps = 44
      let before: Point | undefined
      for (let i = 0; i <= steps; i++) {
        const t = i / steps
        if (n > 10 && t > bone) break
        const angle = ((76 - 156 * t) * Math.PI) / 180
        const z =
          headZ +
          5 * Math.sin(Math.min(1, t * 6) * Math.PI) * 0.4 -
          drop * t ** 1.25 +
          (n > 5 && t > bone ? (t - bone) * 6 * drop * 0.3 : 0)
        const [x, y] = onCage(plan, angle, z, 5.2)
        const point: Point = [side * x, y, z * ribHeightScale]
        const radius = t > 0.06 ? 3.5 : 4.2
        if (before) (t > bone ? cartilage : ribs).add(before, radius, point, radius)
        before = point
      }
    }
  return { ribs: ribs.build(), cartilage: cartilage.build() }
}

const buildSternum = (plan: BodyPlan): Tubes => {
  const rods = createTubeBuilder()
  for (let z = 42; z > -105; z -= 3) {
    const y = plan.cage.centreY.at(z) - plan.cage.halfDepth.at(z) - 5
    const half = z > 5 ? 17 : z > -80 ? 10 + 3 * Math.sin(z / 9) ** 2 : 6
    rods.add([-half, y, z], 4.6, [half, y, z], 4.6)
  }
  return rods.build()
}

/** A bent triangular plate behind the ribs, its spine a ridge; arms are raised, so it lies far to the side. */
const buildScapula = (plan: BodyPlan, side: number): Tubes => {
  const rods = createTubeBuilder()
  for (let z = 72; z > -52; z -= 2.5) {
    const share = (z + 52) / 124
    const medial = 52 - 10 * share
    const lateral = medial - 8 - 46 * Math.min(1, share * 1.15)
    let before: Point | undefined
    for (let i = 0; i <= 8; i++) {
      const angle = ((medial + (lateral - medial) * (i / 8)) * Math.PI) / 180
      const [x, y] = onCage(plan, angle, Math.min(z, 30), 19 + 3 * Math.sin((i / 8) * Math.PI))
      const point: Point = [side * x, y, z]
      const radius = i === 8 ? 4.5 : i === 0 ? 2.4 : 1.7
      if (before) rods.add(before, radius, point, radius)
      before = point
    }
  }
  const ridge = [0, 0.25, 0.5, 0.75, 1].map((t): Point => {
    const [x, y, z] = onCage(plan, ((44 - 46 * t) * Math.PI) / 180, 30, 24 + 10 * Math.sin(t * 2.6))
    return [side * x, y, z + 6 + 34 * t]
  })
  return joinTubes([rods.build(), polylineTubes(ridge, [2.5, 4, 4, 4.5, 6])])
}

const buildClavicles = (): Tubes =>
  joinTubes(
    [1, -1].map(side =>
      polylineTubes(
        [
          [20, -62, 44],
          [45, -62, 54],
          [75, -50, 66],
          [105, -32, 78],
          [130, -18, 88],
        ].map(([x, y, z]): Point => [side * x!, y!, z!]),
        [8, 6, 5.5, 5.5, 6.5],
      ),
    ),
  )

const buildArches = (plan: BodyPlan): Tubes => {
  const rods = createTubeBuilder()
  for (let n = -1; n <= 13; n++) {
    const z = plan.vertebra.firstZ - n * plan.vertebra.pitchMm
    const y = plan.spineY.at(z)
    for (const side of [1, -1]) {
      rods.add([side * 11, y + 12, z + 3], 4, [side * 12, y + 24, z], 4)
      rods.add([side * 12, y + 24, z], 3.6, [side * 2, y + 33, z - 6], 3.6)
      rods.add([side * 12, y + 24, z + 1], 4, [side * 34, y + 33, z + 6], 3.6)
    }
    rods.add([0, y + 32, z - 6], 3.4, [0, y + 46, z - 20], 3)
  }
  return rods.build()
}

/** Vertebral bodies with end plates, discs between them, the canal behind. */
const createSpine = (plan: BodyPlan): Skeleton['spineAt'] => {
  const { firstZ, pitchMm } = plan.vertebra
  return (x, y, z, out) => {
    const centre = plan.spineY.at(z)
    const phase = (((((z - firstZ) / pitchMm) % 1) + 1.5) % 1) - 0.5
    const fromDisc = (0.5 - Math.abs(phase)) * pitchMm - 2.6
    const waist = 1 - 0.07 * Math.cos(phase * 2 * Math.PI)
    const size = (fromDisc < 0 ? 1 : waist) * (1 - 0.0009 * (z + 60))
    const gauge = superellipseGauge(x, y - centre, 17.5 * size, 14.5 * size)
    out.distance = (gauge - 1) * 15
    const depth = Math.min(-out.distance, fromDisc < 0 ? 99 : fromDisc)
    out.hu = fromDisc < 0 ? 85 : depth < 1.3 ? 620 : 185
    const canal = Math.hypot(x, (y - centre - 24) * 1.1) - 8.5
    if (canal < out.distance) {
      out.distance = canal
      out.hu = 28
    }
  }
}
