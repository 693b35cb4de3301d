import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import { type Dataset, textOf } from '../dicom/dataset.ts'
import { type DeidentifiedFile, deidentifyFile } from '../dicom/deidentify/deidentify-file.ts'
import type { DeidentificationProfile } from '../dicom/deidentify/profile.ts'
import { profileEdition } from '../dicom/deidentify/profile-table.ts'
import { readDataset } from '../dicom/part10-index.ts'
import type { OutputObject } from '../reporting/output-object.ts'
import type { Database } from '../storage/database.ts'
import {
  loadObjectPlace,
  loadSentForm,
  type ObjectPlace,
  saveIdentities,
  saveSentForm,
} from '../storage/queries/identity-map.ts'

/** What making the forms of objects stands on. */
export interface SentFormDeps {
  readonly db: Database
  readonly clock: Clock
  readBytes(digest: string): Promise<Uint8Array>
  /** Stores bytes for good; answers their SHA-256. */
  storeBytes(bytes: Uint8Array): Promise<string>
}

/**
 * The de-identified form of an object for a target. Made once: its bytes, what its pseudonyms stand for and the audit
 * entry are kept before it is sent, so that sending it again, after a change of options too, sends the same bytes.
 * @param profileOf how this object is de-identified; it is asked with the object's own data set
 * @throws DICOM_NOT_DEIDENTIFIED: it cannot be made clean, or its study is no longer kept, so that nothing would lead back
 */
export const sentFormOf = async (
  deps: SentFormDeps,
  object: OutputObject,
  target: string,
  profileOf: (dataset: Dataset) => DeidentificationProfile,
): Promise<OutputObject> => {
  const key = { sopInstanceUid: object.sopInstanceUid, target }
  const stored = await loadSentForm(deps.db, key)
  if (stored !== undefined) return asObject(object, await deps.readBytes(stored))
  const place = await loadObjectPlace(deps.db, object.sopInstanceUid)
  if (!place?.studyId) throw new HilumError('DICOM_NOT_DEIDENTIFIED', 'its study is not held here')
  const profile = profileOf(readDataset(object.bytes))
  const made = deidentifyFile(object.bytes, profile, ownPictures.has(object.kind) ? 'harmless' : [])
  const digest = await deps.storeBytes(made.bytes)
  await keep(deps, { object, target, place, profile, made, digest })
  const kept = await loadSentForm(deps.db, key)
  return asObject(object, kept === digest || kept === undefined ? made.bytes : await deps.readBytes(kept))
}

/** Kinds whose pixels we draw, without any text of the patient, the study or the scanner. */
const ownPictures: ReadonlySet<string> = new Set(['key-images'])

interface Form {
  readonly object: OutputObject
  readonly target: string
  readonly place: ObjectPlace
  readonly profile: DeidentificationProfile
  readonly made: DeidentifiedFile
  readonly digest: string
}

const keep = ({ db, clock }: SentFormDeps, form: Form): Promise<void> =>
  db.transaction(async tx => {
    const { object, target, place, profile, made, digest } = form
    const createdAt = clock.now()
    if (!(await saveSentForm(tx, { sopInstanceUid: object.sopInstanceUid, target, digest, createdAt })))
      return
    await saveIdentities(
      tx,
      identitiesOf(form).map(row => ({ ...row, studyId: place.studyId!, createdAt })),
    )
    await appendAudit(tx, {
      actor: 'system',
      action: 'delivery.deidentified',
      subject: place.owner ?? target,
      detail: {
        target,
        object: object.kind,
        sha256: place.digest,
        sentSha256: digest,
        profile: `${profileEdition} Annex E`,
        options: [...profile.options],
        counts: { ...made.counts },
        pseudonyms: made.reidentification.uids.size,
      },
    })
  })

/** Patient ids and issuers as one text: what a patient's pseudonym stands for. */
export const patientKeyText = (patientId: string, issuerOfPatientId: string): string =>
  JSON.stringify([patientId, issuerOfPatientId])

const identitiesOf = ({ object, made }: Form) => {
  const { dataset, reidentification } = made
  const study = textOf(dataset, '0020000D')
  const patient = textOf(dataset, '00100020')
  const original = (tag: string): string => textOf(reidentification.header, tag) ?? ''
  return [
    ...[...reidentification.uids].map(([pseudonym, uid]) => ({
      kind: 'uid' as const,
      pseudonym,
      original: uid,
    })),
    ...(study ? [{ kind: 'study' as const, pseudonym: study, original: object.studyInstanceUid }] : []),
    ...(patient
      ? [
          {
            kind: 'patient-id' as const,
            pseudonym: patient,
            original: patientKeyText(original('00100020'), original('00100021')),
          },
        ]
      : []),
  ]
}

/** The object as the target is to see it. */
const asObject = (object: OutputObject, bytes: Uint8Array): OutputObject => {
  const dataset = readDataset(bytes)
  return {
    ...object,
    studyInstanceUid: textOf(dataset, '0020000D') ?? '',
    seriesInstanceUid: textOf(dataset, '0020000E') ?? '',
    sopInstanceUid: textOf(dataset, '00080018') ?? '',
    bytes,
  }
}
