import type { PlacedNodule } from './nodule-paint.ts'
import { type NoduleShape, shapeDistance, shapeReach } from './nodule-shape.ts'
import type { Thorax } from './thorax.ts'
import type { Point } from './tubes.ts'

/** truth.json of a phantom: its nodules, and places where a finding is neither right nor wrong. Points in LPS mm. */
export interface PhantomTruth {
  readonly seed: number
  readonly seriesInstanceUid: string
  readonly nodules: readonly TrueNodule[]
  readonly ignore: readonly {
    readonly centerLpsMm: Point
    readonly radiusMm: number
    readonly kind: string
  }[]
}

/** A nodule as it is, before partial volume and noise: only what lies inside the lung counts. */
export interface TrueNodule {
  readonly centerLpsMm: Point
  /** Mean of long and short axis, as a finding's. */
  readonly diameterMm: number
  readonly volumeMm3: number
  /** Greatest extent in the axial plane of largest area. */
  readonly longAxisMm: number
  /** Extent across the long axis in that plane. */
  readonly shortAxisMm: number
  readonly type: 'solid' | 'part-solid' | 'ground-glass'
  readonly attachment: 'isolated' | 'juxtavascular' | 'juxtapleural'
  readonly lobe: 'upper' | 'middle' | 'lower' | 'unknown'
  readonly side: 'right' | 'left'
  /** Mean of the solid part's axes, of a part-solid nodule. */
  readonly solidCoreDiameterMm?: number
}

/** Millimetres around a micronodule in which a finding is ignored. */
const ignoreRadiusMm = 4

/** Measures placed nodules on a fine grid. */
export const measureTruth = (
  thorax: Thorax,
  nodules: readonly PlacedNodule[],
  seriesInstanceUid: string,
): PhantomTruth => ({
  seed: thorax.plan.seed,
  seriesInstanceUid,
  nodules: nodules
    .filter(nodule => !nodule.isMicronodule)
    .map(nodule =>
      measureNodule(
        nodule,
        nodule.attachment === 'juxtapleural' ? (x, y, z) => thorax.lung(x, y, z) < 0 : () => true,
      ),
    ),
  ignore: nodules
    .filter(nodule => nodule.isMicronodule)
    .map(({ shape }) => ({
      centerLpsMm: roundPoint(shape.center),
      radiusMm: ignoreRadiusMm,
      kind: 'micronodule',
    })),
})

/** Measures what of a nodule lies inside the lung, on a fine grid. */
export const measureNodule = (
  nodule: PlacedNodule,
  isInLung: (x: number, y: number, z: number) => boolean,
): TrueNodule => {
  const whole = measureShape(nodule.shape, isInLung)
  const core = nodule.core && measureShape(nodule.core.shape, isInLung)
  return {
    centerLpsMm: roundPoint(whole.center),
    diameterMm: round(0.5 * (whole.longAxisMm + whole.shortAxisMm)),
    volumeMm3: round(whole.volumeMm3),
    longAxisMm: round(whole.longAxisMm),
    shortAxisMm: round(whole.shortAxisMm),
    type: nodule.type,
    attachment: nodule.attachment,
    lobe: nodule.lobe,
    side: nodule.side,
    ...(core && { solidCoreDiameterMm: round(0.5 * (core.longAxisMm + core.shortAxisMm)) }),
  }
}

interface Measured {
  readonly center: Point
  readonly volumeMm3: number
  readonly longAxisMm: number
  readonly shortAxisMm: number
}

const measureShape = (
  shape: NoduleShape,
  isInLung: (x: number, y: number, z: number) => boolean,
): Measured => {
  const reach = shapeReach(shape)
  const step = reach / 26
  const [cx, cy, cz] = shape.center
  const sum = { count: 0, x: 0, y: 0, z: 0 }
  let widest: readonly (readonly [number, number])[] = []
  let widestCount = 0
  for (let z = cz - reach; z <= cz + reach; z += step) {
    const edge: [number, number][] = []
    let count = 0
    for (let y = cy - reach; y <= cy + reach; y += step) {
      let [first, last] = [Number.NaN, Number.NaN]
      for (let x = cx - reach; x <= cx + reach; x += step) {
        if (shapeDistance(shape, x, y, z) >= 0 || !isInLung(x, y, z)) continue
        count++
        sum.x += x
        sum.y += y
        sum.z += z
        if (Number.isNaN(first)) first = x
        last = x
      }
      if (!Number.isNaN(first)) edge.push([first, y], [last, y])
    }
    sum.count += count
    if (count > widestCount) [widest, widestCount] = [edge, count]
  }
  return {
    center: [sum.x / sum.count, sum.y / sum.count, sum.z / sum.count],
    volumeMm3: sum.count * step ** 3,
    ...axesOf(widest),
  }
}

/**
 * Greatest distance of two outermost grid points, and the extent across it. No grid step is added: of so many points some
 * lie at the very edge, and a ball of 16 mm would measure 16.3.
 */
const axesOf = (
  outline: readonly (readonly [number, number])[],
): { longAxisMm: number; shortAxisMm: number } => {
  let [long, ux, uy] = [0, 1, 0]
  for (const [ax, ay] of outline)
    for (const [bx, by] of outline) {
      const length = Math.hypot(bx - ax, by - ay)
      if (length > long) [long, ux, uy] = [length, (bx - ax) / length, (by - ay) / length]
    }
  const across = outline.map(([x, y]) => x * -uy + y * ux)
  return { longAxisMm: long, shortAxisMm: Math.max(...across) - Math.min(...across) }
}

const round = (value: number): number => Math.round(value * 100) / 100
const roundPoint = ([x, y, z]: Point): Point => [round(x), round(y), round(z)]
