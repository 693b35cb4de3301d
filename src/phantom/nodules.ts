import { HilumError } from '../base/errors.ts'
import { towards } from './branching.ts'
import type { LungTrees } from './lung-trees.ts'
import type { Attachment, NoduleType, PlacedNodule } from './nodule-paint.ts'
import { drawLobulated, drawShape, drawSpicules, shapeReach } from './nodule-shape.ts'
import { type Margin, usualDiametersMm } from './options.ts'
import { createRandom, type Random } from './random.ts'
import { lobeAt, sideAt, type Thorax } from './thorax.ts'
import { type Point, type Tubes, tubeDistance, tubeStride } from './tubes.ts'

/** Where nodules may lie, and how many. */
export interface NoduleWish {
  readonly count: number
  /** z of the first and last slice: nodules lie wholly between. */
  readonly fromZ: number
  readonly toZ: number
  readonly diametersMm: readonly [number, number]
  readonly margin: Margin | 'mixed'
}

/** What is drawn before a place is looked for. */
export interface Draft {
  readonly type: NoduleType
  readonly attachment: Attachment
  readonly radiusMm: number
  readonly margin: Margin
  readonly isMicronodule: boolean
}

const tries = 30000

/**
 * Draws and places nodules, the largest first. No vessel over 1.6 mm in radius crosses one that is not juxtavascular.
 * @throws PHANTOM_NO_ROOM when the slices hold no place for as many
 */
export const placeNodules = (thorax: Thorax, trees: LungTrees, wish: NoduleWish): readonly PlacedNodule[] => {
  const random = createRandom(thorax.plan.seed, 'nodules')
  const drafts = draftNodules(wish, random)
  const placed: PlacedNodule[] = []
  for (const draft of drafts) {
    const nodule = placeOne(thorax, trees, wish, draft, placed, random)
    if (nodule) placed.push(nodule)
    else if (!draft.isMicronodule)
      throw new HilumError(
        'PHANTOM_NO_ROOM',
        `${wish.count} nodules do not fit between the first and last slice`,
      )
  }
  return placed
}

/** Types are dealt like cards, so that few nodules still differ. The largest first, micronodules last. */
export const draftNodules = (
  { count, diametersMm, margin }: Omit<NoduleWish, 'fromZ' | 'toZ'>,
  random: Random,
): readonly Draft[] => {
  const deck: readonly NoduleType[] = ['solid', 'ground-glass', 'solid', 'part-solid', 'solid']
  const first = random.integer(0, 4)
  const drafts = Array.from({ length: count }, (_, i): Draft => {
    const type = deck[(first + i) % deck.length]!
    const [low, high] = rangeOf(type, diametersMm)
    const diameter = low * (high / low) ** random.next()
    return {
      type,
      attachment: draftAttachment(type, random),
      radiusMm: diameter / 2,
      margin: margin === 'mixed' ? margins[i % margins.length]! : margin,
      isMicronodule: false,
    }
  })
  drafts.sort((a, b) => b.radiusMm - a.radiusMm)
  const micronodules = count === 0 ? 0 : random.integer(0, 3)
  return [
    ...drafts,
    ...Array.from({ length: micronodules }, (): Draft => {
      const radiusMm = random.between(0.9, 1.3)
      return { type: 'solid', attachment: 'isolated', radiusMm, margin: 'smooth', isMicronodule: true }
    }),
  ]
}

const margins: readonly Margin[] = ['smooth', 'lobulated', 'spiculated']

/** Subsolid nodules smaller than this are seldom seen, and never called. */
const leastMm = { solid: 0, 'part-solid': 8, 'ground-glass': 6 } as const

const rangeOf = (type: NoduleType, asked: readonly [number, number]): readonly [number, number] => {
  const [low, high] = asked
  if (low === usualDiametersMm[0] && high === usualDiametersMm[1])
    return [type === 'solid' ? low : type === 'part-solid' ? 9 : 7.5, high]
  return [Math.min(high, Math.max(low, leastMm[type])), high]
}

const draftAttachment = (type: NoduleType, random: Random): Attachment =>
  type === 'solid'
    ? random.pick([
        ['isolated', 4],
        ['juxtavascular', 3],
        ['juxtapleural', 3],
      ] as const)
    : random.pick([
        ['isolated', 3],
        ['juxtapleural', 1],
      ] as const)

const placeOne = (
  thorax: Thorax,
  trees: LungTrees,
  wish: NoduleWish,
  draft: Draft,
  placed: readonly PlacedNodule[],
  random: Random,
): PlacedNodule | undefined => {
  for (let attempt = 0; attempt < tries; attempt++) {
    const center = proposeCenter(thorax, trees, draft, random)
    if (!center || !isRoomAt(thorax, wish, draft, center, placed)) continue
    if (!isClearOfTrees(trees, draft, center)) continue
    const place = { side: sideAt(center[0]), lobe: lobeAt(thorax, ...center) }
    return buildNodule(draft, center, place, random)
  }
  return undefined
}

const proposeCenter = (thorax: Thorax, trees: LungTrees, draft: Draft, random: Random): Point | undefined => {
  if (draft.attachment === 'juxtavascular') return besideVessel(trees.vessels, draft.radiusMm, random)
  const point: Point = [random.between(-135, 135), random.between(-95, 100), random.between(-185, 88)]
  const depth = thorax.lung(...point)
  if (depth > 0) return undefined
  if (draft.attachment === 'isolated') return point
  if (depth < -20) return undefined
  return underPleura(thorax, point, depth, draft.radiusMm * random.between(0.45, 0.85))
}

