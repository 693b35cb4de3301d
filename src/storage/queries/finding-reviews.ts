import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { InstanceFacts } from '../../dicom/instance-facts.ts'
import type { Finding } from '../../inference/finding.ts'
import type { Database, Transaction } from '../database.ts'
import { finding, findingReview, instance, outputObject, series, workitem } from '../schema.ts'
import { storable } from './instances-storable.ts'

export type FindingReviewRow = typeof findingReview.$inferSelect

/** SR documents that may hold measurements: Basic Text, Enhanced, Comprehensive, Comprehensive 3D. */
const reportClasses = ['11', '22', '33', '34'].map(end => `1.2.840.10008.5.1.4.1.1.88.${end}`)

/** A person's SR of a study that is held. */
export interface HeldReport {
  readonly sopInstanceUid: string
  readonly seriesInstanceUid: string
  readonly digest: string
  readonly receivedAt: Date
}

/** SRs of a study that are not ours, oldest first. */
export const listPersonReports = (
  db: Database | Transaction,
  studyId: string,
): Promise<readonly HeldReport[]> =>
  db
    .select({
      sopInstanceUid: instance.sopInstanceUid,
      seriesInstanceUid: series.seriesInstanceUid,
      digest: instance.digest,
      receivedAt: instance.receivedAt,
    })
    .from(instance)
    .innerJoin(series, eq(series.id, instance.seriesId))
    .where(
      and(
        eq(instance.studyId, studyId),
        eq(instance.role, 'other'),
        inArray(instance.sopClassUid, reportClasses),
      ),
    )
    .orderBy(asc(instance.receivedAt), asc(instance.sopInstanceUid))

/** Positive nodule reports of ours about a study. */
export const listShownResults = (db: Database, studyId: string) =>
  db
    .select({
      sopInstanceUid: outputObject.sopInstanceUid,
      seriesInstanceUid: outputObject.seriesInstanceUid,
      workitemId: workitem.id,
      ruleName: workitem.ruleName,
      createdAt: outputObject.createdAt,
      digest: outputObject.digest,
    })
    .from(outputObject)
    .innerJoin(workitem, eq(workitem.id, outputObject.workitemId))
    .where(
      and(
        eq(workitem.studyId, studyId),
        eq(outputObject.isPositive, true),
        inArray(outputObject.sopClassUid, reportClasses),
      ),
    )

/** Findings of workitems, in their order. */
export const listFindingsOf = (
  db: Database,
  workitemIds: readonly string[],
): Promise<readonly { readonly workitemId: string; readonly finding: Finding }[]> =>
  db
    .select({ workitemId: finding.workitemId, finding: finding.finding })
    .from(finding)
    .where(inArray(finding.workitemId, [...workitemIds]))
    .orderBy(finding.workitemId, finding.ordinal)

/** Facts of images of a study, by SOP Instance UID. */
export const imageFacts = async (
  db: Database,
  studyId: string,
  sopInstanceUids: readonly string[],
): Promise<ReadonlyMap<string, InstanceFacts>> => {
  if (sopInstanceUids.length === 0) return new Map()
  const rows = await db
    .select({ facts: instance.facts })
    .from(instance)
    .where(
      and(
        eq(instance.studyId, studyId),
        inArray(instance.sopInstanceUid, [...sopInstanceUids]),
        eq(instance.role, 'image'),
      ),
    )
  return new Map(rows.map(({ facts }) => [facts.sopInstanceUid, facts]))
}

/** Frames of reference that images of a study name. */
export const framesOfReference = async (db: Database, studyId: string): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectDistinct({ frame: sql<string>`${instance.facts}->>'frameOfReferenceUid'` })
    .from(instance)
    .where(and(eq(instance.studyId, studyId), eq(instance.role, 'image')))
  return new Set(rows.map(row => row.frame).filter(frame => frame !== null))
}

/** Reviews of a study, or of one workitem: newest report first, then in the order of the report. */
export const listReviews = (
  db: Database,
  of: { readonly studyId: string } | { readonly workitemId: string },
): Promise<readonly FindingReviewRow[]> =>
  db
    .select()
    .from(findingReview)
    .where(
      'studyId' in of ? eq(findingReview.studyId, of.studyId) : eq(findingReview.workitemId, of.workitemId),
    )
    .orderBy(desc(findingReview.at), findingReview.sopInstanceUid, findingReview.verdict, findingReview.label)

/** A row of what one report says. */
export type ReviewOfReport = Omit<
  typeof findingReview.$inferInsert,
  'id' | 'studyId' | 'sopInstanceUid' | 'at'
>

/**
 * Keeps what one report says, once: a report that was kept before changes nothing. Locks the study.
 * @returns whether it was new
 */
export const saveReviews = async (
  tx: Transaction,
  { studyId, sopInstanceUid, at }: Pick<FindingReviewRow, 'studyId' | 'sopInstanceUid' | 'at'>,
  reviews: readonly ReviewOfReport[],
): Promise<boolean> => {
  await tx.execute(sql`select 1 from study where id = ${studyId}::uuid for update`)
  const kept = await tx
    .select({ id: findingReview.id })
    .from(findingReview)
    .where(and(eq(findingReview.studyId, studyId), eq(findingReview.sopInstanceUid, sopInstanceUid)))
    .limit(1)
  if (kept.length > 0) return false
  await tx
    .insert(findingReview)
    .values(storable(reviews).map(review => ({ ...review, studyId, sopInstanceUid, at })))
  return true
}
