import type { Dataset } from '../../dicom/dataset.ts'
import { writePart10 } from '../../dicom/part10-write.ts'
import type { OutputObject, ReportInput } from '../output-object.ts'
import { defaultEncoding } from '../profile.ts'
import { type ContentItem, contentBody } from './content-item.ts'
import { inTagOrder } from './element.ts'
import { type DocumentHeader, headerElements, srClassUids } from './header.ts'
import { planInstance } from './plan-instance.ts'

/** What a builder decides about its document; the rest follows from the input. */
export interface SrDocument {
  readonly kind: string
  readonly shape: 'positive' | 'text'
  readonly seriesNumber: number
  readonly seriesDescription: string
  readonly partialBecause?: string
  /** False where an earlier result stays valid (a failure takes nothing's place). */
  readonly isReplacement: boolean
  /** The tree; its relationship is not written at the root. */
  readonly root: ContentItem
}

/**
 * The document as an object ready to be sent, in the SOP class of the input's encoding: UIDs derived from workitem, kind,
 * revision and encoding, Explicit VR Little Endian.
 * @throws DICOM_BAD_UID if the study's header has no valid Study Instance UID
 */
export const srObject = (input: ReportInput, document: SrDocument): OutputObject => {
  const header = documentHeader(input, document)
  const dataset: Dataset = inTagOrder({ ...headerElements(input, header), ...contentBody(document.root) })
  return {
    kind: document.kind,
    sopClassUid: header.sopClassUid,
    sopInstanceUid: header.sopInstanceUid,
    seriesInstanceUid: header.seriesInstanceUid,
    studyInstanceUid: header.studyInstanceUid,
    instanceNumber: header.instanceNumber,
    bytes: writePart10(dataset),
  }
}

const documentHeader = (input: ReportInput, document: SrDocument): DocumentHeader => {
  const { kind, shape, seriesNumber, seriesDescription, partialBecause, isReplacement, root } = document
  const { predecessor, encoding = defaultEncoding } = input
  const header = planInstance(input, {
    kind,
    shape,
    seriesNumber,
    seriesDescription,
    sopClassUid: srClassUids[encoding.srClass],
    modality: 'SR',
    ...(root.name && { seriesCode: root.name }),
  })
  return {
    ...header,
    ...(partialBecause !== undefined && { partialBecause }),
    ...(isReplacement && predecessor && { replaces: predecessor }),
  }
}
