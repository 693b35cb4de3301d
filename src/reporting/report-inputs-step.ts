import { HilumError } from '../base/errors.ts'
import type { Dataset } from '../dicom/dataset.ts'
import type { Analysis } from '../inference/analysis.ts'
import type { VolumeSlice } from '../preprocess/volume.ts'
import type { Database } from '../storage/database.ts'
import { countHeld } from '../storage/queries/completion.ts'
import { findPredecessor, loadStudy } from '../storage/queries/reporting.ts'
import type { WorkitemRow } from '../storage/queries/study-overview.ts'
import { incompleteStudySentence } from './incomplete-study.ts'
import type { ReportInput, SliceValues } from './output-object.ts'
import { comparePatients } from './patient-conflict.ts'
import type { PlannedObject } from './plan-objects.ts'
import { buildReportInput, type ReportContext } from './report-input.ts'

/** Where what builders are given comes from. */
export interface ReportInputDeps {
  readonly db: Database
  /** The study's header as the PACS has it now, undefined where no PACS has it. */
  currentHeader(
    studyInstanceUid: string,
    sopInstanceUid: string,
    signal: AbortSignal,
  ): Promise<Dataset | undefined>
  /** Pixels of a slice, in HU. */
  readSlice(
    slice: VolumeSlice,
    size: { readonly rows: number; readonly columns: number },
    signal: AbortSignal,
  ): Promise<SliceValues>
}

/** The workitem that is reported, with its analysis. */
export interface ReportedWork {
  readonly item: WorkitemRow
  readonly analysis: Analysis
  readonly signal: AbortSignal
}

/** What all objects of the workitem share. @throws REPORTING_PATIENT_CONFLICT */
export const loadReportContext = async (
  deps: ReportInputDeps,
  { item, analysis, signal }: ReportedWork,
): Promise<ReportContext> => {
  const study = await loadStudy(deps.db, item.studyId)
  if (!study) throw new HilumError('HTTP_NOT_FOUND', 'the study of this workitem is gone')
  const anyImage = analysis.geometry?.slices[0]?.sopInstanceUid
  const current = anyImage ? await deps.currentHeader(study.studyInstanceUid, anyImage, signal) : undefined
  const { isConflict, differences } = comparePatients(study.header, current ?? study.header)
  if (isConflict) throw new HilumError('REPORTING_PATIENT_CONFLICT', differences.join('; '))
  const held = await countHeld(deps.db, item.studyId)
  const incompleteStudy = incompleteStudySentence(study, item.studyRevision, held)
  return {
    workitemId: item.id,
    ruleName: item.ruleName,
    revision: item.studyRevision,
    studyHeader: current ?? study.header,
    contentAt: item.startedAt ?? item.createdAt,
    ...(incompleteStudy === undefined ? {} : { incompleteStudy }),
  }
}

/** A builder's input: what all share, with this kind's own predecessor. A status result follows the nodules' report. */
export const loadReportInput = async (
  deps: ReportInputDeps,
  { item, analysis, signal }: ReportedWork,
  context: ReportContext,
  { kind, encoding }: Pick<PlannedObject, 'kind' | 'encoding'>,
): Promise<ReportInput> => {
  const { geometry } = analysis
  const earlier = await findPredecessor(deps.db, {
    studyId: item.studyId,
    ruleName: item.ruleName,
    workitemId: item.id,
    studyRevision: item.studyRevision,
    kind: kind === 'result-status-sr' ? 'nodule-sr' : kind,
    encoding: encoding.id,
  })
  const { predecessor, isSeriesTouched } = earlier ?? {}
  const input = buildReportInput(
    {
      ...context,
      encoding,
      ...(predecessor ? { predecessor, isPredecessorSeriesTouched: isSeriesTouched === true } : {}),
    },
    analysis,
  )
  if (!geometry) return input
  const { rows, columns } = geometry.imageSize ?? geometry.shape
  return {
    ...input,
    readSlice: sliceIndex => {
      const slice = geometry.slices[sliceIndex]
      if (!slice) throw new HilumError('BASE_UNEXPECTED', `the volume has no slice ${sliceIndex}`)
      return deps.readSlice(slice, { rows, columns }, signal)
    },
  }
}
