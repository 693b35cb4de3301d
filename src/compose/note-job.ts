import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError, toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { textOf } from '../dicom/dataset.ts'
import type { NoteSubmission } from '../http/api/notes.ts'
import { checkSummary } from '../inference/notes/check-summary.ts'
import type { Summarizer } from '../inference/summarizer.ts'
import type { JobQueue, JobVerdict, RunningJob } from '../jobs/job.ts'
import { type NoteReportDeps, runNoteReportStep } from '../reporting/note-report-step.ts'
import type { Database } from '../storage/database.ts'
import { changeNote, findNote, findStudyOfNote, insertNote, type NoteRow } from '../storage/queries/notes.ts'
import { listMadeObjects } from '../storage/queries/reporting.ts'
import { findNotePatient } from './note-patient.ts'
import type { NotePayload } from './note-payload.ts'
import { chooseSummarizer, type NamedSummarizer } from './note-summarizers.ts'
import { type DocumentsPayload, readStudyDocuments, type StudyDocumentDeps } from './study-documents.ts'
import type { CurrentTerminology } from './terminology.ts'
import type { DeliverObjects } from './workitem-job.ts'

/** What notes go through. */
export interface NoteJobDeps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  readonly summarizers: readonly Summarizer[]
  /** For notes that came without a rule. */
  readonly defaultSummarizer: NamedSummarizer
  readonly terminology: CurrentTerminology
  readonly documents: StudyDocumentDeps
  readonly report: NoteReportDeps
  deliver: DeliverObjects
}

const maxAttempts = 6

/** Keeps a note as it came and sends its job, in one transaction. */
export const submitNote =
  (db: Database, queue: JobQueue, clock: Clock) =>
  (submission: NoteSubmission, actor: string): Promise<NoteRow> =>
    db.transaction(async tx => {
      const row = await insertNote(tx, { ...submission, state: 'received', createdAt: clock.now() })
      await queue.send(tx, 'note', row.id, { noteId: row.id })
      await appendAudit(tx, {
        actor,
        action: 'note.received',
        subject: row.id,
        detail: {
          characters: row.text.length,
          isForStudy: row.studyInstanceUid !== null || row.accessionNumber !== null,
        },
      })
      return row
    })

/** The way of one note: summarized, its report stored and delivered. A second attempt goes on where the first stopped. */
export const createNoteJob =
  (deps: NoteJobDeps) =>
  async (job: RunningJob): Promise<JobVerdict> => {
    const payload = job.payload as NotePayload | DocumentsPayload
    if ('documents' in payload) {
      await readStudyDocuments(deps.documents, job, payload.documents)
      return { kind: 'done' }
    }
    const { noteId } = payload
    const note = await findNote(deps.db, noteId)
    if (!note || note.state === 'failed') return { kind: 'done' }
    try {
      const uids =
        note.state === 'summarized'
          ? await madeBefore(deps, noteId)
          : await summarize(deps, job, note, payload)
      const verdict = await deps.deliver(job, uids, undefined)
      return verdict.kind === 'retry' ? { kind: 'retry', retryAfterMs: verdict.afterMs } : { kind: 'done' }
    } catch (thrown) {
      return judgeFailure(deps, job, noteId, thrown)
    }
  }

const madeBefore = async (deps: NoteJobDeps, noteId: string): Promise<readonly string[]> =>
  (await listMadeObjects(deps.db, { noteId })).map(row => row.sopInstanceUid)

const languageOf = (text: string | null): 'en' | 'zh' | 'ms' | undefined =>
  text === 'en' || text === 'zh' || text === 'ms' ? text : undefined

const summarize = async (
  deps: NoteJobDeps,
  job: RunningJob,
  note: NoteRow,
  payload: NotePayload,
): Promise<readonly string[]> => {
  const { deliverTo, origin } = payload
  const [language, targetLanguage] = [languageOf(note.language), languageOf(note.targetLanguage)]
  const { summarizer, params } = chooseSummarizer(deps.summarizers, namedSummarizer(deps, payload))
  const summary = await summarizer.summarize(
    {
      text: note.text,
      ...(language ? { language } : {}),
      ...(targetLanguage ? { targetLanguage } : {}),
      patient: () => findNotePatient(deps.documents, note),
    },
    params,
    {
      signal: job.signal,
      workitemId: note.id,
      ...(payload.rule ? { ruleName: payload.rule.name } : {}),
      progress: () => {},
    },
  )
  if (job.signal.aborted) throw new HilumError('BASE_CANCELLED', 'after the summary')
  const checked = checkSummary(summary, {
    noteText: note.text,
    terminology: await deps.terminology(),
    date: await dateOf(deps, note),
    targetLanguage,
  })
  const remarks = [...(origin === undefined ? [] : [`text of ${origin}`]), ...(checked.remarks ?? [])]
  return runNoteReportStep(reportDeps(deps, deliverTo), note, { ...checked, remarks })
}

/** What a rule asked for is summarized as the rule says, by the built-in one where it says nothing. */
const namedSummarizer = (
  { defaultSummarizer, summarizers: [builtIn] }: NoteJobDeps,
  { deliverTo, rule }: NotePayload,
): NamedSummarizer => {
  if (rule?.summarizer) return rule.summarizer
  return deliverTo === undefined ? defaultSummarizer : { name: builtIn?.id ?? '', params: {} }
}

/** The day that the codes are of: the note's, else the study's, else that of its arrival. */
const dateOf = async ({ db }: NoteJobDeps, note: NoteRow): Promise<string> => {
  if (note.authoredAt) return note.authoredAt.toISOString().slice(0, 10)
  const study = await findStudyOfNote(db, note)
  const studyDate = study && /^(\d{4})(\d\d)(\d\d)$/.exec(textOf(study.header, '00080020') ?? '')
  return studyDate ? studyDate.slice(1).join('-') : note.createdAt.toISOString().slice(0, 10)
}

/** What a rule asked for goes where the rule says; any other note to every target. */
const reportDeps = ({ report }: NoteJobDeps, deliverTo: readonly string[] | undefined): NoteReportDeps => {
  if (deliverTo === undefined) return report
  return { ...report, targets: deliverTo.length > 0 ? deliverTo : ['held'] }
}

const judgeFailure = async (
  deps: NoteJobDeps,
  job: RunningJob,
  noteId: string,
  thrown: unknown,
): Promise<JobVerdict> => {
  const error = toHilumError(thrown)
  deps.log.warn('note.attempt-failed', { noteId, attempt: job.attempt, code: error.code })
  if (job.signal.aborted) return { kind: 'retry' }
  // Once it is summarized only delivery is left: attempts that waited for a target are no reason to give it up.
  const isSummarized = (await findNote(deps.db, noteId))?.state === 'summarized'
  const mayTryAgain = isSummarized || job.attempt + 1 < maxAttempts
  if (error.failureClass !== 'permanent' && mayTryAgain) return { kind: 'retry' }
  await deps.db.transaction(async tx => {
    await changeNote(tx, noteId, { state: 'failed', code: error.code, finishedAt: deps.clock.now() })
    await appendAudit(tx, {
      actor: 'system',
      action: 'note.failed',
      subject: noteId,
      detail: { code: error.code },
    })
  })
  return { kind: 'done' }
}
