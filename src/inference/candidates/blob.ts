import type { Vector3 } from '../../dicom/instance-facts.ts'

/** Which of two looks found it: at full grey, or with everything above -480 HU made equal (ground glass). */
export type Channel = 'solid' | 'ground-glass'

/** A bright spot: a maximum of the Laplacian of Gaussian in space, at one scale. */
export interface Blob {
  /** mm in the patient frame. */
  readonly positionMm: Vector3
  /** Scale of the filter; a ball of diameter d answers most at d / 3.46. */
  readonly sigmaMm: number
  readonly channel: Channel
  /** Scale-normalized response (HU). */
  readonly response: number
  /** Smallest to largest curvature, 1 for a ball, 0 for a tube or sheet. */
  readonly roundness: number
}

/** Li's dot filter: response times roundness. Blobs are ranked by it. */
export const dotStrength = (blob: Blob): number => blob.response * blob.roundness

/** Radius (mm) of the ball that the scale fits. */
export const blobRadiusMm = (sigmaMm: number): number => sigmaMm * Math.sqrt(3)
