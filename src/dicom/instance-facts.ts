import type { SeriesInstanceUid, SopInstanceUid, StudyInstanceUid, Uid } from './uid.ts'

/** Three numbers in patient coordinates: x to the left, y to the back, z to the head (LPS), mm unless a direction. */
export type Vector3 = readonly [number, number, number]

/**
 * What is kept of every accepted instance so that completion, routing and series choice need no pixels and no header.
 * Absent values stay absent. Times and names of people are not here.
 */
export interface InstanceFacts {
  readonly studyInstanceUid: StudyInstanceUid
  readonly seriesInstanceUid: SeriesInstanceUid
  readonly sopInstanceUid: SopInstanceUid
  readonly sopClassUid: Uid
  readonly transferSyntaxUid: Uid
  /** SHA-256 of the Part 10 bytes as received, hex. The blob's name. */
  readonly digest: string
  readonly sizeBytes: number
  readonly modality?: string
  readonly instanceNumber?: number
  readonly acquisitionNumber?: number
  readonly imageType: readonly string[]
  readonly frameOfReferenceUid?: string
  readonly rows?: number
  readonly columns?: number
  readonly numberOfFrames?: number
  /** Centre of the first pixel (PS3.3 C.7.6.2). */
  readonly imagePosition?: Vector3
  /** Direction of increasing column index, then of increasing row index (PS3.3 C.7.6.2). */
  readonly imageOrientation?: readonly [Vector3, Vector3]
  /** mm between rows (first) and between columns (second), PS3.3 10.7.1.3. */
  readonly pixelSpacing?: readonly [number, number]
  readonly sliceThicknessMm?: number
  readonly gantryTiltDegrees?: number
  readonly convolutionKernel?: string
  /** Hilum itself made it (manufacturer mark): never triggers anything. */
  readonly isOurs: boolean
}
