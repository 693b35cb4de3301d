import type { Vector3 } from '../../dicom/instance-facts.ts'
import { type Blob, type Channel, dotStrength } from './blob.ts'
import type { Field } from './field.ts'
import { resampleBox, sampleAxis } from './resample-box.ts'
import { distanceUnitsPerMm } from './signed-distance.ts'

/** At most so many of each channel are looked at more closely. */
const mostBlobs: Readonly<Record<Channel, number>> = { solid: 200, 'ground-glass': 110 }
const farthestOutsideMm = 1

/** Strongest first; ties by position, so that the order never depends on who found them. */
const byStrength = (a: Blob, b: Blob): number =>
  dotStrength(b) - dotStrength(a) ||
  a.positionMm[2] - b.positionMm[2] ||
  a.positionMm[1] - b.positionMm[1] ||
  a.positionMm[0] - b.positionMm[0] ||
  a.sigmaMm - b.sigmaMm

/** One blob a spot and channel: the strongest answer wins inside its own radius, blobs outside the lungs are dropped. */
export const mergeBlobs = (blobs: readonly Blob[], lungDistance: Field): Blob[] => [
  ...mergeChannel(blobs, lungDistance, 'solid'),
  ...mergeChannel(blobs, lungDistance, 'ground-glass'),
]

const mergeChannel = (blobs: readonly Blob[], lungDistance: Field, channel: Channel): Blob[] => {
  const kept: Blob[] = []
  for (const blob of blobs.filter(one => one.channel === channel).sort(byStrength)) {
    if (kept.length >= mostBlobs[channel]) break
    if (kept.some(other => overlap(other, blob))) continue
    if (distanceAt(lungDistance, blob.positionMm) > farthestOutsideMm) continue
    kept.push(blob)
  }
  return kept
}

const overlap = (kept: Blob, blob: Blob): boolean => {
  const reach = Math.max(kept.sigmaMm, 0.8 * blob.sigmaMm)
  return squaredDistance(kept.positionMm, blob.positionMm) < 3 * reach * reach
}

/** Squared distance of two points (mm squared). */
export const squaredDistance = (a: Vector3, b: Vector3): number =>
  (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2

/** mm to the surface of the closed lungs at a point, negative inside. */
export const distanceAt = (lungDistance: Field, pointMm: Vector3): number => {
  const along = (axis: 0 | 1 | 2) =>
    sampleAxis(lungDistance, axis, { startMm: pointMm[axis], stepMm: 0, count: 1 })
  const out = new Float32Array(1)
  resampleBox(lungDistance, { x: along(0), y: along(1), z: along(2) }, out)
  return out[0]! / distanceUnitsPerMm
}
