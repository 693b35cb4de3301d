import type { Element } from '../../dicom/dataset.ts'
import type { PredecessorObject, ReportInput } from '../output-object.ts'
import type { Encoding } from '../profile.ts'
import { plainElement, sequenceElement, textElement } from './element.ts'
import { hierarchicalReference, predecessorItems } from './evidence.ts'
import { type InstanceHeader, instanceElements } from './instance-header.ts'
import { referencedRequests } from './request.ts'

/** SOP classes of SR documents by what an encoding calls them (PS3.4 B.5). Older PACS take the first alone. */
export const srClassUids: Readonly<Record<Encoding['srClass'], string>> = {
  comprehensive: '1.2.840.10008.5.1.4.1.1.88.33',
  'comprehensive-3d': '1.2.840.10008.5.1.4.1.1.88.34',
}

/** What a document's header says beside what it copies. */
export interface DocumentHeader extends InstanceHeader {
  /** What was not evaluated: makes the document PARTIAL. */
  readonly partialBecause?: string
  /** The result that this one takes the place of. */
  readonly replaces?: PredecessorObject
}

/**
 * Every attribute of an SR document outside its content tree: patient and study as the PACS has them, our series and
 * equipment, and the document's general module (PS3.3 C.17.2). UNVERIFIED and PRELIMINARY always: no person has seen it.
 */
export const headerElements = (input: ReportInput, document: DocumentHeader): Record<string, Element> => ({
  ...instanceElements(input, document),
  ...documentElements(input, document),
})

const documentElements = (input: ReportInput, document: DocumentHeader): Record<string, Element> => {
  const study = document.studyInstanceUid
  const requests = referencedRequests(input.studyHeader, study)
  const evidence = hierarchicalReference(study, input.images)
  const replaced = predecessorItems(study, document.replaces)
  return {
    '00081111': sequenceElement(),
    ...(replaced.length > 0 && { '0040A360': sequenceElement(...replaced) }),
    ...(requests.length > 0 && { '0040A370': sequenceElement(...requests) }),
    '0040A372': sequenceElement(),
    ...(evidence.length > 0 && { '0040A375': sequenceElement(...evidence) }),
    '0040A491': plainElement('CS', document.partialBecause === undefined ? 'COMPLETE' : 'PARTIAL'),
    ...(document.partialBecause !== undefined && {
      '0040A492': textElement('LO', document.partialBecause),
    }),
    '0040A493': plainElement('CS', 'UNVERIFIED'),
    '0040A496': plainElement('CS', 'PRELIMINARY'),
  }
}
