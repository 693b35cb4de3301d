import type { Dataset } from '../dicom/dataset.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'

/** Two studies are one if patient, issuer and Study Instance UID agree (design.md, Settled). Absent ids are ''. */
export interface StudyKey {
  readonly patientId: string
  readonly issuerOfPatientId: string
  readonly studyInstanceUid: string
}

/**
 * image: pixels that may trigger work. other: anything else a person or device made (SR, KO, PR, SEG, RT...), held but
 * never a trigger. ours: a result of Hilum, recognised by ledger or mark.
 */
export type InstanceRole = 'image' | 'other' | 'ours'

/** The room's door: an instance that is stored as it came, parsed, and recorded. */
export interface AcceptedInstance {
  readonly studyKey: StudyKey
  readonly facts: InstanceFacts
  readonly role: InstanceRole
  /** The header in the DICOM JSON model, without group 0002 and without values over 1 KiB. */
  readonly header: Dataset
  /** Name of the source that brought it: 'stow', or a configured source's name. */
  readonly source: string
}
