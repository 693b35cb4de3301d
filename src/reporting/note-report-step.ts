import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import type { Dataset } from '../dicom/dataset.ts'
import { readDataset } from '../dicom/part10-index.ts'
import type { NoteSummary } from '../inference/finding.ts'
import type { Database } from '../storage/database.ts'
import { changeNote, findStudyOfNote, type NoteRow } from '../storage/queries/notes.ts'
import { listMadeObjects, saveOutputObjects } from '../storage/queries/reporting.ts'
import { ledgerRow, type MadeObject, storeObject } from './made-object.ts'
import type { ObjectVerdicts } from './object-verdicts.ts'
import type { OutputObjectBuilder } from './output-object.ts'
import { judgeObject } from './readers/judge-object.ts'
import type { ReportingStepDeps } from './reporting-step.ts'

/** What the step stands on. `targets` are the names of all that results go to. */
export interface NoteReportDeps extends Pick<ReportingStepDeps, 'storeBytes' | 'holdObjects'> {
  readonly db: Database
  readonly clock: Clock
  readonly builder: OutputObjectBuilder
  readonly targets: readonly string[]
}

/**
 * Keeps a note's summary and, where the note belongs to a study that is held, its document SR. A note of another
 * patient than the study's makes no object: its code says so.
 */
export const runNoteReportStep = async (
  deps: NoteReportDeps,
  note: NoteRow,
  summary: NoteSummary,
): Promise<readonly string[]> => {
  const study = await findStudyOfNote(deps.db, note)
  const isOther = study !== undefined && note.patientId !== null && note.patientId !== study.patientId
  const made = study && !isOther ? await makeObjects(deps, note, summary, study.header) : []
  const now = deps.clock.now()
  await deps.db.transaction(async tx => {
    const rows = made.map(object =>
      ledgerRow(object, { noteId: note.id }, false, now, { verdicts: verdictsOf(object) }),
    )
    await saveOutputObjects(tx, rows, () => deps.targets, now)
    if (study) await deps.holdObjects(tx, made, study.id, now)
    await changeNote(tx, note.id, {
      state: 'summarized',
      summary,
      code: isOther ? 'NOTES_PATIENT_MISMATCH' : null,
      finishedAt: now,
    })
    await appendAudit(tx, {
      actor: 'system',
      action: 'note.summarized',
      subject: note.id,
      detail: {
        objects: made.map(({ facts }) => facts.digest),
        codes: summary.codes.length,
        algorithm: summary.algorithm.name,
      },
    })
  })
  return made.map(({ object }) => object.sopInstanceUid)
}

const verdictsOf = ({ object }: MadeObject): ObjectVerdicts => ({
  readers: judgeObject(readDataset(object.bytes)),
  gaps: [],
})

const makeObjects = async (
  deps: NoteReportDeps,
  note: NoteRow,
  summary: NoteSummary,
  studyHeader: Dataset,
): Promise<readonly MadeObject[]> => {
  const known = new Set((await listMadeObjects(deps.db, { noteId: note.id })).map(row => row.sopInstanceUid))
  const objects = await deps.builder.build({
    workitemId: note.id,
    ruleName: 'note-summary',
    revision: 1,
    studyHeader,
    images: [],
    algorithm: summary.algorithm,
    outcome: { kind: 'note-summary', summary, noteText: note.text },
    warnings: [],
    contentAt: note.createdAt,
  })
  const fresh = objects.filter(object => !known.has(object.sopInstanceUid))
  return Promise.all(fresh.map(object => storeObject(object, deps.storeBytes)))
}
