import type { Vector3 } from '../dicom/instance-facts.ts'
import { addScaled } from '../dicom/vector.ts'
import type { VolumeGeometry } from '../inference/analysis.ts'
import type { ImagePoint } from '../inference/finding.ts'

/** Where an image lies in the patient: LPS mm of the centre of its first pixel, its directions and the size of a pixel. */
export interface ImagePlane {
  readonly position: Vector3
  /** Unit vectors of increasing column index and of increasing row index. */
  readonly directions: { readonly column: Vector3; readonly row: Vector3 }
  /** mm between neighbours along each index. */
  readonly spacingMm: { readonly column: number; readonly row: number }
}

/** The plane of a slice's own image; where the image's place was not kept, that of the volume's slice. */
export const imagePlane = (volume: VolumeGeometry, sliceIndex: number): ImagePlane => ({
  position:
    volume.slices[sliceIndex]?.imagePosition ??
    addScaled(volume.origin, volume.directions.slice, sliceIndex * volume.spacingMm.slice),
  directions: volume.directions,
  spacingMm: volume.spacingMm,
})

/** LPS mm of a point of the image (PS3.3 C.10.5.1.2: the centre of the first pixel is (0.5, 0.5)). */
export const pointInPatient = (plane: ImagePlane, [x, y]: ImagePoint): Vector3 => {
  const alongRow = addScaled(plane.position, plane.directions.column, (x - 0.5) * plane.spacingMm.column)
  return addScaled(alongRow, plane.directions.row, (y - 0.5) * plane.spacingMm.row)
}
