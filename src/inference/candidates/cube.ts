import type { Vector3 } from '../../dicom/instance-facts.ts'
import { blobRadiusMm, type Channel } from './blob.ts'
import type { Field } from './field.ts'
import { blurVolume } from './gaussian.ts'
import type { LungMap } from './lung-map.ts'
import { resampleBox, sampleAxis } from './resample-box.ts'
import { distanceUnitsPerMm } from './signed-distance.ts'
import { fillHu } from './working-grid.ts'

/** What is looked at around a spot. */
export interface Spot {
  readonly positionMm: Vector3
  readonly sigmaMm: number
  readonly channel: Channel
  /** Grey of the spot (HU), where it is known better than from its middle: that of a halo. */
  readonly peakHu?: number
  /** Where between background (0) and peak (1) the spot ends, default half way. */
  readonly edgeShare?: number
}

/**
 * A cube of isotropic samples around a spot, taken from the volume itself (not from the working grid, which is clipped).
 * Cell (i, j, k) is at i + side * (j + side * k), its centre at originMm + index * stepMm.
 */
export interface Cube {
  readonly side: number
  readonly stepMm: number
  readonly originMm: Vector3
  /** Radius of the spot (mm). */
  readonly radiusMm: number
  /** Half the cube's width (mm). */
  readonly reachMm: number
  readonly hu: Float32Array
  /** Lightly blurred, with the channel's ceiling: what is segmented. */
  readonly smooth: Float32Array
  /** mm to the surface of the closed lungs, negative inside. */
  readonly wallMm: Float32Array
  /** 1 inside the closed lungs. */
  readonly inLung: Uint8Array
  /** mm from the cube's centre. */
  readonly fromCentreMm: Float32Array
}

/** HU above which the ground-glass look sees one grey. */
export const groundGlassCeilingHu = -450
const widestReachMm = 30
const stepRangeMm = { least: 0.6, most: 1.4 } as const
const insideMm = 0.3
const outsideMm = 0.6
const blurMm = 0.42
const leastBlurCells = 0.45

/** Samples the cube of a spot. */
export const sampleCube = (hu: Field, lungs: LungMap, spot: Spot): Cube => {
  const radiusMm = blobRadiusMm(spot.sigmaMm)
  const reachMm = Math.min(widestReachMm, 1.6 * radiusMm + 4)
  const stepMm = Math.max(stepRangeMm.least, Math.min(stepRangeMm.most, radiusMm / 6))
  const half = Math.ceil(reachMm / stepMm)
  const side = 2 * half + 1
  const origin = (axis: 0 | 1 | 2): number => spot.positionMm[axis] - half * stepMm
  const originMm: Vector3 = [origin(0), origin(1), origin(2)]
  const lattice = { originMm, stepMm, side }
  const native = resampleCube(hu, lattice)
  const distance = resampleCube(lungs.distance, lattice)
  const wallMm = distance.map(units => units / distanceUnitsPerMm)
  const { inLung, capped } = maskCube(native, wallMm, spot.channel)
  const sigma = Math.max(leastBlurCells, blurMm / stepMm)
  return {
    ...lattice,
    radiusMm,
    reachMm,
    hu: native,
    smooth: blurVolume(capped, [side, side, side], sigma),
    wallMm,
    inLung,
    fromCentreMm: distancesFromCentre(half, stepMm),
  }
}

const resampleCube = (
  field: Field,
  { originMm, stepMm, side }: Pick<Cube, 'originMm' | 'stepMm' | 'side'>,
): Float32Array => {
  const out = new Float32Array(side ** 3)
  const along = (axis: 0 | 1 | 2) => sampleAxis(field, axis, { startMm: originMm[axis], stepMm, count: side })
  resampleBox(field, { x: along(0), y: along(1), z: along(2) }, out)
  return out
}

/** The mask of the lungs, and the channel's view of the grey with the fill outside them. */
const maskCube = (native: Float32Array, wallMm: Float32Array, channel: Channel) => {
  const ceiling = channel === 'ground-glass' ? groundGlassCeilingHu : Number.POSITIVE_INFINITY
  const inLung = new Uint8Array(native.length)
  const capped = new Float32Array(native.length)
  for (let i = 0; i < native.length; i++) {
    const mm = wallMm[i]!
    if (mm < -insideMm) inLung[i] = 1
    capped[i] = Math.min(ceiling, mm > outsideMm ? fillHu : native[i]!)
  }
  return { inLung, capped }
}

const distancesFromCentre = (half: number, stepMm: number): Float32Array => {
  const side = 2 * half + 1
  const distances = new Float32Array(side ** 3)
  for (let k = -half, cell = 0; k <= half; k++) {
    for (let j = -half; j <= half; j++) {
      const flat = k * k + j * j
      for (let i = -half; i <= half; i++) distances[cell++] = stepMm * Math.sqrt(flat + i * i)
    }
  }
  return distances
}
