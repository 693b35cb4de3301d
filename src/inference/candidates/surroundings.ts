import type { Vector3 } from '../../dicom/instance-facts.ts'
import { boundingBox, padBox } from './crop.ts'
import { squaredDistancesWithin } from './distance-transform.ts'
import type { Region } from './segment-spot.ts'

/** What lies around a region. */
export interface Surroundings {
  /** Share of the shell above the region's threshold: vessels that run into it. */
  readonly vesselShare: number
  /** Share of the shell outside the lungs: pleura. */
  readonly pleuraShare: number
  /** Share of 64 rays from the centre that stay bright far beyond the region: a vessel or a fissure goes on. */
  readonly openShare: number
  /** Mean agreement of grey gradient and outward direction on the surface, 1 for a ball. */
  readonly radialGradient: number
}

/** Looks at the shell, along the rays and at the surface of a region. */
export const lookAround = (region: Region): Surroundings => ({
  ...shellShares(region),
  openShare: openRayShare(region),
  radialGradient: radialGradient(region),
})

const shellMm = { from: 0.5, to: 1.7 } as const
/** The wall's own edge is bright: nearer to it than this, brightness is no vessel and the grey falls no way of its own. */
const rimMm = 1.5

const shellShares = ({ cube, mask, threshold }: Region): { vesselShare: number; pleuraShare: number } => {
  const { side, stepMm, smooth, inLung, wallMm } = cube
  const size: Vector3 = [side, side, side]
  const bounds = boundingBox(mask, size)
  if (!bounds) return { vesselShare: 0, pleuraShare: 0 }
  const reachMm = Math.max(shellMm.to, 1.5 * stepMm)
  const box = padBox(bounds, size, Math.ceil(reachMm / stepMm))
  const squared = squaredDistancesWithin(box, mask, size, [stepMm, stepMm, stepMm])
  const near = shellMm.from ** 2
  const far = reachMm ** 2
  let cells = 0
  let outside = 0
  let bright = 0
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] || squared[i]! <= near || squared[i]! > far) continue
    cells++
    if (!inLung[i]) outside++
    else if (smooth[i]! >= threshold && wallMm[i]! < -rimMm) bright++
  }
  return cells === 0
    ? { vesselShare: 0, pleuraShare: 0 }
    : { vesselShare: bright / cells, pleuraShare: outside / cells }
}

/** 64 directions spread evenly over the sphere (a Fibonacci lattice). */
const rays: readonly Vector3[] = Array.from({ length: 64 }, (_, i) => {
  const z = 1 - (2 * (i + 0.5)) / 64
  const r = Math.sqrt(1 - z * z)
  const turn = Math.PI * (1 + Math.sqrt(5)) * i
  return [r * Math.cos(turn), r * Math.sin(turn), z]
})

const openRayShare = (region: Region): number => {
  const radiusMm = Math.cbrt((3 * region.volumeMm3) / (4 * Math.PI))
  let open = 0
  for (const ray of rays) if (rayLengthMm(region, ray, radiusMm) > 1.7 * radiusMm + 0.8) open++
  return open / rays.length
}

/** How far a ray from the centroid stays above the threshold; one that leaves the lung counts at most 1.5 radii. */
const rayLengthMm = (region: Region, ray: Vector3, radiusMm: number): number => {
  const { cube, centroid, threshold } = region
  const { side, stepMm, smooth, inLung } = cube
  const longest = 2.2 * radiusMm + 2
  let length = 0
  for (; length < longest; length += stepMm / 2) {
    const cells = length / stepMm
    const x = centroid[0] + ray[0] * cells
    const y = centroid[1] + ray[1] * cells
    const z = centroid[2] + ray[2] * cells
    if (Math.min(x, y, z) < 1 || Math.max(x, y, z) > side - 2) break
    const cell = (Math.round(z) * side + Math.round(y)) * side + Math.round(x)
    if (!inLung[cell]) return Math.min(length, 1.5 * radiusMm)
    if (smooth[cell]! < threshold) break
  }
  return length
}

const radialGradient = ({ cube, mask, centroid }: Region): number => {
  const { side, smooth, wallMm } = cube
  const plane = side * side
  let sum = 0
  let count = 0
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i] || wallMm[i]! > -rimMm) continue
    const x = i % side
    const y = ((i / side) | 0) % side
    const z = (i / plane) | 0
    if (Math.min(x, y, z) < 1 || Math.max(x, y, z) >= side - 1) continue
    const isInner =
      mask[i - 1] && mask[i + 1] && mask[i - side] && mask[i + side] && mask[i - plane] && mask[i + plane]
    if (isInner) continue
    const gx = smooth[i + 1]! - smooth[i - 1]!
    const gy = smooth[i + side]! - smooth[i - side]!
    const gz = smooth[i + plane]! - smooth[i - plane]!
    const steepness = Math.sqrt(gx * gx + gy * gy + gz * gz)
    const [rx, ry, rz] = [x - centroid[0], y - centroid[1], z - centroid[2]]
    const radius = Math.sqrt(rx * rx + ry * ry + rz * rz)
    if (steepness <= 1 || radius <= 0.1) continue
    sum -= (gx * rx + gy * ry + gz * rz) / (steepness * radius)
    count++
  }
  return count === 0 ? 0 : sum / count
}
