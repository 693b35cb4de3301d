import { createProfile, type Profile } from './profile.ts'
import { createRandom } from './random.ts'

/**
 * The numbers of one synthetic person, drawn by the seed. Coordinates are LPS mm with the origin at the carina's
 * level in the midline: the apices near z = 88, the costophrenic recesses near -185.
 */
export interface BodyPlan {
  readonly seed: number
  readonly sex: 'M' | 'F'
  readonly ageYears: number
  /** Half width, half depth and y of the centre of each cross-section, by z. */
  readonly body: CrossSection
  /** Inner surface of the rib cage. */
  readonly cage: CrossSection
  /** One hemithorax, its centre at x = ±centreX. */
  readonly lung: CrossSection & { readonly centreX: Profile }
  /** y of the vertebral bodies' centres (the kyphosis). */
  readonly spineY: Profile
  /** z of the first thoracic vertebra's centre, and mm from one vertebra to the next. */
  readonly vertebra: { readonly firstZ: number; readonly pitchMm: number }
  /** z of the tops of the diaphragm. */
  readonly dome: { readonly right: number; readonly left: number }
  readonly heartScale: number
  readonly fatMm: number
  /** Mean HU of parenchyma half way between front and back, and its rise per mm towards the back. */
  readonly lungHu: number
  readonly gravityHuPerMm: number
  /** Oblique fissures: height at y = 0 and slope in mm per mm; horizontal fissure: height at y = 0. */
  readonly fissure: {
    readonly rightZ: number
    readonly leftZ: number
    readonly slope: number
    readonly horizontalZ: number
  }
}

/** Half axes and centre of a cross-section by z. */
export interface CrossSection {
  readonly halfWidth: Profile
  readonly halfDepth: Profile
  readonly centreY: Profile
}

type Knots = readonly (readonly [number, number])[]

const scaled = (knots: Knots, factor: number): Profile =>
  createProfile(knots.map(([z, value]) => [z, value * factor] as const))

/** Draws a person. Sizes stay within what a 358 mm field of view holds. */
export const createBodyPlan = (seed: number): BodyPlan => {
  const random = createRandom(seed, 'body')
  const sex = random.next() < 0.5 ? 'M' : 'F'
  const width = random.between(0.97, 1.04) * (sex === 'F' ? 0.96 : 1)
  const depth = random.between(0.94, 1.06) * (sex === 'F' ? 0.96 : 1)
  const fatMm = random.between(6, 14)
  const domeRight = random.between(-98, -84)
  const spineShift = random.between(-3, 3)
  return {
    seed,
    sex,
    ageYears: random.integer(48, 79),
    body: bodySection(width, depth, fatMm),
    cage: cageSection(width, depth),
    lung: lungSection(width, depth),
    spineY: createProfile(
      [
        [-230, 38],
        [-180, 48],
        [-100, 59],
        [-40, 63],
        [20, 59],
        [70, 47],
        [120, 30],
      ].map(([z, y]) => [z!, y! * depth + spineShift] as const),
    ),
    vertebra: { firstZ: random.between(78, 90), pitchMm: random.between(22.5, 25) },
    dome: { right: domeRight, left: domeRight - random.between(6, 16) },
    heartScale: random.between(0.9, 1.06),
    fatMm,
    lungHu: random.between(-878, -846),
    gravityHuPerMm: random.between(0.3, 0.55),
    fissure: {
      rightZ: random.between(-60, -50),
      leftZ: random.between(-56, -46),
      slope: random.between(0.95, 1.15),
      horizontalZ: random.between(-38, -28),
    },
  }
}

const cageSection = (width: number, depth: number): CrossSection => ({
  halfWidth: scaled(
    [
      [-220, 136],
      [-60, 135],
      [0, 125],
      [30, 112],
      [60, 90],
      [80, 74],
      [110, 60],
    ],
    width,
  ),
  halfDepth: scaled(
    [
      [-220, 97],
      [-60, 98],
      [0, 92],
      [30, 82],
      [60, 66],
      [88, 50],
      [110, 45],
    ],
    depth,
  ),
  centreY: createProfile([
    [-220, 6],
    [-50, 3],
    [0, 4],
    [30, 8],
    [80, 16],
    [110, 16],
  ]),
})

const lungSection = (width: number, depth: number): BodyPlan['lung'] => ({
  centreX: scaled(
    [
      [-220, 69],
      [-60, 68],
      [0, 62],
      [30, 57],
      [60, 47],
      [90, 41],
    ],
    width,
  ),
  halfWidth: scaled(
    [
      [-220, 67],
      [-60, 67],
      [0, 62],
      [30, 54],
      [60, 39],
      [78, 26],
      [86, 15],
      [91, 2],
    ],
    width,
  ),
  halfDepth: scaled(
    [
      [-220, 89],
      [-60, 91],
      [0, 85],
      [30, 74],
      [60, 54],
      [78, 34],
      [86, 20],
      [91, 2],
    ],
    depth,
  ),
  centreY: createProfile([
    [-220, 6],
    [-50, 3],
    [0, 4],
    [30, 8],
    [80, 18],
    [110, 18],
  ]),
})

const bodySection = (width: number, depth: number, fatMm: number): CrossSection => {
  const wide: Knots = [
    [-220, 149],
    [-60, 151],
    [0, 158],
    [40, 163],
    [80, 162],
    [120, 150],
  ]
  const deep: Knots = [
    [-220, 111],
    [-60, 114],
    [0, 111],
    [40, 102],
    [80, 90],
    [120, 78],
  ]
  const grown = (knots: Knots, factor: number): Profile =>
    createProfile(knots.map(([z, value]) => [z, value * factor + fatMm * 0.9] as const))
  return {
    halfWidth: grown(wide, width),
    halfDepth: grown(deep, depth),
    centreY: createProfile([
      [-220, 7],
      [0, 9],
      [110, 17],
    ]),
  }
}
