import type { BodyPlan, CrossSection } from './body-plan.ts'
import { ellipsoidDistance, smoothUnion, superellipseDistance } from './distance.ts'
import { createMediastinum, type Mediastinum } from './mediastinum.ts'

export type Side = 'right' | 'left'
export type Lobe = 'upper' | 'middle' | 'lower'

/** The large shapes of a chest as signed distances in mm, negative inside (x to the left, y to the back, z up). */
export interface Thorax {
  readonly plan: BodyPlan
  readonly mediastinum: Mediastinum
  body(x: number, y: number, z: number): number
  cage(x: number, y: number, z: number): number
  /** Height of the diaphragm's surface over a point, as a distance: positive below it. */
  belowDiaphragm(x: number, y: number, z: number): number
  /** Both lungs. The great airways are in the mediastinum. */
  lung(x: number, y: number, z: number): number
  /** From the oblique fissure of the point's side: positive above and in front of it. */
  oblique(x: number, y: number, z: number): number
  /** From the right lung's horizontal fissure, positive above. Large on the left. */
  horizontal(x: number, y: number, z: number): number
  liver(x: number, y: number, z: number): number
  /** Spleen. */
  spleen(x: number, y: number, z: number): number
  stomach(x: number, y: number, z: number): number
}

/** Right is negative x (LPS). */
export const sideAt = (x: number): Side => (x < 0 ? 'right' : 'left')

/** The lobe of a point inside a lung. */
export const lobeAt = (thorax: Thorax, x: number, y: number, z: number): Lobe => {
  if (thorax.oblique(x, y, z) < 0) return 'lower'
  return x < 0 && thorax.horizontal(x, y, z) < 0 ? 'middle' : 'upper'
}

/** The chest of a person. */
export const createThorax = (plan: BodyPlan): Thorax => {
  const mediastinum = createMediastinum(plan)
  const section = (s: CrossSection, x: number, y: number, z: number): number =>
    superellipseDistance(
      x,
      y - s.centreY.at(z),
      s.halfWidth.at(z),
      s.halfDepth.at(z),
      s.halfWidth.slope(z),
      s.halfDepth.slope(z),
    )
  const cage = (x: number, y: number, z: number): number => section(plan.cage, x, y, z)
  const belowDiaphragm = createDiaphragm(plan)
  const fissures = createFissures(plan)

  const lung = (x: number, y: number, z: number): number => {
    const hemithorax = section(plan.lung, Math.abs(x) - plan.lung.centreX.at(z), y, z)
    const walls = Math.max(hemithorax, cage(x, y, z), belowDiaphragm(x, y, z))
    if (walls > 4) return walls
    const spine = superellipseDistance(x, y - plan.spineY.at(z), 23, 22, 0, 0)
    return Math.max(walls, -mediastinum.envelope(x, y, z), -spine)
  }

  return {
    plan,
    mediastinum,
    body: (x, y, z) =>
      lyingOn(section(plan.body, x, y, z), y - plan.body.centreY.at(z) - 0.93 * plan.body.halfDepth.at(z)),
    cage,
    belowDiaphragm,
    lung,
    ...fissures,
    liver: (x, y, z) =>
      Math.max(
        cage(x, y, z) + 2.5,
        2.5 - belowDiaphragm(x, y, z),
        smoothUnion(
          ellipsoidDistance(x + 66, y - 6, z + 165, 86, 94, 88),
          ellipsoidDistance(x - 4, y + 48, z + 142, 66, 38, 40),
          24,
        ),
      ),
    spleen: (x, y, z) =>
      Math.max(
        ellipsoidDistance(x - 92, y - 42, z + 158, 36, 42, 48),
        4 - belowDiaphragm(x, y, z),
        cage(x, y, z) + 4,
      ),
    stomach: (x, y, z) =>
      Math.max(
        ellipsoidDistance(x - 68, y + 8, z + 150, 44, 48, 40),
        4.5 - belowDiaphragm(x, y, z),
        cage(x, y, z) + 5,
      ),
  }
}

/** A shape flattened by what it lies on: the intersection with a half space, its edge rounded. */
const lyingOn = (shape: number, beyond: number): number => -smoothUnion(-shape, -beyond, 26)

/** Two domes; the recess is deep at the back and the side, shallow in front and towards the heart. */
const createDiaphragm = (plan: BodyPlan): Thorax['belowDiaphragm'] => {
  const [centreX, centreY] = [plan.lung.centreX.at(-100), plan.lung.centreY.at(-100)]
  const [a, b] = [plan.lung.halfWidth.at(-100), plan.lung.halfDepth.at(-100)]
  return (x, y, z) => {
    const across = Math.min(Math.max((x + 20) / 40, 0), 1)
    const top = plan.dome.right + across * across * (3 - 2 * across) * (plan.dome.left - plan.dome.right)
    const u = (Math.abs(x) - centreX) / a
    const v = (y - centreY) / b
    const reach = Math.sqrt(u * u + v * v)
    const e = Math.min(reach, 0.985)
    const [outward, backward] = reach > 1e-6 ? [u / reach, v / reach] : [0, 0]
    const depth = 58 + 30 * backward + (outward > 0 ? 18 : 30) * outward
    const inside = Math.sqrt(1 - e * e)
    const surface = top - depth * (1 - inside)
    const slope = (depth * e) / (inside * 0.5 * (a + b))
    return (surface - z) / Math.sqrt(1 + slope * slope)
  }
}

const createFissures = (plan: BodyPlan): Pick<Thorax, 'oblique' | 'horizontal'> => {
  const { slope, rightZ, leftZ, horizontalZ } = plan.fissure
  return {
    oblique: (x, y, z) => {
      const bow = 0.0016 * (Math.abs(x) - 60) ** 2 - 6 * Math.sin((y + 10) / 45)
      return (z - (x < 0 ? rightZ : leftZ) - slope * y - bow) / Math.sqrt(1 + slope * slope)
    },
    horizontal: (x, y, z) =>
      x < 0 ? z - horizontalZ - 0.12 * y + 0.0012 * (Math.abs(x) - 70) ** 2 : Number.POSITIVE_INFINITY,
  }
}
