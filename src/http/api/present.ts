import type { z } from '@hono/zod-openapi'
import { readObjectVerdicts } from '../../reporting/object-verdicts.ts'
import type { ModelWordsOfWorkitem } from '../../storage/queries/model-words.ts'
import type {
  listDecisions,
  ObjectWithDeliveries,
  StudySummary,
  WorkitemRow,
} from '../../storage/queries/study-overview.ts'
import type {
  decisionSchema,
  modelWordsSchema,
  objectSchema,
  studySchema,
  workitemSchema,
} from './schemas.ts'

const time = (value: Date | null): string | null => value?.toISOString() ?? null

/** A workitem's row in the API's form. */
export const presentWorkitem = (
  row: WorkitemRow & { readonly findingCount?: number },
): z.infer<typeof workitemSchema> => ({
  id: row.id,
  studyId: row.studyId,
  studyRevision: row.studyRevision,
  rule: row.ruleName,
  ruleRevision: row.ruleRevision,
  state: row.state,
  outcome: row.outcome,
  code: row.code,
  reason: row.reason,
  stage: row.stage,
  progress: row.progress,
  ...(row.findingCount === undefined ? {} : { findingCount: row.findingCount }),
  algorithm: row.algorithm,
  warnings: row.warnings,
  timingsMs: row.timingsMs,
  createdAt: row.createdAt.toISOString(),
  startedAt: time(row.startedAt),
  finishedAt: time(row.finishedAt),
})

/** A study in the API's form. */
export const presentStudy = ({
  study,
  imageCount,
  seriesCount,
  workitems,
}: StudySummary): z.infer<typeof studySchema> => ({
  id: study.id,
  studyInstanceUid: study.studyInstanceUid,
  phase: study.phase,
  revision: study.revision,
  sources: study.sources,
  imageCount,
  seriesCount,
  expectedInstances: study.expectedInstances,
  firstArrivalAt: study.firstArrivalAt.toISOString(),
  lastArrivalAt: study.lastArrivalAt.toISOString(),
  completedAt: time(study.completedAt),
  completionReason: study.completionReason,
  quarantineReason: study.quarantineReason,
  workitems: workitems.map(presentWorkitem),
})

/** A result object in the API's form; `publicUrl` makes its WADO-RS address. */
export const presentObject = (
  publicUrl: string,
  { object, deliveries }: ObjectWithDeliveries,
): z.infer<typeof objectSchema> => ({
  kind: object.kind,
  sopClassUid: object.sopClassUid,
  sopInstanceUid: object.sopInstanceUid,
  seriesInstanceUid: object.seriesInstanceUid,
  studyInstanceUid: object.studyInstanceUid,
  isPositive: object.isPositive,
  digest: object.digest,
  sizeBytes: object.sizeBytes,
  createdAt: object.createdAt.toISOString(),
  retrieveUrl: `${publicUrl}/dicom-web/studies/${object.studyInstanceUid}/series/${object.seriesInstanceUid}/instances/${object.sopInstanceUid}`,
  ...presentVerdicts(object.verdicts),
  deliveries: deliveries.map(presentDelivery),
})

/** Verdicts as they were kept; an object made before there were any has none. */
const presentVerdicts = (kept: unknown): Pick<z.infer<typeof objectSchema>, 'verdicts' | 'viewerGaps'> => {
  const { readers, gaps } = readObjectVerdicts(kept) ?? { readers: [], gaps: [] }
  return {
    verdicts: readers.map(({ reader, outcome, drawn, hydrates, volumetric, isValid, reasons }) => ({
      reader,
      outcome,
      drawn: drawn ?? null,
      hydrates: hydrates ?? null,
      volumetric: volumetric ?? null,
      isValid: isValid ?? null,
      reasons: [...reasons],
    })),
    viewerGaps: gaps.map(gap => ({ ...gap, sentAs: gap.sentAs ?? null })),
  }
}

/** A delivery's row in the API's form. */
export const presentDelivery = (
  row: ObjectWithDeliveries['deliveries'][number],
): z.infer<typeof objectSchema>['deliveries'][number] => ({
  sopInstanceUid: row.sopInstanceUid,
  target: row.target,
  state: row.state,
  attempts: row.attempts,
  code: row.code,
  detail: row.detail,
  warnings: row.warnings,
  updatedAt: row.updatedAt.toISOString(),
  deliveredAt: time(row.deliveredAt),
})

/** A rule's verdict in the API's form. */
export const presentDecision = (
  row: Awaited<ReturnType<typeof listDecisions>>[number],
): z.infer<typeof decisionSchema> => ({
  rule: row.ruleName,
  ruleRevision: row.ruleRevision,
  studyRevision: row.studyRevision,
  isMatch: row.isMatch,
  explanation: row.explanation,
  decidedAt: row.decidedAt.toISOString(),
})

/** A model's own words in the API's form. */
export const presentModelWords = (words: ModelWordsOfWorkitem[number]): z.infer<typeof modelWordsSchema> => ({
  ...words,
  summaries: [...words.summaries],
  recommendedActions: [...words.recommendedActions],
  criticalFlags: [...words.criticalFlags],
  findings: words.findings.map(finding => ({ ...finding })),
})
