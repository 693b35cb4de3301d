import type { VolumeGeometry } from '../../inference/analysis.ts'
import type { Finding, SliceContour } from '../../inference/finding.ts'
import type { ReferencedImage } from '../output-object.ts'
import type { ImageReference } from '../sr/content-item.ts'
import { evidenceImage } from '../sr/evidence.ts'
import { coverOutline, emptyMask, type Mask } from './rasterize.ts'

/** A nodule's pixels on one image. */
export interface SegmentFrame {
  readonly image: ImageReference
  readonly sliceIndex: number
  readonly mask: Mask
}

/** A nodule with its frames by slice index; none of them is empty. */
export interface NoduleSegment {
  readonly finding: Finding
  readonly frames: readonly SegmentFrame[]
}

/**
 * Each finding's pixels. A finding without an outline, or whose outlines meet no pixel's centre, makes no segment: its
 * report tells of it.
 * @throws REPORTING_UNKNOWN_IMAGE
 */
export const noduleSegments = (
  findings: readonly Finding[],
  volume: VolumeGeometry,
  images: readonly ReferencedImage[],
): readonly NoduleSegment[] =>
  findings
    .map(finding => ({ finding, frames: framesOf(finding, volume, images) }))
    .filter(({ frames }) => frames.length > 0)

/** Outlines on one image, which several slices of the volume may share, make one frame. */
const framesOf = (
  { contours }: Finding,
  volume: VolumeGeometry,
  images: readonly ReferencedImage[],
): readonly SegmentFrame[] => {
  const { rows, columns } = volume.imageSize ?? volume.shape
  const byImage = new Map<string, SegmentFrame>()
  for (const contour of contours) {
    const key = imageKey(contour)
    const frame = byImage.get(key) ?? {
      image: evidenceImage(images, contour),
      sliceIndex: contour.sliceIndex,
      mask: emptyMask(rows, columns),
    }
    coverOutline(frame.mask, contour.points)
    byImage.set(key, frame)
  }
  return [...byImage.values()]
    .filter(({ mask }) => mask.covered.includes(1))
    .sort((a, b) => a.sliceIndex - b.sliceIndex)
}

const imageKey = ({ sopInstanceUid, frameNumber = 1 }: SliceContour): string =>
  `${sopInstanceUid} ${frameNumber}`

/** True if a pixel of an image belongs to two segments. */
export const doSegmentsOverlap = (segments: readonly NoduleSegment[]): boolean => {
  const taken = new Map<string, Uint8Array>()
  for (const { image, mask } of segments.flatMap(({ frames }) => frames)) {
    const key = `${image.sopInstanceUid} ${image.frameNumber ?? 1}`
    const before = taken.get(key)
    if (before && mask.covered.some((value, at) => value === 1 && before[at] === 1)) return true
    taken.set(key, before ? before.map((value, at) => value | mask.covered[at]!) : mask.covered)
  }
  return false
}
