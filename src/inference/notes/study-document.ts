import { type Dataset, itemsOf, textOf, textsOf } from '../../dicom/dataset.ts'
import { readDocument } from './document-reader.ts'
import { noteTextOf, unreadable } from './document-text.ts'
import { structuredReportText } from './structured-report-text.ts'

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.5.1.4.1.1.104.1', 'application/pdf'],
  ['1.2.840.10008.5.1.4.1.1.104.2', 'text/xml'],
])
const textReports: ReadonlySet<string> = new Set([
  '1.2.840.10008.5.1.4.1.1.88.11',
  '1.2.840.10008.5.1.4.1.1.88.22',
])

/** SOP classes of documents that are read: Encapsulated PDF and CDA, Basic and Enhanced SR. */
export const documentSopClasses: readonly string[] = [...mediaTypes.keys(), ...textReports]

/** What a document of a study is called in a note's remarks. */
export const documentName = (sopClassUid: string): string =>
  textReports.has(sopClassUid)
    ? 'a Structured Report of the study'
    : mediaTypes.get(sopClassUid) === 'application/pdf'
      ? 'an Encapsulated PDF of the study'
      : 'an Encapsulated CDA of the study'

/** Measurements that a reader drew (TID 1500's root, Imaging Measurement Report): numbers, not a clinical note. */
export const isMeasurementReport = (dataset: Dataset): boolean =>
  itemsOf(dataset, '0040A043').some(
    code => textOf(code, '00080100') === '126000' && textOf(code, '00080102') === 'DCM',
  )

/** The text of a document instance, its whole data set read. @throws NOTES_DOCUMENT_UNREADABLE */
export const readStudyDocument = (
  sopClassUid: string,
  dataset: Dataset,
  signal: AbortSignal,
): Promise<string> => {
  const type = mediaTypes.get(sopClassUid)
  if (type === undefined) return Promise.resolve().then(() => noteTextOf(structuredReportText(dataset)))
  const encapsulated = dataset['00420011']?.InlineBinary
  if (encapsulated === undefined) return Promise.reject(unreadable('it encapsulates nothing'))
  return readDocument(type, new Uint8Array(Buffer.from(encapsulated, 'base64')), signal)
}

/**
 * What the images themselves say of the patient's case: Additional Patient History (0010,21B0), Reason for the Requested
 * Procedure (0040,1002), also in the Request Attributes Sequence (0040,0275), Admitting Diagnoses Description (0008,1080).
 * Headings are those that the summarizer knows. undefined where nothing is said.
 */
export const headerNote = (header: Dataset): string | undefined => {
  const requests = itemsOf(header, '00400275')
  const reasons = [header, ...requests].flatMap(item => textOf(item, '00401002') ?? [])
  const lines = [
    ...section('Reason for referral', reasons),
    ...section('Clinical history', textsOf(header, '001021B0')),
    ...section('Diagnosis', textsOf(header, '00081080')),
  ]
  return lines.length === 0 ? undefined : noteTextOf(lines.join('\n'))
}

const section = (heading: string, texts: readonly string[]): readonly string[] => {
  const told = [...new Set(texts)].filter(text => /\p{L}/u.test(text))
  return told.length === 0 ? [] : [`${heading}: ${told.join('. ')}`]
}
