import type { Vector3 } from '../../../dicom/instance-facts.ts'
import type { LungExtent } from '../../candidates/lung-map.ts'
import type { PatientFrame } from '../../candidates/patient-frame.ts'
import { resampleBox, sampleAxis } from '../../candidates/resample-box.ts'
import { roundHalfEven } from './half-even.ts'
import type { ModelProfile } from './profile.ts'
import type { ImageWindow } from './windows.ts'

type Axis = 0 | 1 | 2
const axes = [0, 1, 2] as const

/**
 * The image that a model sees: the volume resampled to the model's spacing along the model's axes, cut to the lungs.
 * Voxel [x, y, z] is at firstMm + index * stepMm of the patient frame (axis 0 to the left, 1 to the back, 2 to the head).
 */
export interface ModelImage {
  readonly size: Vector3
  readonly firstMm: Vector3
  /** Signed: negative where the model's axis runs against the frame's. */
  readonly stepMm: Vector3
}

const lungMarginMm = 10

/**
 * Plans it. The whole image has round-half-even((n - 1) * spacing / wanted + 1) voxels a side and its first voxel
 * stays where it was, as MONAI's Spacingd resamples; the cut is whole voxels of that.
 */
export const planModelImage = (
  frame: PatientFrame,
  lungs: readonly LungExtent[],
  { axes: letters, spacing }: Pick<ModelProfile, 'axes' | 'spacing'>,
): ModelImage => {
  const { size, spacingMm } = frame.hu.grid
  const planned = axes.map(axis => {
    const extentMm = (size[axis] - 1) * spacingMm[axis]
    const isForward = 'LPS'[axis] === letters[axis]
    const stepMm = isForward ? spacing[axis] : -spacing[axis]
    const startMm = isForward ? 0 : extentMm
    const count = roundHalfEven(extentMm / spacing[axis] + 1)
    const ends = lungs
      .flatMap(lung => [lung.fromMm[axis] - lungMarginMm, lung.toMm[axis] + lungMarginMm])
      .map(mm => (mm - startMm) / stepMm)
    const from = Math.max(0, Math.floor(Math.min(...ends, count - 1)))
    const to = Math.min(count - 1, Math.ceil(Math.max(...ends, 0)))
    return { firstMm: startMm + from * stepMm, stepMm, count: Math.max(1, to - from + 1) }
  })
  const take = (of: (axis: (typeof planned)[number]) => number): Vector3 => [
    of(planned[0]!),
    of(planned[1]!),
    of(planned[2]!),
  ]
  return {
    size: take(axis => axis.count),
    firstMm: take(axis => axis.firstMm),
    stepMm: take(axis => axis.stepMm),
  }
}

/** mm in the patient frame of a voxel (fractions allowed). */
export const voxelToFrameMm = ({ firstMm, stepMm }: ModelImage, voxel: Vector3): Vector3 => [
  firstMm[0] + voxel[0] * stepMm[0],
  firstMm[1] + voxel[1] * stepMm[1],
  firstMm[2] + voxel[2] * stepMm[2],
]

/** The inverse of `voxelToFrameMm`. */
export const frameMmToVoxel = ({ firstMm, stepMm }: ModelImage, pointMm: Vector3): Vector3 => [
  (pointMm[0] - firstMm[0]) / stepMm[0],
  (pointMm[1] - firstMm[1]) / stepMm[1],
  (pointMm[2] - firstMm[2]) / stepMm[2],
]

/** A window of the image as the model takes it: [x, y, z] with z fastest, 0 to 1, zero beyond the image. */
export const sampleWindow = (
  frame: PatientFrame,
  image: ModelImage,
  window: ImageWindow,
  [low, high]: readonly [number, number],
): Float32Array => {
  const inside = (axis: Axis): number =>
    Math.max(0, Math.min(window.size[axis], image.size[axis] - window.start[axis]))
  const [nx, ny, nz] = [inside(0), inside(1), inside(2)]
  const out = new Float32Array(window.size[0] * window.size[1] * window.size[2])
  if (nx * ny * nz === 0) return out
  const along = (axis: Axis, count: number) =>
    sampleAxis(frame.hu, axis, {
      startMm: image.firstMm[axis] + window.start[axis] * image.stepMm[axis],
      stepMm: image.stepMm[axis],
      count,
    })
  const values = new Float32Array(nx * ny * nz)
  // The innermost axis of the sampler is the model's last.
  resampleBox(frame.hu, { x: along(2, nz), y: along(1, ny), z: along(0, nx) }, values)
  const [, sy, sz] = window.size
  for (let x = 0, from = 0; x < nx; x++)
    for (let y = 0; y < ny; y++) {
      const to = (x * sy + y) * sz
      for (let z = 0; z < nz; z++, from++)
        out[to + z] = (Math.max(low, Math.min(high, values[from]!)) - low) / (high - low)
    }
  return out
}
