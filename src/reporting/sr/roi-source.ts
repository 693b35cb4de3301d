import type { VolumeGeometry } from '../../inference/analysis.ts'
import type { AlgorithmIdentity, Finding } from '../../inference/finding.ts'
import type { ReferencedImage } from '../output-object.ts'

/** What a measurement group is made from. */
export interface RoiSource {
  readonly finding: Finding
  readonly algorithm: AlgorithmIdentity
  readonly images: readonly ReferencedImage[]
  /** Where the slices lie, for coordinates in the frame of reference; absent for coordinates on images. */
  readonly volumeIn3d?: VolumeGeometry & { readonly frameOfReferenceUid: string }
  /** Series Number of the evaluated series, where known, for the human line. */
  readonly seriesNumber?: number
}
