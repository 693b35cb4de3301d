/**
 * Derived facts of one series, computed at completion and kept: what rules may ask for with `fact:`. A fact that could
 * not be told is absent (a third verdict, not a no). Units in the names.
 */
export interface SeriesFacts {
  readonly seriesInstanceUid: string
  readonly modality?: string
  /** Instances that hold an image, frames counted singly. */
  readonly sliceCount: number
  readonly sliceThicknessMm?: number
  /** Median distance of neighbouring slices along the normal. */
  readonly sliceSpacingMm?: number
  readonly coverageMm?: number
  readonly orientation?: 'axial' | 'coronal' | 'sagittal' | 'oblique'
  /** Told from pixels (lungs), never from BodyPartExamined alone. */
  readonly bodyRegion?: 'chest' | 'other'
  readonly kernelClass?: 'soft' | 'medium' | 'sharp'
  readonly isLocalizer?: boolean
  readonly isOriginalPrimary?: boolean
  readonly hasContrast?: boolean
  readonly gapCount?: number
  readonly duplicatePositionCount?: number
  readonly patientAgeYears?: number
  /** Sentences for people about what was odd: mixed frames of reference, tilt, uneven spacing. */
  readonly remarks: readonly string[]
}
