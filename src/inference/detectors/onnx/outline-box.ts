import type { Vector3 } from '../../../dicom/instance-facts.ts'
import { approximateLobe } from '../../candidates/lobe.ts'
import type { LungExtent } from '../../candidates/lung-map.ts'
import type { MeasuredCandidate } from '../../candidates/measure-candidate.ts'
import { frameToVoxel, type PatientFrame } from '../../candidates/patient-frame.ts'
import { resampleBox, sampleAxis } from '../../candidates/resample-box.ts'
import type { DrawnAxis, SliceOutline } from '../../candidates/slice-outlines.ts'
import type { ImagePoint } from '../../finding.ts'

/** A place of a model in the patient frame, mm: centre and half sides. */
export interface FrameBox {
  readonly centreMm: Vector3
  readonly halfMm: Vector3
}

const outlinePoints = 24
const groundGlassBelowHu = -450

/**
 * What a box itself says where nothing could be segmented in it: the ellipsoid in the box, drawn on every slice that it
 * meets. Its size is the model's, which a warning of the result says; undefined where it meets no slice.
 */
export const outlineBox = (
  frame: PatientFrame,
  lungs: readonly LungExtent[],
  box: FrameBox,
): MeasuredCandidate | undefined => {
  const outlines = ellipsesOf(frame, box)
  const widest = outlines[0]
  if (!widest) return undefined
  const { centreMm, halfMm } = box
  const side = sideOf(lungs, centreMm)
  const { site, confidence } = approximateLobe(centreMm, side, nearestLung(lungs, centreMm))
  const meanHu = centreHu(frame, box)
  return {
    score: 0,
    centreMm,
    outlines,
    ...axesOf(frame, widest.ellipse),
    volumeMm3: (4 / 3) * Math.PI * halfMm[0] * halfMm[1] * halfMm[2],
    meanHu,
    type: meanHu < groundGlassBelowHu ? 'ground-glass' : 'solid',
    calcified: false,
    side,
    site,
    siteConfidence: confidence,
  }
}

interface Ellipse {
  readonly column: number
  readonly row: number
  readonly halfColumns: number
  readonly halfRows: number
}

const voxelHalves = (frame: PatientFrame, halfMm: Vector3): Vector3 => {
  const halves: [number, number, number] = [0, 0, 0]
  for (const axis of [0, 1, 2] as const)
    halves[frame.axes[axis].voxelAxis] = halfMm[axis] / frame.hu.grid.spacingMm[axis]
  return halves
}

const countsOf = (frame: PatientFrame): Vector3 => {
  const counts: [number, number, number] = [0, 0, 0]
  for (const axis of [0, 1, 2] as const) counts[frame.axes[axis].voxelAxis] = frame.hu.grid.size[axis]
  return counts
}

const ellipsesOf = (
  frame: PatientFrame,
  { centreMm, halfMm }: FrameBox,
): readonly (SliceOutline & { readonly ellipse: Ellipse })[] => {
  const centre = frameToVoxel(frame, centreMm)
  const half = voxelHalves(frame, halfMm)
  const [columns, rows, slices] = countsOf(frame)
  const nearest = Math.round(centre[2])
  const from = Math.max(0, Math.min(nearest, Math.ceil(centre[2] - half[2])))
  const to = Math.min(slices - 1, Math.max(nearest, Math.floor(centre[2] + half[2])))
  const drawn: (SliceOutline & { readonly ellipse: Ellipse })[] = []
  for (let sliceIndex = from; sliceIndex <= to; sliceIndex++) {
    const off = half[2] > 0 ? (sliceIndex - centre[2]) / half[2] : 0
    const share =
      sliceIndex === nearest
        ? Math.sqrt(Math.max(0.25, 1 - off * off))
        : Math.sqrt(Math.max(0, 1 - off * off))
    if (share < 0.2) continue
    const ellipse = {
      column: centre[0] + 0.5,
      row: centre[1] + 0.5,
      halfColumns: Math.max(0.75, half[0] * share),
      halfRows: Math.max(0.75, half[1] * share),
    }
    drawn.push({
      sliceIndex,
      pixels: Math.max(1, Math.round(Math.PI * ellipse.halfColumns * ellipse.halfRows)),
      points: pointsOf(ellipse, { columns, rows }),
      ellipse,
    })
  }
  return drawn.sort((a, b) => b.pixels - a.pixels || a.sliceIndex - b.sliceIndex)
}

const pointsOf = (
  { column, row, halfColumns, halfRows }: Ellipse,
  limits: { readonly columns: number; readonly rows: number },
): readonly ImagePoint[] =>
  Array.from({ length: outlinePoints }, (_, index): ImagePoint => {
    const angle = (2 * Math.PI * index) / outlinePoints
    return [
      Math.max(0, Math.min(limits.columns, column + halfColumns * Math.cos(angle))),
      Math.max(0, Math.min(limits.rows, row + halfRows * Math.sin(angle))),
    ]
  })

const spacingAlong = (frame: PatientFrame, voxelAxis: 0 | 1): number => {
  const axis = ([0, 1, 2] as const).find(one => frame.axes[one].voxelAxis === voxelAxis) ?? voxelAxis
  return frame.hu.grid.spacingMm[axis]
}

const axesOf = (
  frame: PatientFrame,
  { column, row, halfColumns, halfRows }: Ellipse,
): { readonly longAxis: DrawnAxis; readonly shortAxis: DrawnAxis } => {
  const across: DrawnAxis = {
    points: [
      [column - halfColumns, row],
      [column + halfColumns, row],
    ],
    lengthMm: 2 * halfColumns * spacingAlong(frame, 0),
  }
  const down: DrawnAxis = {
    points: [
      [column, row - halfRows],
      [column, row + halfRows],
    ],
    lengthMm: 2 * halfRows * spacingAlong(frame, 1),
  }
  return across.lengthMm >= down.lengthMm
    ? { longAxis: across, shortAxis: down }
    : { longAxis: down, shortAxis: across }
}

/** Axis 0 runs to the left: the lung with the greater positions is the left one. */
const sideOf = (lungs: readonly LungExtent[], point: Vector3): 'right' | 'left' => {
  const nearest = nearestLung(lungs, point)
  if (!nearest) return 'right'
  const others = lungs.filter(lung => lung !== nearest)
  const middle = (lung: LungExtent): number => (lung.fromMm[0] + lung.toMm[0]) / 2
  return others.every(lung => middle(lung) <= middle(nearest)) && others.length > 0 ? 'left' : 'right'
}

const nearestLung = (lungs: readonly LungExtent[], point: Vector3): LungExtent | undefined =>
  [...lungs].sort((a, b) => outside(a, point) - outside(b, point))[0]

const outside = ({ fromMm, toMm }: LungExtent, point: Vector3): number =>
  Math.max(fromMm[0] - point[0], point[0] - toMm[0], 0)

/** Mean HU of the middle half of the box, 5 samples a side. */
const centreHu = (frame: PatientFrame, { centreMm, halfMm }: FrameBox): number => {
  const values = new Float32Array(125)
  const along = (axis: 0 | 1 | 2) =>
    sampleAxis(frame.hu, axis, {
      startMm: centreMm[axis] - halfMm[axis] / 2,
      stepMm: halfMm[axis] / 4,
      count: 5,
    })
  resampleBox(frame.hu, { x: along(0), y: along(1), z: along(2) }, values)
  return values.reduce((sum, hu) => sum + hu, 0) / values.length
}
