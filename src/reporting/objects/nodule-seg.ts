import { type Dataset, type Element, itemsOf, textOf } from '../../dicom/dataset.ts'
import { writePart10 } from '../../dicom/part10-write.ts'
import type { VolumeGeometry } from '../../inference/analysis.ts'
import { values } from '../codes.ts'
import type { OutputObject, OutputObjectBuilder, PredecessorObject, ReportInput } from '../output-object.ts'
import { functionalGroupElements, type NumberedFrame, numberFrames } from '../seg/functional-groups.ts'
import { packBits } from '../seg/pack-bits.ts'
import { doSegmentsOverlap, type NoduleSegment, noduleSegments } from '../seg/segment-frames.ts'
import { segmentItem } from '../seg/segment-item.ts'
import { isCopyable } from '../sr/copyable.ts'
import { inTagOrder, plainElement, sequenceElement, textElement } from '../sr/element.ts'
import { hierarchicalReference } from '../sr/evidence.ts'
import { type InstanceHeader, instanceElements } from '../sr/instance-header.ts'
import { planInstance } from '../sr/plan-instance.ts'
import { seriesReferences } from '../sr/series-references.ts'

const kind = 'nodule-seg'
const segmentationClassUid = '1.2.840.10008.5.1.4.1.1.66.4'

/**
 * Nodules as a binary Segmentation (PS3.3 A.51), a segment each under the tracking UIDs of their report; fractional ones
 * no viewer here opens. Only frames that hold something are written. Nothing where no outline is to be filled.
 */
export const noduleSeg: OutputObjectBuilder = {
  kind,
  build: async input => {
    const { outcome, volume, images } = input
    if (outcome.kind !== 'findings' || !volume) return []
    const segments = noduleSegments(outcome.findings, volume, images)
    return segments.length === 0 ? [] : [segmentation(input, volume, segments)]
  },
}

const segmentation = (
  input: ReportInput,
  volume: VolumeGeometry,
  segments: readonly NoduleSegment[],
): OutputObject => {
  const header = planInstance(input, {
    kind,
    shape: 'image',
    sopClassUid: segmentationClassUid,
    modality: 'SEG',
    seriesNumber: 9105,
    seriesDescription: describe(input.predecessor),
    seriesCode: values.segmentation,
  })
  const frames = numberFrames(segments)
  const dataset: Dataset = {
    ...instanceElements(input, header),
    ...referenceElements(input, header, frames),
    ...imageElements(volume, frames),
    ...segmentationElements(input, header, segments),
    ...functionalGroupElements(volume, frames, header.sopInstanceUid),
  }
  return {
    kind,
    sopClassUid: header.sopClassUid,
    sopInstanceUid: header.sopInstanceUid,
    seriesInstanceUid: header.seriesInstanceUid,
    studyInstanceUid: header.studyInstanceUid,
    instanceNumber: header.instanceNumber,
    bytes: writePart10(inTagOrder(dataset)),
  }
}

/** Segmentations name no predecessor of their own (that is for documents), so the description does. */
const describe = (predecessor: PredecessorObject | undefined): string =>
  predecessor
    ? `AI nodule segments, replaces im ${predecessor.instanceNumber}, UNVERIFIED, research`
    : 'AI nodule segments, UNVERIFIED, research'

/** The order, the series that this one takes the place of, and the images that frames were drawn on. */
const referenceElements = (
  input: ReportInput,
  { studyInstanceUid }: InstanceHeader,
  frames: readonly NumberedFrame[],
): Record<string, Element> => {
  const used = new Set(frames.map(({ image }) => image.sopInstanceUid))
  const [reference] = hierarchicalReference(
    studyInstanceUid,
    input.images.filter(image => used.has(image.sopInstanceUid)),
  )
  return {
    '00081115': sequenceElement(...itemsOf(reference ?? {}, '00081115').map(commonReference)),
    ...seriesReferences(input),
  }
}

/** An item of Common Instance Reference (PS3.3 C.12.2): the same as of an SR's evidence under another tag. */
const commonReference = (series: Dataset): Dataset => ({
  '0008114A': series['00081199']!,
  '0020000E': series['0020000E']!,
})

const imageElements = (
  { imageSize, shape, frameOfReferenceUid }: VolumeGeometry,
  frames: readonly NumberedFrame[],
): Record<string, Element> => {
  const { rows, columns } = imageSize ?? shape
  return {
    '00080008': plainElement('CS', 'DERIVED', 'PRIMARY'),
    ...(frameOfReferenceUid !== undefined && {
      '00200052': plainElement('UI', frameOfReferenceUid),
      '00201040': plainElement('LO'),
    }),
    '00280002': plainElement('US', 1),
    '00280004': plainElement('CS', 'MONOCHROME2'),
    '00280010': plainElement('US', rows),
    '00280011': plainElement('US', columns),
    '00280100': plainElement('US', 1),
    '00280101': plainElement('US', 1),
    '00280102': plainElement('US', 0),
    '00280103': plainElement('US', 0),
    '7FE00010': { vr: 'OB', Value: [packBits(frames.map(({ mask }) => mask.covered))] },
  }
}

const segmentationElements = (
  input: ReportInput,
  header: InstanceHeader,
  segments: readonly NoduleSegment[],
): Record<string, Element> => ({
  ...lossyElements(input),
  '00620001': plainElement('CS', 'BINARY'),
  '00620002': sequenceElement(
    ...segments.map(({ finding }, index) => segmentItem(finding, index + 1, input.algorithm)),
  ),
  '00620013': plainElement('CS', doSegmentsOverlap(segments) ? 'YES' : 'NO'),
  '00700080': plainElement('CS', 'NODULES'),
  '00700081': textElement('LO', header.seriesDescription),
  '00700084': plainElement('PN'),
})

/** Whether the images have lost something on their way; what is drawn on them has then too. */
const lossyElements = ({ studyHeader }: ReportInput): Record<string, Element> => {
  if (textOf(studyHeader, '00282110') !== '01') return { '00282110': plainElement('CS', '00') }
  const tags = ['00282110', '00282112', '00282114'] as const
  return Object.fromEntries(
    tags.flatMap(tag =>
      studyHeader[tag] && isCopyable(tag, studyHeader[tag]) ? [[tag, studyHeader[tag]]] : [],
    ),
  )
}