/**
 * A centre just off the axis of a vessel 2 to 5 mm across. Vessels are then pushed out of solid nodules
 * (displace-tubes.ts), so that this one comes to hug its surface.
 */
const besideVessel = (vessels: Tubes, radiusMm: number, random: Random): Point | undefined => {
  const o = random.integer(0, vessels.count - 1) * tubeStride
  const v = vessels.values
  const radius = v[o + 3]!
  if (radius < 1 || radius > Math.min(2.5, 0.55 * radiusMm)) return undefined
  const aside = towards([0, 0, 0], [random.normal(), random.normal(), random.normal()])
  const shift = 0.5 + 0.6 * radius
  return [v[o]! + shift * aside[0], v[o + 1]! + shift * aside[1], v[o + 2]! + shift * aside[2]]
}

/** A point `depthMm` under the costal pleura nearest to `point`. */
const underPleura = (thorax: Thorax, point: Point, depth: number, depthMm: number): Point | undefined => {
  const [x, y, z] = point
  const slope = towards(
    [0, 0, 0],
    [
      thorax.lung(x + 0.5, y, z) - thorax.lung(x - 0.5, y, z),
      thorax.lung(x, y + 0.5, z) - thorax.lung(x, y - 0.5, z),
      thorax.lung(x, y, z + 0.5) - thorax.lung(x, y, z - 0.5),
    ],
  )
  const reach = -depth - depthMm
  const moved: Point = [x + reach * slope[0], y + reach * slope[1], z + reach * slope[2]]
  const wall = thorax.cage(...moved)
  return Math.abs(wall + depthMm) < 1.5 && thorax.belowDiaphragm(...moved) < -14 ? moved : undefined
}

const isRoomAt = (
  thorax: Thorax,
  wish: NoduleWish,
  draft: Draft,
  [x, y, z]: Point,
  placed: readonly PlacedNodule[],
): boolean => {
  const reach = draft.radiusMm * 1.25
  if (z - reach < wish.fromZ + 1 || z + reach > wish.toZ - 1) return false
  if (draft.attachment !== 'juxtapleural' && thorax.lung(x, y, z) > -(reach + 3)) return false
  const fissure = Math.min(Math.abs(thorax.oblique(x, y, z)), Math.abs(thorax.horizontal(x, y, z)))
  if (fissure < reach + 1) return false
  return placed.every(
    ({ shape }) =>
      Math.hypot(x - shape.center[0], y - shape.center[1], z - shape.center[2]) >
      shapeReach(shape) + reach + 8,
  )
}

const isClearOfTrees = (trees: LungTrees, draft: Draft, center: Point): boolean => {
  const isVascular = draft.attachment === 'juxtavascular'
  const thick = draft.isMicronodule ? 0.45 : isVascular ? 2.6 : draft.type === 'solid' ? 1.6 : 1.9
  return (
    isClear(trees.airwayOuter, 0, center, draft.radiusMm + 2) &&
    isClear(trees.vessels, thick, center, draft.radiusMm + (isVascular ? 1 : 1.5))
  )
}

/** No tube of at least `thickMm` in radius comes nearer than `distanceMm`. */
const isClear = (tubes: Tubes, thickMm: number, [x, y, z]: Point, distanceMm: number): boolean => {
  for (let i = 0; i < tubes.count; i++) {
    const o = i * tubeStride
    if (Math.abs(tubes.values[o + 2]! - z) > distanceMm + 25 || tubes.values[o + 3]! < thickMm) continue
    if (tubeDistance(tubes.values, i, x, y, z) < distanceMm) return false
  }
  return true
}

/** A nodule of a draft in its place. */
export const buildNodule = (
  draft: Draft,
  center: Point,
  where: Pick<PlacedNodule, 'side' | 'lobe'>,
  random: Random,
): PlacedNodule => {
  const { type, radiusMm } = draft
  const unevenness = draft.isMicronodule ? 0.3 : type === 'solid' ? 1 : 1.7
  const shape =
    draft.margin === 'lobulated'
      ? drawLobulated(center, radiusMm, random)
      : drawShape(center, radiusMm, unevenness, random)
  const place = {
    ...where,
    attachment: draft.attachment,
    isMicronodule: draft.isMicronodule,
    ...(draft.margin === 'spiculated' && { spicules: drawSpicules(shape, random) }),
  }
  if (type === 'solid') return { ...place, type, shape, hu: random.between(18, 52), edgeMm: 0.9 }
  if (type === 'ground-glass')
    return { ...place, type, shape, hu: random.between(-640, -470), edgeMm: random.between(1.8, 3) }
  const coreRadius = radiusMm * random.between(0.36, 0.58)
  const away = towards([0, 0, 0], [random.normal(), random.normal(), random.normal()])
  const shift = random.between(0, 0.25) * (radiusMm - coreRadius)
  const coreCenter: Point = [
    center[0] + shift * away[0],
    center[1] + shift * away[1],
    center[2] + shift * away[2],
  ]
  const core = { shape: drawShape(coreCenter, coreRadius, 1, random), hu: random.between(0, 40) }
  return { ...place, type, shape, hu: random.between(-620, -480), edgeMm: random.between(1.6, 2.4), core }
}
