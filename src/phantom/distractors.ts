import { towards } from './branching.ts'
import type { ImageGrid } from './image-grid.ts'
import type { PlacedNodule } from './nodule-paint.ts'
import { shapeReach } from './nodule-shape.ts'
import type { PhantomTruth } from './nodule-truth.ts'
import { createRandom, type Random } from './random.ts'
import type { Thorax } from './thorax.ts'
import { createTubeBuilder, joinTubes, type Point, polylineTubes, type Tubes } from './tubes.ts'

/** A thickening of the pleura: a flat lens on its inside. */
export interface Plaque {
  /** A point of the pleura, LPS mm. */
  readonly center: Point
  readonly radiusMm: number
  readonly heightMm: number
  /** Of soft tissue, or of lime. */
  readonly hu: number
}

/** What looks like a nodule and is none. */
export interface Distractors {
  /** Scars: strands that run from the pleura into the lung; and calcified micronodules. */
  readonly scars: Tubes
  readonly plaques: readonly Plaque[]
  readonly ignore: PhantomTruth['ignore']
}

interface Wish {
  readonly count: number
  readonly fromZ: number
  readonly toZ: number
}

const tries = 4000
const kinds = ['scar', 'plaque', 'micronodule'] as const

/** Places scars, plaques and micronodules in turn, clear of the nodules; fewer where there is no room. */
export const placeDistractors = (
  thorax: Thorax,
  nodules: readonly PlacedNodule[],
  wish: Wish,
): Distractors => {
  const random = createRandom(thorax.plan.seed, 'distractors')
  const scars: Tubes[] = []
  const plaques: Plaque[] = []
  const ignore: PhantomTruth['ignore'][number][] = []
  for (let i = 0; i < wish.count; i++) {
    const kind = kinds[i % kinds.length]!
    const foot = pleuralPoint(thorax, nodules, wish, random)
    if (!foot) continue
    if (kind === 'scar') {
      const points = scarPoints(foot, random)
      scars.push(polylineTubes(points, [1.5, 1.1, 0.8, 0.4]))
      for (const centerLpsMm of points) ignore.push({ centerLpsMm, radiusMm: 6, kind })
    } else if (kind === 'plaque') {
      const plaque = drawPlaque(foot.point, random)
      plaques.push(plaque)
      ignore.push({ centerLpsMm: foot.point, radiusMm: plaque.radiusMm + 2, kind })
    } else {
      const depth = random.between(12, 26)
      const center = along(foot, depth)
      scars.push(microTube(center, random.between(0.8, 1.4)))
      ignore.push({ centerLpsMm: center, radiusMm: 5, kind })
    }
  }
  return { scars: joinTubes(scars), plaques, ignore: ignore.map(rounded) }
}

/** A truth with the distractors' places among those to ignore. */
export const withDistractors = (truth: PhantomTruth, { ignore }: Distractors): PhantomTruth => ({
  ...truth,
  ignore: [...truth.ignore, ...ignore],
})

/** Adds a plaque's cut at height z to `out` (HU); what is denser stays. */
export const paintPlaque = (
  { center, radiusMm, heightMm, hu }: Plaque,
  thorax: Thorax,
  grid: ImageGrid,
  z: number,
  out: Float32Array,
): void => {
  if (Math.abs(z - center[2]) > radiusMm) return
  const first = (at: number, origin: number): number => Math.ceil((at - radiusMm - origin) / grid.pixelMm)
  const last = (at: number, origin: number): number => Math.floor((at + radiusMm - origin) / grid.pixelMm)
  const columns = [Math.max(0, first(center[0], grid.originX)), last(center[0], grid.originX)] as const
  const rows = [Math.max(0, first(center[1], grid.originY)), last(center[1], grid.originY)] as const
  for (let row = rows[0]; row <= Math.min(grid.rows - 1, rows[1]); row++)
    for (let column = columns[0]; column <= Math.min(grid.columns - 1, columns[1]); column++) {
      const x = grid.originX + column * grid.pixelMm
      const y = grid.originY + row * grid.pixelMm
      const reach = Math.hypot(x - center[0], y - center[1], z - center[2]) / radiusMm
      if (reach >= 1) continue
      const fromPleura = thorax.lung(x, y, z)
      if (fromPleura > 0.5) continue
      const share = Math.min(1, 0.5 + (heightMm * Math.sqrt(1 - reach * reach) + fromPleura) / 0.8)
      const i = row * grid.columns + column
      if (share > 0) out[i] = out[i]! + share * Math.max(0, hu - out[i]!)
    }
}

interface Foot {
  /** On the pleura. */
  readonly point: Point
  /** Unit vector into the lung. */
  readonly inward: Point
}

const pleuralPoint = (
  thorax: Thorax,
  nodules: readonly PlacedNodule[],
  { fromZ, toZ }: Wish,
  random: Random,
): Foot | undefined => {
  for (let attempt = 0; attempt < tries; attempt++) {
    const [x, y, z] = [random.between(-135, 135), random.between(-95, 100), random.between(fromZ, toZ)]
    const depth = thorax.lung(x, y, z)
    if (depth > -0.5 || depth < -8) continue
    const outward = towards(
      [0, 0, 0],
      [
        thorax.lung(x + 0.5, y, z) - thorax.lung(x - 0.5, y, z),
        thorax.lung(x, y + 0.5, z) - thorax.lung(x, y - 0.5, z),
        thorax.lung(x, y, z + 0.5) - thorax.lung(x, y, z - 0.5),
      ],
    )
    const point: Point = [x - depth * outward[0], y - depth * outward[1], z - depth * outward[2]]
    // On the ribs' side, not at the heart or the diaphragm.
    if (Math.abs(thorax.cage(...point)) > 1.5 || thorax.belowDiaphragm(...point) > -15) continue
    if (!isClear(point, nodules)) continue
    return { point, inward: [-outward[0], -outward[1], -outward[2]] }
  }
  return undefined
}

const isClear = ([x, y, z]: Point, nodules: readonly PlacedNodule[]): boolean =>
  nodules.every(
    ({ shape }) =>
      Math.hypot(x - shape.center[0], y - shape.center[1], z - shape.center[2]) > shapeReach(shape) + 36,
  )

const along = ({ point, inward }: Foot, mm: number): Point => [
  point[0] + inward[0] * mm,
  point[1] + inward[1] * mm,
  point[2] + inward[2] * mm,
]

/** Four points of a bent strand of 15 to 25 mm. */
const scarPoints = (foot: Foot, random: Random): readonly Point[] => {
  const length = random.between(15, 25)
  const bend = (): number => random.between(-1.5, 1.5)
  return [0, 1, 2, 3].map((i): Point => {
    const [x, y, z] = along(foot, (i * length) / 3)
    return i === 0 ? [x, y, z] : [x + bend(), y + bend(), z + bend()]
  })
}

const drawPlaque = (center: Point, random: Random): Plaque => ({
  center,
  radiusMm: random.between(7, 13),
  heightMm: random.between(1.5, 3),
  hu: random.next() < 0.5 ? 60 : random.between(200, 420),
})

/** A little ball, as a very short tube. */
const microTube = (center: Point, radiusMm: number): Tubes => {
  const builder = createTubeBuilder()
  builder.add(center, radiusMm, [center[0], center[1], center[2] + 0.01], radiusMm)
  return builder.build()
}

const rounded = ({ centerLpsMm: [x, y, z], ...place }: PhantomTruth['ignore'][number]) => {
  const hundredth = (mm: number): number => Math.round(mm * 100) / 100
  return { ...place, centerLpsMm: [hundredth(x), hundredth(y), hundredth(z)] as Point }
}
