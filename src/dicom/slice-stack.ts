import type { InstanceFacts, Vector3 } from './instance-facts.ts'
import { cross, dot, subtract, unit } from './vector.ts'

/** Parallel slices of one size and pixel spacing, in order along their normal. */
export interface SliceStack {
  /** Ascending along `normal`, one a position. */
  readonly slices: readonly PlacedSlice[]
  /** Unit vectors: of increasing column index, of increasing row index, and their vector product. */
  readonly directions: { readonly column: Vector3; readonly row: Vector3; readonly slice: Vector3 }
  /** Median distance of neighbours along the normal, mm; undefined for a single slice. */
  readonly spacingMm?: number
  readonly coverageMm: number
  /** Between slice k and k+1, wider than 1.5 median spacings. */
  readonly gaps: readonly { readonly afterSlice: number; readonly widthMm: number }[]
  /** Left out because a slice stands at the same position already. */
  readonly duplicates: readonly InstanceFacts[]
  /** Between the normal and the line along which slices are stacked, degrees: a tilted gantry. 0 if upright. */
  readonly tiltDegrees: number
  /** Sentences for people. */
  readonly remarks: readonly string[]
}

/** A slice and its place along the normal. */
export interface PlacedSlice {
  readonly facts: Placed
  readonly positionMm: number
}

/** Instance facts with everything that a place needs. */
export type Placed = InstanceFacts & {
  readonly rows: number
  readonly columns: number
  readonly imagePosition: Vector3
  readonly imageOrientation: readonly [Vector3, Vector3]
  readonly pixelSpacing: readonly [number, number]
}

/** A series as stacks, largest first; instances that have no place are left out, with the reason. */
export interface StackedSeries {
  readonly stacks: readonly SliceStack[]
  readonly leftOut: readonly { readonly facts: InstanceFacts; readonly reason: string }[]
}

const samePositionMm = 0.01
const directionTolerance = 1e-3

/**
 * Groups the instances of one series into stacks. Frame of Reference plays no part: de-identification gives each slice
 * its own (LIDC-IDRI), so a mixed one is a remark. The answer does not depend on the order of `instances`.
 */
