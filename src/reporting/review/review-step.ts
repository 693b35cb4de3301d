import { appendAudit } from '../../audit/log.ts'
import { toHilumError } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import type { Dataset } from '../../dicom/dataset.ts'
import type { InstanceFacts } from '../../dicom/instance-facts.ts'
import { readDataset } from '../../dicom/part10-index.ts'
import type { Database } from '../../storage/database.ts'
import {
  type FindingReviewRow,
  framesOfReference,
  type HeldReport,
  imageFacts,
  listFindingsOf,
  listPersonReports,
  listReviews,
  listShownResults,
  type ReviewOfReport,
  saveReviews,
} from '../../storage/queries/finding-reviews.ts'
import { chooseSubject, type ShownResult } from './choose-subject.ts'
import { judgedFinding, matchMeasurements, type ReviewVerdict } from './match-measurements.ts'
import { imagesOfReport, type PersonReport, readPersonReport } from './person-report.ts'

/** What the step stands on. */
export interface ReviewStepDeps {
  readonly db: Database
  readonly log: Log
  readBytes(digest: string): Promise<Uint8Array>
}

interface StudyResults {
  readonly studyId: string
  readonly results: readonly (ShownResult & { readonly digest: string })[]
}

/**
 * Reads what people made of our findings in their viewers: each SR of a study that is not ours, once. Nothing of theirs is
 * changed, and nothing is started by it. An SR that cannot be read is logged and looked at again when the study completes anew.
 */
export const reviewStudy = async (deps: ReviewStepDeps, studyId: string): Promise<void> => {
  const reports = await listPersonReports(deps.db, studyId)
  if (reports.length === 0) return
  const results = await listShownResults(deps.db, studyId)
  if (results.length === 0) return
  for (const report of reports) {
    const reviews = await listReviews(deps.db, { studyId })
    if (reviews.some(one => one.sopInstanceUid === report.sopInstanceUid)) continue
    try {
      await reviewReport(deps, { studyId, results }, report, reviews)
    } catch (thrown) {
      const { code } = toHilumError(thrown)
      if (!code.startsWith('DICOM_') && !code.startsWith('STORAGE_BLOB_')) throw thrown
      deps.log.warn('review.unreadable', { studyId, code })
    }
  }
}

const reviewReport = async (
  deps: ReviewStepDeps,
  study: StudyResults,
  held: HeldReport,
  earlier: readonly FindingReviewRow[],
): Promise<void> => {
  const { studyId, results } = study
  const document = readDataset(await deps.readBytes(held.digest))
  const report = await readReport(deps.db, studyId, document)
  const subject = chooseSubject({ ...held, report, judgedBefore: judgedBefore(earlier) }, results)
  if (!subject) return
  const judged = await loadJudged(deps, study, subject.workitemIds)
  const verdicts = matchMeasurements(judged, report.measurements, subject.isEdit)
  if (verdicts.length === 0) return
  const [onlyOne, ...others] = subject.workitemIds
  const added = others.length === 0 ? onlyOne : undefined
  const rows = verdicts.map(verdict => rowOf(verdict, report.observer, added))
  const count = (kind: ReviewVerdict['verdict']): number => rows.filter(row => row.verdict === kind).length
  const counts = {
    accepted: count('accepted'),
    moved: count('moved'),
    removed: count('removed'),
    added: count('added'),
  }
  await deps.db.transaction(async tx => {
    const { sopInstanceUid, receivedAt: at, digest } = held
    if (!(await saveReviews(tx, { studyId, sopInstanceUid, at }, rows))) return
    const detail = { report: digest, isEdit: subject.isEdit, ...counts }
    await appendAudit(tx, { actor: 'system', action: 'findings.reviewed', subject: studyId, detail })
    deps.log.info('findings.reviewed', { studyId, count: rows.length })
  })
}

const readReport = async (db: Database, studyId: string, document: Dataset): Promise<PersonReport> => {
  const facts = await imageFacts(db, studyId, imagesOfReport(document))
  const frames = await framesOfReference(db, studyId)
  return readPersonReport(document, { imageOf: uid => facts.get(uid), framesOfReference: frames })
}

const judgedBefore = (reviews: readonly FindingReviewRow[]): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>()
  for (const { sopInstanceUid, workitemId } of reviews)
    if (workitemId !== null) found.set(sopInstanceUid, [...(found.get(sopInstanceUid) ?? []), workitemId])
  return found
}

/** Findings with the words that our own report gave each of them. */
const loadJudged = async (
  { db, readBytes }: ReviewStepDeps,
  { studyId, results }: StudyResults,
  workitemIds: readonly string[],
) => {
  const findings = await listFindingsOf(db, workitemIds)
  const facts = await imageFacts(
    db,
    studyId,
    findings.map(({ finding }) => finding.longAxis.sopInstanceUid),
  )
  const imageOf = (uid: string): InstanceFacts | undefined => facts.get(uid)
  const labels = new Map<string | undefined, string | undefined>()
  for (const { digest } of results.filter(one => workitemIds.includes(one.workitemId))) {
    const ours = readPersonReport(readDataset(await readBytes(digest)), {
      imageOf: () => undefined,
      framesOfReference: new Set(),
    })
    for (const { trackingUid, label } of ours.measurements) labels.set(trackingUid, label)
  }
  return findings.map(({ workitemId, finding }) =>
    judgedFinding(workitemId, finding, labels.get(finding.trackingUid), imageOf),
  )
}

/** mm to a hundredth: what was drawn bears no more. */
const rounded = (value: number): number => Math.round(value * 100) / 100

const rowOf = (
  { verdict, judged, measurement, distanceMm }: ReviewVerdict,
  observer: string | undefined,
  added: string | undefined,
): ReviewOfReport => {
  const center = measurement ? measurement.shape?.centerMm : judged?.finding.centerMm
  const extent = measurement ? measurement.shape?.extentMm : judged?.finding.longAxisMm
  return {
    verdict,
    workitemId: judged?.workitemId ?? added ?? null,
    trackingUid: judged?.finding.trackingUid ?? null,
    theirTrackingUid: measurement?.trackingUid ?? null,
    centerMm: center ? [rounded(center[0]), rounded(center[1]), rounded(center[2])] : null,
    distanceMm: distanceMm === undefined ? null : rounded(distanceMm),
    longAxisMm: extent === undefined ? null : rounded(extent),
    label: (measurement ? measurement.label : judged?.label) ?? null,
    observer: observer ?? null,
  }
}
