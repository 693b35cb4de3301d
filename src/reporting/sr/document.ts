import { type Dataset, textOf } from '../../dicom/dataset.ts'
import { writePart10 } from '../../dicom/part10-write.ts'
import { deriveUid, parseUid } from '../../dicom/uid.ts'
import type { OutputObject, ReportInput } from '../output-object.ts'
import { type ContentItem, contentBody } from './content-item.ts'
import { inTagOrder } from './element.ts'
import { comprehensiveSrClassUid, type DocumentHeader, headerElements } from './header.ts'
import { planSeries } from './series-plan.ts'

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
 * The document as an object ready to be sent: UIDs derived from workitem, kind and revision, Explicit VR Little Endian.
 * @throws DICOM_BAD_UID if the study's header has no valid Study Instance UID
 */
export const srObject = (input: ReportInput, document: SrDocument): OutputObject => {
  const header = documentHeader(input, document)
  const dataset: Dataset = inTagOrder({ ...headerElements(input, header), ...contentBody(document.root) })
  return {
    kind: document.kind,
    sopClassUid: comprehensiveSrClassUid,
    sopInstanceUid: header.sopInstanceUid,
    seriesInstanceUid: header.seriesInstanceUid,
    studyInstanceUid: header.studyInstanceUid,
    instanceNumber: header.instanceNumber,
    bytes: writePart10(dataset),
  }
}

const documentHeader = (input: ReportInput, document: SrDocument): DocumentHeader => {
  const studyInstanceUid = parseUid<'study'>(textOf(input.studyHeader, '0020000D'), 'Study Instance UID')
  const { predecessor } = input
  const plan = planSeries({
    kind: document.kind,
    shape: document.shape,
    studyInstanceUid,
    ruleName: input.ruleName,
    algorithmName: input.algorithm.name,
    workitemId: input.workitemId,
    revision: input.revision,
    ...(predecessor && { predecessor }),
    ...(input.isPredecessorSeriesTouched !== undefined && {
      isPredecessorSeriesTouched: input.isPredecessorSeriesTouched,
    }),
  })
  return {
    ...plan,
    studyInstanceUid,
    sopInstanceUid: deriveUid('instance', document.kind, input.workitemId, input.revision),
    seriesNumber: document.seriesNumber,
    seriesDescription: document.seriesDescription,
    ...(document.partialBecause !== undefined && { partialBecause: document.partialBecause }),
    ...(document.isReplacement && predecessor && { replaces: predecessor }),
  }
}
