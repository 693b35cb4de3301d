import type { Dataset } from '../dicom/dataset.ts'
import type { Analysis, AnalysisOutcome } from '../inference/analysis.ts'
import type { PredecessorObject, ReferencedImage, ReportInput, ReportOutcome } from './output-object.ts'
import type { Encoding } from './profile.ts'

/** What a report is made from besides the analysis. */
export interface ReportContext {
  readonly workitemId: string
  readonly ruleName: string
  readonly revision: number
  readonly studyHeader: Dataset
  readonly contentAt: Date
  readonly encoding?: Encoding
  readonly predecessor?: PredecessorObject
  readonly isPredecessorSeriesTouched?: boolean
  readonly incompleteStudy?: string
}

/** A builder's input from an analysis: every slice that was evaluated is evidence. */
export const buildReportInput = (context: ReportContext, analysis: Analysis): ReportInput => {
  const { geometry } = analysis
  return {
    ...context,
    images: geometry ? imagesOf(geometry) : [],
    ...(geometry ? { volume: geometry } : {}),
    algorithm: analysis.algorithm,
    outcome: reportOutcome(analysis),
    ...(analysis.evaluatedZMm ? { evaluatedZMm: analysis.evaluatedZMm } : {}),
    warnings: [...analysis.warnings, ...analysis.sliceErrors],
    ...(analysis.notEvaluated ? { notEvaluated: analysis.notEvaluated } : {}),
  }
}

/** Output kinds for an outcome: what the rule asks for, but a status result where nothing could be evaluated. */
export const outputsOf = (asked: readonly string[], outcome: AnalysisOutcome): readonly string[] =>
  outcome.kind === 'findings' || outcome.kind === 'no-candidate' ? asked : ['result-status-sr']

const imagesOf = (geometry: NonNullable<Analysis['geometry']>): readonly ReferencedImage[] => {
  const images = geometry.slices.map(slice => ({
    sopClassUid: slice.sopClassUid,
    sopInstanceUid: slice.sopInstanceUid,
    seriesInstanceUid: geometry.seriesInstanceUid,
    ...(slice.instanceNumber === undefined ? {} : { instanceNumber: slice.instanceNumber }),
  }))
  return [...new Map(images.map(image => [image.sopInstanceUid, image])).values()]
}

const reportOutcome = ({ outcome, findings }: Analysis): ReportOutcome => {
  switch (outcome.kind) {
    case 'findings':
      return { kind: 'findings', findings }
    case 'no-candidate':
      return { kind: 'no-candidate' }
    case 'out-of-scope':
      return { kind: 'out-of-scope', reason: outcome.reason }
    case 'failed':
      return { kind: 'failed', code: outcome.code, reason: outcome.reason }
  }
}
