import { createHash } from 'node:crypto'
import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { type HilumError, toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { readDatasetFile } from '../dicom/instance-file.ts'
import { readDataset } from '../dicom/part10-index.ts'
import {
  documentName,
  documentSopClasses,
  headerNote,
  isMeasurementReport,
  readStudyDocument,
} from '../inference/notes/study-document.ts'
import type { JobQueue, RunningJob } from '../jobs/job.ts'
import type { DocumentsWanted } from '../routing/routing-step.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import type { Database, Transaction } from '../storage/database.ts'
import { findStudyWithImage, insertNoteOnce, listForeignInstances } from '../storage/queries/notes.ts'
import type { study } from '../storage/schema.ts'
import type { NotePayload } from './note-payload.ts'

/** What reading the documents of studies stands on. */
export interface StudyDocumentDeps {
  readonly db: Database
  readonly queue: JobQueue
  readonly blobs: Pick<BlobStore, 'read' | 'pathOf'>
  readonly clock: Clock
  readonly log: Log
}

/** Payload of a `note` job that reads the documents of a study. */
export interface DocumentsPayload {
  readonly documents: DocumentsWanted
}

/** Sends for a study's documents, once a revision and rule. */
export const sendForDocuments =
  (queue: Pick<JobQueue, 'send'>) =>
  (tx: Transaction, wanted: DocumentsWanted): Promise<void> => {
    const payload: DocumentsPayload = { documents: wanted }
    return queue.send(
      tx,
      'note',
      `documents:${wanted.studyId}:${wanted.revision}:${wanted.ruleName}`,
      payload,
    )
  }

/** Longer values of an image's header are no text of people (LT: 10,240 characters of at most 4 bytes). */
const longestHeaderValue = 41_000

/** Something of a study that is said in words, or why it cannot be read. */
interface FoundText {
  /** What it is the same document by. */
  readonly identity: string
  readonly origin: string
  readonly read: { readonly text: string } | { readonly code: string }
}

/**
 * Makes a note of each document of a study and each language that the rule asks for, with its own job: one may fail
 * alone. Its id is derived from the study, the document, the language and the summarizer that the rule names, so the next
 * revision makes none again.
 */
export const readStudyDocuments = async (
  deps: StudyDocumentDeps,
  job: RunningJob,
  wanted: DocumentsWanted,
): Promise<void> => {
  const found = await findStudyWithImage(deps.db, wanted.studyId)
  if (!found) return
  const header = headerText(deps, found.imageDigest)
  if (header) await keep(deps, found.study, wanted, header)
  for (const document of await listForeignInstances(deps.db, wanted.studyId, documentSopClasses)) {
    job.signal.throwIfAborted()
    const text = await documentText(deps, document, job.signal)
    if (text) await keep(deps, found.study, wanted, text)
  }
}

/** An image that cannot be read is told by its own workitem. */
const headerText = ({ blobs, log }: StudyDocumentDeps, digest: string | null): FoundText | undefined => {
  if (digest === null) return undefined
  try {
    const dataset = readDatasetFile(blobs.pathOf(digest), ({ length }) =>
      length > longestHeaderValue ? 'left-out' : undefined,
    )
    const text = headerNote(dataset)
    if (text === undefined) return undefined
    return { identity: `header ${text}`, origin: "the image's header", read: { text } }
  } catch (thrown) {
    log.warn('note.header-unread', { code: toHilumError(thrown).code })
    return undefined
  }
}

const documentText = async (
  { blobs }: StudyDocumentDeps,
  { sopClassUid, digest }: { readonly sopClassUid: string; readonly digest: string },
  signal: AbortSignal,
): Promise<FoundText | undefined> => {
  const about = { identity: digest, origin: documentName(sopClassUid) }
  try {
    const dataset = readDataset(await blobs.read(digest))
    // What a reader measured, in our series as like as not, starts nothing.
    if (isMeasurementReport(dataset)) return undefined
    const text = await readStudyDocument(sopClassUid, dataset, signal)
    return { ...about, read: { text } }
  } catch (thrown) {
    const error = toHilumError(thrown)
    if (signal.aborted || !isOfDocument(error)) throw error
    return { ...about, read: { code: error.code } }
  }
}

const isOfDocument = ({ code }: HilumError): boolean =>
  code === 'NOTES_DOCUMENT_UNREADABLE' || code.startsWith('DICOM_') || code.startsWith('STORAGE_BLOB_')

const keep = async (
  { db, queue, clock }: StudyDocumentDeps,
  of: typeof study.$inferSelect,
  wanted: DocumentsWanted,
  { identity, origin, read }: FoundText,
): Promise<void> => {
  const { languages, deliverTo, ruleName, summarizer } = wanted
  const isRead = 'text' in read
  const rule = ruleOf(wanted)
  // A failure is told once: it is the same in every language.
  for (const language of isRead ? languages : languages.slice(0, 1)) {
    const id = derivedId(of.id, identity, language, ...(summarizer === undefined ? [] : [summarizer]))
    const now = clock.now()
    await db.transaction(async tx => {
      const isNew = await insertNoteOnce(tx, {
        id,
        text: isRead ? read.text : '',
        studyInstanceUid: of.studyInstanceUid,
        patientId: of.patientId,
        targetLanguage: language,
        state: isRead ? 'received' : 'failed',
        code: isRead ? null : read.code,
        createdAt: now,
        finishedAt: isRead ? null : now,
      })
      if (!isNew) return
      if (isRead) await queue.send(tx, 'note', id, { noteId: id, deliverTo, origin, rule })
      await appendAudit(tx, {
        actor: 'system',
        action: isRead ? 'note.received' : 'note.failed',
        subject: id,
        detail: {
          origin,
          rule: ruleName,
          ...(isRead ? { characters: read.text.length } : { code: read.code }),
        },
      })
    })
  }
}

const ruleOf = ({
  ruleName,
  summarizer,
  summarizerParams = {},
}: DocumentsWanted): NonNullable<NotePayload['rule']> => ({
  name: ruleName,
  ...(summarizer === undefined ? {} : { summarizer: { name: summarizer, params: summarizerParams } }),
})

/** A version 8 UUID (RFC 9562 5.8) of what the note is. */
const derivedId = (...parts: readonly string[]): string => {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
