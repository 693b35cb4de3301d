import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { Dataset, Element } from '../../dicom/dataset.ts'
import { hilumManufacturer } from '../../dicom/identity.ts'
import type { AlgorithmIdentity } from '../../inference/finding.ts'
import { ownScheme, values } from '../codes.ts'
import type { ReportInput } from '../output-object.ts'
import { algorithmDeviceUid } from './algorithm.ts'
import { type ContentTime, contentTime } from './content-time.ts'
import { codeElement, plainElement, sequenceElement, textElement } from './element.ts'
import { patientStudyElements } from './patient-study.ts'

/** What the header of any object of ours says beside what it copies. */
export interface InstanceHeader {
  readonly sopClassUid: string
  readonly modality: string
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly sopInstanceUid: string
  readonly instanceNumber: number
  readonly seriesNumber: number
  readonly seriesDescription: string
  /** What the series is, as a code: IHE AI Results looks series up by it. */
  readonly seriesCode?: CodedConcept
}

/**
 * Attributes that every object of ours has, whatever its class: patient and study as the PACS has them, our series and
 * equipment. Content Date and Time are when the analysis started.
 */
export const instanceElements = (input: ReportInput, header: InstanceHeader): Record<string, Element> => {
  const time = contentTime(input.contentAt, input.studyHeader)
  return {
    ...patientStudyElements(input.studyHeader),
    ...seriesElements(header, time),
    ...equipmentElements(input, time),
  }
}

const seriesElements = (header: InstanceHeader, time: ContentTime): Record<string, Element> => ({
  '00080005': plainElement('CS', 'ISO_IR 192'),
  '00080016': plainElement('UI', header.sopClassUid),
  '00080018': plainElement('UI', header.sopInstanceUid),
  '00080023': plainElement('DA', time.date),
  '00080033': plainElement('TM', time.time),
  '00080060': plainElement('CS', header.modality),
  '00080110': sequenceElement({
    '00080102': plainElement('SH', ownScheme.designator),
    '0008010C': plainElement('UI', ownScheme.uid),
    '00080115': textElement('ST', ownScheme.name),
    '00080116': textElement('ST', ownScheme.organization),
  }),
  '00080201': plainElement('SH', time.offset),
  '0008103E': textElement('LO', header.seriesDescription),
  ...(header.seriesCode && { '0008103F': codeElement(header.seriesCode) }),
  '0020000D': plainElement('UI', header.studyInstanceUid),
  '0020000E': plainElement('UI', header.seriesInstanceUid),
  '00200011': plainElement('IS', String(header.seriesNumber)),
  '00200013': plainElement('IS', String(header.instanceNumber)),
})

/** General Equipment is Hilum; Contributing Equipment is each algorithm (IHE AI Results 6.5.3.1). */
const equipmentElements = ({ algorithm }: ReportInput, time: ContentTime): Record<string, Element> => ({
  '00080070': textElement('LO', hilumManufacturer),
  '00081090': textElement('LO', hilumManufacturer),
  '00181000': plainElement('LO', algorithmDeviceUid(algorithm)),
  '00181020': textElement('LO', `${algorithm.name} ${algorithm.version}`),
  '0018A001': sequenceElement(
    ...[algorithm, ...(algorithm.readers ?? [])].map(one => contribution(one, time)),
  ),
})

const contribution = (algorithm: AlgorithmIdentity, time: ContentTime): Dataset => ({
  '00080070': textElement('LO', algorithm.manufacturer),
  '00081090': textElement('LO', algorithm.name),
  '00181002': plainElement('UI', algorithmDeviceUid(algorithm)),
  '00181020': textElement('LO', algorithm.version),
  '0018A002': plainElement('DT', `${time.date}${time.time}${time.offset}`),
  '0040A170': codeElement(values.processingEquipment),
})
