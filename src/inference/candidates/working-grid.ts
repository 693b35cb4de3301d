import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { Field } from './field.ts'
import type { Grid } from './grid.ts'
import type { LungMap } from './lung-map.ts'
import { type AxisSamples, resampleBox, sampleAxis } from './resample-box.ts'
import { distanceUnitsPerMm } from './signed-distance.ts'

/** Grey outside the lungs (HU): that of parenchyma, so that the chest wall makes no edge. */
export const fillHu = -860

const stepMm = 1
const marginMm = 6
/** Bone and contrast-filled vessels are no brighter than a nodule to the blob filter. */
const clipHu = { low: -980, high: 100 } as const
/** The change from image to fill: from 0.9 mm inside the closed lung to 0.3 mm outside. */
const ramp = { outerMm: 0.3, widthMm: 1.2 } as const

/** The grid of 1 mm cells around both lungs, within the image. */
export const planWorkingGrid = (hu: Field, lungs: LungMap): Grid => {
  const extents = [lungs.right, lungs.left].filter(extent => extent !== undefined)
  const low = (axis: 0 | 1 | 2): number =>
    Math.max(0, Math.min(...extents.map(extent => extent.fromMm[axis])) - marginMm)
  const high = (axis: 0 | 1 | 2): number => {
    const last = (hu.grid.size[axis] - 1) * hu.grid.spacingMm[axis]
    return Math.min(last, Math.max(...extents.map(extent => extent.toMm[axis])) + marginMm)
  }
  const count = (axis: 0 | 1 | 2): number => Math.floor((high(axis) - low(axis)) / stepMm) + 1
  return {
    size: [count(0), count(1), count(2)],
    spacingMm: [stepMm, stepMm, stepMm],
    originMm: [low(0), low(1), low(2)],
  }
}

/** A run of planes [from, to) along axis 2. */
export interface PlaneRange {
  readonly from: number
  readonly to: number
}

/** Writes planes of the working image: clipped HU inside the closed lungs, the fill outside. */
export const fillWorkingPlanes = (
  source: { readonly hu: Field; readonly lungs: LungMap },
  working: { readonly grid: Grid; readonly values: Int16Array },
  range: PlaneRange,
): void => {
  const { grid, values } = working
  const cells = grid.size[0] * grid.size[1]
  const hu = new Float32Array(cells)
  const distance = new Float32Array(cells)
  const huAxes = planeAxes(source.hu, grid)
  const distanceAxes = planeAxes(source.lungs.distance, grid)
  for (let k = range.from; k < range.to; k++) {
    const at = { startMm: grid.originMm[2] + k * grid.spacingMm[2], stepMm: 0, count: 1 }
    resampleBox(source.hu, { ...huAxes, z: sampleAxis(source.hu, 2, at) }, hu)
    const z = sampleAxis(source.lungs.distance, 2, at)
    resampleBox(source.lungs.distance, { ...distanceAxes, z }, distance)
    blendPlane(hu, distance, values.subarray(k * cells, (k + 1) * cells))
  }
}

const planeAxes = (field: Field, grid: Grid): { x: AxisSamples; y: AxisSamples } => {
  const along = (axis: 0 | 1): AxisSamples =>
    sampleAxis(field, axis, {
      startMm: grid.originMm[axis],
      stepMm: grid.spacingMm[axis],
      count: grid.size[axis],
    })
  return { x: along(0), y: along(1) }
}

const blendPlane = (hu: Float32Array, distance: Float32Array, out: Int16Array): void => {
  for (let i = 0; i < out.length; i++) {
    const outsideMm = distance[i]! / distanceUnitsPerMm
    if (outsideMm >= ramp.outerMm) {
      out[i] = fillHu
      continue
    }
    const clipped = Math.max(clipHu.low, Math.min(clipHu.high, hu[i]!))
    const share = Math.min(1, (ramp.outerMm - outsideMm) / ramp.widthMm)
    out[i] = Math.round(fillHu + share * (clipped - fillHu))
  }
}

/** The grid of half the resolution: each cell is the mean of eight; odd ends are dropped. */
export const halveGrid = ({ size, spacingMm, originMm }: Grid): Grid => {
  const half = (n: number): number => Math.floor(n / 2)
  const origin: Vector3 = [
    originMm[0] + spacingMm[0] / 2,
    originMm[1] + spacingMm[1] / 2,
    originMm[2] + spacingMm[2] / 2,
  ]
  return {
    size: [half(size[0]), half(size[1]), half(size[2])],
    spacingMm: [spacingMm[0] * 2, spacingMm[1] * 2, spacingMm[2] * 2],
    originMm: origin,
  }
}

/** Writes planes of the image at half resolution from one at full resolution. */
export const halvePlanes = (
  full: { readonly grid: Grid; readonly values: Int16Array },
  half: { readonly grid: Grid; readonly values: Int16Array },
  range: PlaneRange,
): void => {
  const [fx, fy] = full.grid.size
  const [hx, hy] = half.grid.size
  const from = full.values
  const plane = fx * fy
  for (let k = range.from; k < range.to; k++) {
    for (let j = 0; j < hy; j++) {
      let at = 2 * k * plane + 2 * j * fx
      let out = (k * hy + j) * hx
      for (let i = 0; i < hx; i++, at += 2, out++) {
        const near = from[at]! + from[at + 1]! + from[at + fx]! + from[at + fx + 1]!
        const up = at + plane
        const far = from[up]! + from[up + 1]! + from[up + fx]! + from[up + fx + 1]!
        half.values[out] = Math.round((near + far) / 8)
      }
    }
  }
}
