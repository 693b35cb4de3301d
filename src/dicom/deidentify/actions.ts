/**
 * What becomes of an attribute (PS3.15 E.3, Table E.1-1): D a dummy value, Z empty or a dummy, X removed, K kept (items of
 * a sequence are looked at), C cleaned, U a new UID, the same one for the same UID everywhere.
 */
export type Action = 'D' | 'Z' | 'X' | 'K' | 'C' | 'U'

/** An action, or several of which the attribute's type in the IOD chooses (PS3.15 E.3.1). */
export type ActionCode = Action | 'X/Z' | 'X/D' | 'X/Z/D' | 'X/Z/U' | 'Z/D'

/** Columns of Table E.1-1 beside the basic profile that can be asked for. */
export type ProfileOption =
  | 'safePrivate'
  | 'uids'
  | 'deviceIdentity'
  | 'institutionIdentity'
  | 'patientCharacteristics'
  | 'fullDates'
  | 'modifiedDates'
  | 'cleanDescriptors'
  | 'cleanStructuredContent'

/** A row of Table E.1-1 without its name: PS3.6 has that. Clean Graphics is told, and never asked for: graphics go. */
export interface ProfileRow {
  readonly basic: ActionCode
  readonly options: Readonly<Partial<Record<ProfileOption | 'cleanGraphics', Action>>>
}

/** De-identification Method Code Sequence (0012,0064): codes of CID 7050, scheme DCM. */
export const methodCodes = {
  basic: ['113100', 'Basic Application Confidentiality Profile'],
  cleanPixels: ['113101', 'Clean Pixel Data Option'],
  cleanStructuredContent: ['113104', 'Clean Structured Content Option'],
  cleanDescriptors: ['113105', 'Clean Descriptors Option'],
  fullDates: ['113106', 'Retain Longitudinal Temporal Information Full Dates Option'],
  modifiedDates: ['113107', 'Retain Longitudinal Temporal Information Modified Dates Option'],
  patientCharacteristics: ['113108', 'Retain Patient Characteristics Option'],
  deviceIdentity: ['113109', 'Retain Device Identity Option'],
  uids: ['113110', 'Retain UIDs Option'],
  safePrivate: ['113111', 'Retain Safe Private Option'],
  institutionIdentity: ['113112', 'Retain Institution Identity Option'],
} as const satisfies Readonly<Record<ProfileOption | 'basic' | 'cleanPixels', readonly [string, string]>>
