import type { ErrorCode } from '../base/errors.ts'
import { type Dataset, textOf } from '../dicom/dataset.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import type { InstanceRole, StudyKey } from './instance.ts'

/** Why an instance is not taken. The UIDs are there where they could be read and are valid. */
export interface Refusal {
  readonly code: ErrorCode
  readonly detail: string
  readonly sopClassUid?: string
  readonly sopInstanceUid?: string
}

/**
 * The Failure Reason (0008,1197) of a refusal: PS3.18 Table I.2-2, and three that it allows to add: A901 another study
 * than the address's, 0111 the SOP Instance UID is held with other bytes, A700 out of resources.
 */
export const failureReasonOf = (code: ErrorCode): number => failureReasons[code] ?? 0x0110

const failureReasons: Partial<Record<ErrorCode, number>> = {
  DICOM_BAD_UID: 0xa900,
  DICOM_PIXELS_MISMATCH: 0xa900,
  INTAKE_STUDY_MISMATCH: 0xa901,
  INTAKE_CONFLICT: 0x0111,
  DICOM_UNPARSABLE: 0xc000,
  DICOM_TOO_DEEP: 0xc000,
  DICOM_TOO_MANY_ELEMENTS: 0xc000,
  DICOM_SYNTAX_UNSUPPORTED: 0xc122,
  DICOMWEB_BODY_TOO_LARGE: 0xa700,
}

/** What must be true of a readable instance: it belongs to the study of the address that it came to, if that names one. */
export const refuseInstance = (
  facts: InstanceFacts,
  expectedStudyInstanceUid: string | undefined,
): Refusal | undefined => {
  if (expectedStudyInstanceUid === undefined || facts.studyInstanceUid === expectedStudyInstanceUid) {
    return undefined
  }
  const { sopClassUid, sopInstanceUid } = facts
  return {
    code: 'INTAKE_STUDY_MISMATCH',
    detail: 'the instance is of another study than the address',
    sopClassUid,
    sopInstanceUid,
  }
}

/** The study key of a header: patient and issuer as they are, '' where absent. */
export const studyKeyOf = (header: Dataset, facts: InstanceFacts): StudyKey => ({
  patientId: textOf(header, '00100020') ?? '',
  issuerOfPatientId: textOf(header, '00100021') ?? '',
  studyInstanceUid: facts.studyInstanceUid,
})

/**
 * ours by either of two guards, the ledger of what we made and the maker's mark; image if it has pixels and is neither
 * by modality nor by SOP class a report, a reference, a state, a segmentation or a plan; else other.
 */
export const decideRole = (facts: InstanceFacts, isInLedger: boolean): InstanceRole => {
  if (isInLedger || facts.isOurs) return 'ours'
  const isDerivedObject =
    derivedModalities.has(facts.modality ?? '') ||
    derivedClasses.some(prefix => facts.sopClassUid.startsWith(prefix))
  const hasPixels = facts.rows !== undefined && facts.columns !== undefined
  return hasPixels && !isDerivedObject ? 'image' : 'other'
}

const derivedModalities = new Set(
  'SR KO PR SEG REG FID DOC AU ECG HD EPS PLAN RTSTRUCT RTPLAN RTDOSE RTRECORD RWV ANN SMR M3D TEXTUREMAP'.split(
    ' ',
  ),
)

const storage = '1.2.840.10008.5.1.4.1.1'

/** SR and KO, presentation states, registration to segmentation, documents, waveforms, real world values, RT (PS3.4 B.5). */
const derivedClasses = ['88.', '11.', '66', '67', '68.', '104.', '9.', '481.'].map(
  suffix => `${storage}.${suffix}`,
)
