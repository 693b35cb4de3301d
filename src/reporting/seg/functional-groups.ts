import type { Dataset, Element } from '../../dicom/dataset.ts'
import { deriveUid } from '../../dicom/uid.ts'
import type { VolumeGeometry } from '../../inference/analysis.ts'
import { values } from '../codes.ts'
import { imagePlane } from '../image-plane.ts'
import type { ImageReference } from '../sr/content-item.ts'
import { codeElement, plainElement, sequenceElement, textElement } from '../sr/element.ts'
import type { NoduleSegment, SegmentFrame } from './segment-frames.ts'

/** A frame and the number of its segment, from 1. */
export interface NumberedFrame extends SegmentFrame {
  readonly segmentNumber: number
}

/** All frames in the order in which they are written: by segment, then by slice. */
export const numberFrames = (segments: readonly NoduleSegment[]): readonly NumberedFrame[] =>
  segments.flatMap(({ frames }, index) => frames.map(frame => ({ ...frame, segmentNumber: index + 1 })))

/** Multi-frame Functional Groups and Dimension modules (PS3.3 C.7.6.16, C.7.6.17): frames by segment and position. */
export const functionalGroupElements = (
  volume: VolumeGeometry,
  frames: readonly NumberedFrame[],
  sopInstanceUid: string,
): Record<string, Element> => {
  const slices = [...new Set(frames.map(({ sliceIndex }) => sliceIndex))].sort((a, b) => a - b)
  return {
    '00280008': plainElement('IS', String(frames.length)),
    ...dimensionElements(deriveUid('dimension-organization', sopInstanceUid)),
    '52009229': sequenceElement(sharedGroups(volume)),
    '52009230': sequenceElement(
      ...frames.map(frame => frameGroups(volume, frame, slices.indexOf(frame.sliceIndex) + 1)),
    ),
  }
}

const dimensionElements = (organizationUid: string): Record<string, Element> => ({
  '00209221': sequenceElement({ '00209164': plainElement('UI', organizationUid) }),
  '00209222': sequenceElement(
    dimension(organizationUid, '0062000B', '0062000A', 'Segment'),
    dimension(organizationUid, '00200032', '00209113', 'Position'),
  ),
})

const dimension = (organizationUid: string, attribute: string, group: string, label: string): Dataset => ({
  '00209164': plainElement('UI', organizationUid),
  '00209165': plainElement('AT', attribute),
  '00209167': plainElement('AT', group),
  '00209421': textElement('LO', label),
})

/** Pixel Measures and Plane Orientation are those of all frames. */
const sharedGroups = ({ spacingMm, directions }: VolumeGeometry): Dataset => ({
  '00209116': sequenceElement({
    '00200037': plainElement('DS', ...directions.column, ...directions.row),
  }),
  '00289110': sequenceElement({
    '00180050': plainElement('DS', spacingMm.slice),
    '00180088': plainElement('DS', spacingMm.slice),
    '00280030': plainElement('DS', spacingMm.row, spacingMm.column),
  }),
})

/** Derivation Image, Frame Content, Plane Position and Segment Identification of a frame. */
const frameGroups = (volume: VolumeGeometry, frame: NumberedFrame, place: number): Dataset => ({
  '00089124': sequenceElement({
    '00082112': sequenceElement(sourceImage(frame.image)),
    '00089215': codeElement(values.segmentation),
  }),
  '00209111': sequenceElement({ '00209157': plainElement('UL', frame.segmentNumber, place) }),
  '00209113': sequenceElement({
    '00200032': plainElement('DS', ...imagePlane(volume, frame.sliceIndex).position),
  }),
  '0062000A': sequenceElement({ '0062000B': plainElement('US', frame.segmentNumber) }),
})

const sourceImage = (image: ImageReference): Dataset => ({
  '00081150': plainElement('UI', image.sopClassUid),
  '00081155': plainElement('UI', image.sopInstanceUid),
  ...(image.frameNumber !== undefined && { '00081160': plainElement('IS', String(image.frameNumber)) }),
  '0028135A': plainElement('CS', 'YES'),
  '0040A170': codeElement(values.sourceImage),
})
