import { type Dataset, textOf } from '../../../dicom/dataset.ts'
import { writePart10 } from '../../../dicom/part10-write.ts'
import { deriveUid } from '../../../dicom/uid.ts'
import { values } from '../../codes.ts'
import type { OutputObject, ReferencedImage, ReportInput } from '../../output-object.ts'
import { defaultEncoding } from '../../profile.ts'
import { isCopyable } from '../../sr/copyable.ts'
import { codeElement, inTagOrder, plainElement, sequenceElement, textElement } from '../../sr/element.ts'
import { instanceElements } from '../../sr/instance-header.ts'
import { planInstance } from '../../sr/plan-instance.ts'
import { encodingPart } from '../../sr/series-plan.ts'
import { seriesReferences } from '../../sr/series-references.ts'
import type { Canvas } from './canvas.ts'

/**
 * Secondary Capture Image Storage, one object a page. Its multi-frame true colour sibling (…7.4) would hold all pages in
 * one, but older viewers do not show it, and this is what is left for viewers that show nothing else.
 */
export const captureClassUid = '1.2.840.10008.5.1.4.1.1.7'

/** A page as it becomes an image of the series. */
export interface CapturePage {
  readonly canvas: Canvas
  /** One line for people: Image Comments. */
  readonly comment: string
  /** How it was made, for Derivation Description. */
  readonly derivation: string
  readonly sources: readonly (ReferencedImage & { readonly frameNumber?: number })[]
}

/** What all pages of one result share. */
export interface CaptureSeries {
  readonly kind: string
  readonly seriesDescription: string
  /** Where the pictures are of lungs. Else the study's own body part is named, or none. */
  readonly isOfChest: boolean
}

/** The pages as a series of images, in order. Encoded as RGB by pixel, 8 bits, Explicit VR Little Endian. */
export const captureObjects = (
  input: ReportInput,
  series: CaptureSeries,
  pages: readonly CapturePage[],
): readonly OutputObject[] => {
  const { kind, seriesDescription } = series
  const first = planInstance(input, {
    kind,
    shape: 'image',
    seriesNumber: 9121,
    seriesDescription,
    sopClassUid: captureClassUid,
    modality: 'OT',
  })
  return pages.map((page, index) => {
    const header = {
      ...first,
      instanceNumber: first.instanceNumber + index,
      sopInstanceUid: deriveUid<'instance'>(
        'instance',
        kind,
        input.workitemId,
        input.revision,
        ...encodingPart((input.encoding ?? defaultEncoding).id),
        index + 1,
      ),
    }
    const { modality: _, seriesNumber: __, seriesDescription: ___, seriesCode: ____, ...uids } = header
    return {
      kind,
      ...uids,
      bytes: writePart10(
        inTagOrder({
          ...instanceElements(input, header),
          ...seriesReferences(input),
          ...bodyPartElements(input, series.isOfChest),
          ...pageElements(page),
          ...pixelElements(page.canvas),
        }),
      ),
    }
  })
}

/** Without a body part that has no sides, Laterality must be there, even if empty (PS3.3 C.7.3.1, type 2C). */
const bodyPartElements = ({ studyHeader }: ReportInput, isOfChest: boolean): Dataset => {
  const own = studyHeader['00180015']
  const isKnown = textOf(studyHeader, '00180015') !== undefined && own && isCopyable('00180015', own)
  if (isOfChest) return { '00180015': plainElement('CS', 'CHEST') }
  return isKnown ? { '00180015': own, '00200060': plainElement('CS') } : { '00200060': plainElement('CS') }
}

const pageElements = ({ comment, derivation, sources }: CapturePage): Dataset => ({
  '00080008': plainElement('CS', 'DERIVED', 'SECONDARY'),
  '00080064': plainElement('CS', 'WSD'),
  '00082111': textElement('ST', derivation),
  ...(sources.length > 0 && {
    '00082112': sequenceElement(
      ...sources.map(({ sopClassUid, sopInstanceUid, frameNumber }) => ({
        '00081150': plainElement('UI', sopClassUid),
        '00081155': plainElement('UI', sopInstanceUid),
        ...(frameNumber !== undefined && { '00081160': plainElement('IS', String(frameNumber)) }),
        '0040A170': codeElement(values.sourceImage),
      })),
    ),
  }),
  '00200020': plainElement('CS'),
  '00204000': textElement('LT', comment),
  '00280301': plainElement('CS', 'NO'),
  '00282110': plainElement('CS', '00'),
})

const pixelElements = ({ width, height, pixels }: Canvas): Dataset => ({
  '00280002': plainElement('US', 3),
  '00280004': plainElement('CS', 'RGB'),
  '00280006': plainElement('US', 0),
  '00280010': plainElement('US', height),
  '00280011': plainElement('US', width),
  '00280100': plainElement('US', 8),
  '00280101': plainElement('US', 8),
  '00280102': plainElement('US', 7),
  '00280103': plainElement('US', 0),
  '7FE00010': { vr: 'OB', Value: [pixels] },
})
