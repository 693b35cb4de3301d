import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { ImagePoint } from '../finding.ts'
import type { Candidate } from './assess-blob.ts'
import { type Caliper, longestCaliper, type PlanePoint, perpendicularCaliper } from './calipers.ts'
import { boundingBox } from './crop.ts'
import { levelCube } from './level-cube.ts'
import { approximateLobe } from './lobe.ts'
import { type LungMap, sideAt } from './lung-map.ts'
import { type TypedRegion, typeRegion } from './nodule-type.ts'
import { mainPart, traceOutline } from './outline.ts'
import type { PatientFrame } from './patient-frame.ts'
import { type Region, regionCentreMm, type Scene, segmentSpot } from './segment-spot.ts'
import { type SliceWindow, sampleSlices } from './slice-window.ts'

/** A closed outline on one original slice. */
export interface SliceOutline {
  readonly sliceIndex: number
  readonly pixels: number
  readonly points: readonly ImagePoint[]
}

/** A line drawn on the widest slice. */
export interface DrawnAxis {
  readonly points: readonly [ImagePoint, ImagePoint]
  readonly lengthMm: number
}

/** A candidate measured on the volume's own pixels. Nothing here knows UIDs. */
export interface MeasuredCandidate {
  readonly score: number
  /** mm in the patient frame. */
  readonly centreMm: Vector3
  /** Widest first, then by slice index. */
  readonly outlines: readonly SliceOutline[]
  readonly longAxis: DrawnAxis
  readonly shortAxis: DrawnAxis
  readonly volumeMm3: number
  readonly meanHu: number
  readonly type: 'solid' | 'part-solid' | 'ground-glass'
  readonly calcified: boolean
  readonly solidCoreDiameterMm?: number
  readonly side: 'right' | 'left'
  readonly site: CodedConcept
  readonly siteConfidence: 'high' | 'low'
}

const calcifiedShare = 0.4

/** Measures a candidate; undefined where it cannot be segmented or drawn on any slice. */
export const measureCandidate = (
  frame: PatientFrame,
  lungs: LungMap,
  candidate: Candidate,
): MeasuredCandidate | undefined => {
  const { channel } = candidate.blob
  const scene: Scene = { hu: frame.hu, lungs }
  const segmented = segmentSpot(scene, candidate.blob, 'measure')
  if (!segmented) return undefined
  const typed = typeRegion(scene, { channel, region: segmented })
  const outlines = drawOutlines(frame, typed.region)
  const widest = outlines[0]
  if (!widest) return undefined
  return {
    score: candidate.score,
    outlines,
    ...measureAxes(frame, widest),
    ...describeRegion(typed),
    ...locate(lungs, regionCentreMm(typed.region)),
  }
}

const drawOutlines = (frame: PatientFrame, region: Region): SliceOutline[] => {
  const { side } = region.cube
  const bounds = boundingBox(region.mask, [side, side, side])
  if (!bounds) return []
  const levels = levelCube(region)
  const draw = (spread: 'centre' | 'slab'): SliceOutline[] =>
    sampleSlices(frame, region.cube, levels, bounds, spread)
      .map(outlineWindow)
      .filter(outline => outline.pixels > 0)
  const drawn = draw('centre')
  // A nodule thinner than the slices may fall between two centres: draw it on the slab that holds it.
  return widestFirst(drawn.length > 0 ? drawn : draw('slab'))
}

const outlineWindow = (window: SliceWindow): SliceOutline => {
  const part = mainPart(window)
  const points = traceOutline(window, part)
  return {
    sliceIndex: window.sliceIndex,
    pixels: part.reduce((sum, pixel) => sum + pixel, 0),
    points: points.map(([x, y]) => [x + window.fromColumn + 0.5, y + window.fromRow + 0.5]),
  }
}

const widestFirst = (outlines: readonly SliceOutline[]): SliceOutline[] => {
  const widest = outlines.reduce<SliceOutline | undefined>(
    (best, outline) => (!best || outline.pixels > best.pixels ? outline : best),
    undefined,
  )
  return widest ? [widest, ...outlines.filter(outline => outline !== widest)] : []
}

const measureAxes = (frame: PatientFrame, outline: SliceOutline) => {
  const spacing = (voxelAxis: 0 | 1): number => {
    const axis = frame.axes.findIndex(one => one.voxelAxis === voxelAxis) as 0 | 1 | 2
    return frame.hu.grid.spacingMm[axis]
  }
  const [columnMm, rowMm] = [spacing(0), spacing(1)]
  const inMm = outline.points.map(([x, y]): PlanePoint => [x * columnMm, y * rowMm])
  const draw = ({ ends, lengthMm }: Caliper): DrawnAxis => {
    const toPixels = ([x, y]: PlanePoint): ImagePoint => [x / columnMm, y / rowMm]
    return { points: [toPixels(ends[0]), toPixels(ends[1])], lengthMm }
  }
  const long = longestCaliper(inMm)
  return { longAxis: draw(long), shortAxis: draw(perpendicularCaliper(inMm, long)) }
}

const describeRegion = ({ region, shape, type, solidCoreDiameterMm }: TypedRegion) => ({
  volumeMm3: region.volumeMm3,
  meanHu: shape.meanHu,
  type,
  calcified: shape.calcifiedShare > calcifiedShare,
  ...(solidCoreDiameterMm === undefined ? {} : { solidCoreDiameterMm }),
})

const locate = (lungs: LungMap, centreMm: Vector3) => {
  const side = sideAt(lungs, centreMm)
  const { site, confidence } = approximateLobe(centreMm, side, lungs[side])
  return { centreMm, side, site, siteConfidence: confidence }
}
