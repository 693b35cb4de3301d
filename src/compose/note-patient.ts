import type { Dataset } from '../dicom/dataset.ts'
import { readDatasetFile } from '../dicom/instance-file.ts'
import { joinKnown, knownIdentifiersOf, withIds } from '../inference/phi/known-identifiers.ts'
import type { NotePatient } from '../inference/summarizer.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import type { Database } from '../storage/database.ts'
import { findStudyOfNote, findStudyWithImage, type NoteRow } from '../storage/queries/notes.ts'

/** Longer values of an image's header identify nobody by themselves, but texts may: those are read (LT: 10,240 characters). */
const longestHeaderValue = 41_000

/**
 * Whose note it is: what names the patient in the study and in one of its images, and the ids that came with the note.
 * undefined where no study of the note is held. @throws what the database and the blob folder throw: then nothing may leave
 */
export const findNotePatient = async (
  { db, blobs }: { readonly db: Database; readonly blobs: Pick<BlobStore, 'pathOf'> },
  note: Pick<NoteRow, 'studyInstanceUid' | 'accessionNumber' | 'patientId'>,
): Promise<NotePatient | undefined> => {
  const study = await findStudyOfNote(db, note)
  if (!study) return undefined
  const found = await findStudyWithImage(db, study.id)
  const image: Dataset = found?.imageDigest
    ? readDatasetFile(blobs.pathOf(found.imageDigest), ({ length }) =>
        length > longestHeaderValue ? 'left-out' : undefined,
      )
    : {}
  const known = joinKnown(knownIdentifiersOf(study.header), knownIdentifiersOf(image))
  return {
    known: withIds(known, [note.patientId, note.accessionNumber, study.patientId]),
    header: { ...study.header, ...image },
  }
}