export const buildSliceStacks = (instances: readonly InstanceFacts[]): StackedSeries => {
  const sorted = [...instances].sort((a, b) => compareText(a.sopInstanceUid, b.sopInstanceUid))
  const leftOut = sorted.flatMap(facts => {
    const reason = whyUnplaced(facts)
    return reason === undefined ? [] : [{ facts, reason }]
  })
  const placed = sorted.filter((facts): facts is Placed => whyUnplaced(facts) === undefined)
  const stacks = groupByGeometry(placed).flatMap(splitByAcquisition).flatMap(splitFarApart).map(buildStack)
  return { stacks: stacks.sort((a, b) => b.slices.length - a.slices.length), leftOut }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const whyUnplaced = (facts: InstanceFacts): string | undefined => {
  if (!facts.rows || !facts.columns) return 'it has no pixels'
  if ((facts.numberOfFrames ?? 1) > 1) return 'it holds many frames, whose places are not read'
  if (!facts.imagePosition || !facts.imageOrientation) return 'it has no Image Position or Orientation'
  if (!facts.pixelSpacing) return 'it has no Pixel Spacing'
  const [column, row] = facts.imageOrientation
  const isOrthogonal = Math.abs(dot(unit(column), unit(row))) < 0.01
  return isOrthogonal ? undefined : 'its rows and columns are not at right angles'
}

const groupByGeometry = (placed: readonly Placed[]): readonly (readonly Placed[])[] => {
  const groups: Placed[][] = []
  for (const facts of placed) {
    const group = groups.find(([first]) => first && hasSameGeometry(first, facts))
    if (group) group.push(facts)
    else groups.push([facts])
  }
  return groups
}

const hasSameGeometry = (a: Placed, b: Placed): boolean =>
  a.rows === b.rows &&
  a.columns === b.columns &&
  isLocalizerImage(a) === isLocalizerImage(b) &&
  [0, 1].every(axis => Math.abs(a.pixelSpacing[axis]! / b.pixelSpacing[axis]! - 1) < 1e-3) &&
  ([0, 1] as const).every(axis => {
    const difference = subtract(unit(a.imageOrientation[axis]), unit(b.imageOrientation[axis]))
    return Math.hypot(...difference) < directionTolerance
  })

/** ImageType says that it was made to plan by (PS3.3 C.8.2.1.1.1). */
export const isLocalizerImage = (facts: InstanceFacts): boolean =>
  facts.imageType.some(value => /^(LOCALIZER|SCOUT|TOPOGRAM|SURVIEW)$/i.test(value))

/** Two acquisitions over the same range (before and after contrast) are two stacks, not one with duplicates. */
const splitByAcquisition = (group: readonly Placed[]): readonly (readonly Placed[])[] => {
  const positions = new Set(placeAll(group).map(({ positionMm }) => Math.round(positionMm / samePositionMm)))
  const acquisitions = new Map<number | undefined, Placed[]>()
  for (const facts of group)
    acquisitions.set(facts.acquisitionNumber, [...(acquisitions.get(facts.acquisitionNumber) ?? []), facts])
  return acquisitions.size > 1 && positions.size < group.length * 0.8 ? [...acquisitions.values()] : [group]
}

const farApartMm = 500

/**
 * No chest is as long as that: beyond such a gap lies another part of the body, or a slice whose position is wrong, and
 * a volume over both would be mostly empty.
 */
const splitFarApart = (group: readonly Placed[]): readonly (readonly Placed[])[] => {
  const parts: Placed[][] = []
  let previousMm = Number.NEGATIVE_INFINITY
  for (const { facts, positionMm } of placeAll(group).toSorted((a, b) => a.positionMm - b.positionMm)) {
    if (positionMm - previousMm > farApartMm) parts.push([facts])
    else parts.at(-1)!.push(facts)
    previousMm = positionMm
  }
  return parts
}

const directionsOf = (facts: Placed): SliceStack['directions'] => {
  const column = unit(facts.imageOrientation[0])
  const slice = unit(cross(column, facts.imageOrientation[1]))
  return { column, row: cross(slice, column), slice }
}

const placeAll = (group: readonly Placed[]): readonly PlacedSlice[] => {
  const normal = directionsOf(group[0]!).slice
  return group.map(facts => ({ facts, positionMm: dot(facts.imagePosition, normal) }))
}

const buildStack = (group: readonly Placed[]): SliceStack => {
  const ordered = [...placeAll(group)].sort(
    (a, b) => a.positionMm - b.positionMm || compareText(a.facts.sopInstanceUid, b.facts.sopInstanceUid),
  )
  const isRepeat = ({ positionMm }: PlacedSlice, index: number): boolean =>
    index > 0 && positionMm - ordered[index - 1]!.positionMm < samePositionMm
  const slices = ordered.filter((slice, index) => !isRepeat(slice, index))
  const duplicates = ordered.filter(isRepeat).map(({ facts }) => facts)
  const widths = slices.slice(1).map((slice, index) => slice.positionMm - slices[index]!.positionMm)
  const spacingMm = median(widths)
  const gaps = widths.flatMap((widthMm, afterSlice) =>
    widthMm > 1.5 * spacingMm! ? [{ afterSlice, widthMm }] : [],
  )
  const directions = directionsOf(slices[0]!.facts)
  const tiltDegrees = tiltOf(slices, directions.slice)
  const stack = { slices, directions, gaps, duplicates, tiltDegrees, widths }
  return {
    slices,
    directions,
    ...(spacingMm === undefined ? {} : { spacingMm }),
    coverageMm: slices.at(-1)!.positionMm - slices[0]!.positionMm,
    gaps,
    duplicates,
    tiltDegrees,
    remarks: remarksOn(stack, spacingMm),
  }
}

const median = (numbers: readonly number[]): number | undefined => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return undefined
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const tiltOf = (slices: readonly PlacedSlice[], normal: Vector3): number => {
  const line = subtract(slices.at(-1)!.facts.imagePosition, slices[0]!.facts.imagePosition)
  const along = dot(line, normal)
  const aside = Math.sqrt(Math.max(0, dot(line, line) - along * along))
  const degrees = (Math.atan2(aside, along) * 180) / Math.PI
  return slices.length < 2 || degrees < 0.1 ? 0 : degrees
}

const remarksOn = (
  stack: Pick<SliceStack, 'slices' | 'gaps' | 'duplicates' | 'tiltDegrees'> & {
    readonly widths: readonly number[]
  },
  spacingMm: number | undefined,
): readonly string[] => {
  const frames = new Set(stack.slices.map(({ facts }) => facts.frameOfReferenceUid))
  const isUneven = stack.widths.some(width => Math.abs(width - spacingMm!) > 0.1 * spacingMm!)
  const widest = Math.max(0, ...stack.gaps.map(({ widthMm }) => widthMm))
  return [
    frames.size > 1 ? `${frames.size} different frames of reference in one stack.` : '',
    stack.duplicates.length > 0
      ? `${stack.duplicates.length} slices at a position taken already, left out.`
      : '',
    stack.gaps.length > 0
      ? `${stack.gaps.length} gaps between slices, the widest ${widest.toFixed(1)} mm.`
      : '',
    isUneven && stack.gaps.length === 0 ? 'Slices are unevenly spaced.' : '',
    stack.tiltDegrees > 0 ? `Slices are tilted by ${stack.tiltDegrees.toFixed(1)} degrees.` : '',
  ].filter(remark => remark !== '')
}
