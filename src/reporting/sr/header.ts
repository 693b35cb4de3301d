import type { Element } from '../../dicom/dataset.ts'
import { hilumManufacturer } from '../../dicom/identity.ts'
import type { AlgorithmIdentity } from '../../inference/finding.ts'
import { ownScheme, values } from '../codes.ts'
import type { PredecessorObject, ReportInput } from '../output-object.ts'
import { algorithmDeviceUid } from './algorithm.ts'
import { type ContentTime, contentTime } from './content-time.ts'
import { codeElement, plainElement, sequenceElement, textElement } from './element.ts'
import { hierarchicalReference, predecessorItems } from './evidence.ts'
import { patientStudyElements } from './patient-study.ts'
import { referencedRequests } from './request.ts'

/**
 * Comprehensive SR: what older PACS accept. Comprehensive 3D SR (…88.34) shows the same in OHIF while coordinates stay
 * two-dimensional.
 */
export const comprehensiveSrClassUid = '1.2.840.10008.5.1.4.1.1.88.33'

/** What a document's header says beside what it copies. */
export interface DocumentHeader {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly sopInstanceUid: string
  readonly instanceNumber: number
  readonly seriesNumber: number
  readonly seriesDescription: string
  /** What was not evaluated: makes the document PARTIAL. */
  readonly partialBecause?: string
  /** The result that this one takes the place of. */
  readonly replaces?: PredecessorObject
}

/**
 * Every attribute of an SR document outside its content tree: patient and study as the PACS has them, our series and
 * equipment, and the document's general module (PS3.3 C.17.2). UNVERIFIED and PRELIMINARY always: no person has seen it.
 */
export const headerElements = (input: ReportInput, document: DocumentHeader): Record<string, Element> => {
  const time = contentTime(input.contentAt, input.studyHeader)
  return {
    ...patientStudyElements(input.studyHeader),
    ...commonElements(document, time),
    ...equipmentElements(input.algorithm, time),
    ...documentElements(input, document),
  }
}

const commonElements = (document: DocumentHeader, time: ContentTime): Record<string, Element> => ({
  '00080005': plainElement('CS', 'ISO_IR 192'),
  '00080016': plainElement('UI', comprehensiveSrClassUid),
  '00080018': plainElement('UI', document.sopInstanceUid),
  '00080023': plainElement('DA', time.date),
  '00080033': plainElement('TM', time.time),
  '00080060': plainElement('CS', 'SR'),
  '00080110': sequenceElement({
    '00080102': plainElement('SH', ownScheme.designator),
    '0008010C': plainElement('UI', ownScheme.uid),
    '00080115': textElement('ST', ownScheme.name),
    '00080116': textElement('ST', ownScheme.organization),
  }),
  '00080201': plainElement('SH', time.offset),
  '0008103E': textElement('LO', document.seriesDescription),
  '00081111': sequenceElement(),
  '0020000D': plainElement('UI', document.studyInstanceUid),
  '0020000E': plainElement('UI', document.seriesInstanceUid),
  '00200011': plainElement('IS', String(document.seriesNumber)),
  '00200013': plainElement('IS', String(document.instanceNumber)),
})

/** General Equipment is Hilum; Contributing Equipment is the algorithm (IHE AI Results 6.5.3.1). */
const equipmentElements = (algorithm: AlgorithmIdentity, time: ContentTime): Record<string, Element> => {
  const uid = algorithmDeviceUid(algorithm)
  return {
    '00080070': textElement('LO', hilumManufacturer),
    '00081090': textElement('LO', hilumManufacturer),
    '00181000': plainElement('LO', uid),
    '00181020': textElement('LO', `${algorithm.name} ${algorithm.version}`),
    '0018A001': sequenceElement({
      '00080070': textElement('LO', algorithm.manufacturer),
      '00081090': textElement('LO', algorithm.name),
      '00181002': plainElement('UI', uid),
      '00181020': textElement('LO', algorithm.version),
      '0018A002': plainElement('DT', `${time.date}${time.time}${time.offset}`),
      '0040A170': codeElement(values.processingEquipment),
    }),
  }
}

const documentElements = (input: ReportInput, document: DocumentHeader): Record<string, Element> => {
  const study = document.studyInstanceUid
  const requests = referencedRequests(input.studyHeader, study)
  const evidence = hierarchicalReference(study, input.images)
  const replaced = predecessorItems(study, document.replaces)
  return {
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
