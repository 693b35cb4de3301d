import { and, count, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '../database.ts'
import {
  delivery,
  finding,
  instance,
  outputObject,
  routingDecision,
  series,
  study,
  workitem,
} from '../schema.ts'

export type StudyRow = typeof study.$inferSelect
export type WorkitemRow = typeof workitem.$inferSelect
export type DeliveryRow = typeof delivery.$inferSelect

/** A study in a list: its row, how much is held, and its workitems. */
export interface StudySummary {
  readonly study: StudyRow
  readonly imageCount: number
  readonly seriesCount: number
  readonly workitems: readonly (WorkitemRow & { readonly findingCount: number })[]
}

const ofStudies = async (db: Database, rows: readonly StudyRow[]): Promise<readonly StudySummary[]> => {
  const ids = rows.map(row => row.id)
  if (ids.length === 0) return []
  const [images, seriesCounts, workitems, findings] = await Promise.all([
    db
      .select({ studyId: instance.studyId, images: count() })
      .from(instance)
      .where(and(inArray(instance.studyId, ids), eq(instance.role, 'image')))
      .groupBy(instance.studyId),
    db
      .select({ studyId: series.studyId, total: count() })
      .from(series)
      .where(inArray(series.studyId, ids))
      .groupBy(series.studyId),
    db.select().from(workitem).where(inArray(workitem.studyId, ids)).orderBy(desc(workitem.createdAt)),
    db
      .select({ workitemId: finding.workitemId, total: count() })
      .from(finding)
      .innerJoin(workitem, eq(workitem.id, finding.workitemId))
      .where(inArray(workitem.studyId, ids))
      .groupBy(finding.workitemId),
  ])
  const findingCounts = new Map(findings.map(row => [row.workitemId, row.total]))
  return rows.map(row => ({
    study: row,
    imageCount: images.find(item => item.studyId === row.id)?.images ?? 0,
    seriesCount: seriesCounts.find(item => item.studyId === row.id)?.total ?? 0,
    workitems: workitems
      .filter(item => item.studyId === row.id)
      .map(item => ({ ...item, findingCount: findingCounts.get(item.id) ?? 0 })),
  }))
}

/** Studies by last arrival, newest first. */
export const listStudies = async (
  db: Database,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly StudySummary[]> =>
  ofStudies(
    db,
    await db
      .select()
      .from(study)
      .orderBy(desc(study.lastArrivalAt), desc(study.id))
      .limit(page.limit)
      .offset(page.offset),
  )

/** One study by our id or its Study Instance UID. */
export const findStudy = async (db: Database, idOrUid: string): Promise<StudySummary | undefined> => {
  const isOurId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(idOrUid)
  const rows = await db
    .select()
    .from(study)
    .where(isOurId ? eq(study.id, idOrUid) : eq(study.studyInstanceUid, idOrUid))
    .limit(1)
  return (await ofStudies(db, rows))[0]
}

/** A result object with the state of each delivery. */
export interface ObjectWithDeliveries {
  readonly object: typeof outputObject.$inferSelect
  readonly deliveries: readonly DeliveryRow[]
}

/** Result objects of workitems or of one note, oldest first. */
export const listObjects = async (
  db: Database,
  of: { readonly workitemIds: readonly string[] } | { readonly noteId: string },
): Promise<readonly ObjectWithDeliveries[]> => {
  const where =
    'noteId' in of
      ? eq(outputObject.noteId, of.noteId)
      : inArray(outputObject.workitemId, [...of.workitemIds])
  if ('workitemIds' in of && of.workitemIds.length === 0) return []
  const objects = await db.select().from(outputObject).where(where).orderBy(outputObject.createdAt)
  if (objects.length === 0) return []
  const uids = objects.map(row => row.sopInstanceUid)
  const deliveries = await db.select().from(delivery).where(inArray(delivery.sopInstanceUid, uids))
  return objects.map(object => ({
    object,
    deliveries: deliveries.filter(row => row.sopInstanceUid === object.sopInstanceUid),
  }))
}

/** Each rule's verdict on a study, newest revision first. */
export const listDecisions = (
  db: Database,
  studyId: string,
): Promise<readonly (typeof routingDecision.$inferSelect)[]> =>
  db
    .select()
    .from(routingDecision)
    .where(eq(routingDecision.studyId, studyId))
    .orderBy(desc(routingDecision.studyRevision), routingDecision.ruleName)

/** Series of a study with how many instances each has. */
export const listSeries = async (
  db: Database,
  studyId: string,
): Promise<readonly (typeof series.$inferSelect & { readonly instanceCount: number })[]> => {
  const rows = await db
    .select()
    .from(series)
    .where(eq(series.studyId, studyId))
    .orderBy(series.seriesInstanceUid)
  const counts = await db
    .select({ seriesId: instance.seriesId, total: count() })
    .from(instance)
    .where(eq(instance.studyId, studyId))
    .groupBy(instance.seriesId)
  return rows.map(row => ({
    ...row,
    instanceCount: counts.find(item => item.seriesId === row.id)?.total ?? 0,
  }))
}

/** Workitems, newest first, one state or all. */
export const listWorkitems = (
  db: Database,
  filter: {
    readonly state?: WorkitemRow['state'] | undefined
    readonly limit: number
    readonly offset: number
  },
): Promise<readonly WorkitemRow[]> =>
  db
    .select()
    .from(workitem)
    .where(filter.state ? eq(workitem.state, filter.state) : undefined)
    .orderBy(desc(workitem.createdAt), desc(workitem.id))
    .limit(filter.limit)
    .offset(filter.offset)

/** One workitem. */
export const findWorkitem = async (db: Database, id: string): Promise<WorkitemRow | undefined> =>
  (await db.select().from(workitem).where(eq(workitem.id, id)).limit(1))[0]

/** Findings of a workitem by confidence. */
export const listFindings = (
  db: Database,
  workitemId: string,
): Promise<readonly (typeof finding.$inferSelect)[]> =>
  db.select().from(finding).where(eq(finding.workitemId, workitemId)).orderBy(finding.ordinal)

/** How many studies and workitems are in each state: for metrics and the console's head. */
export const countStates = async (
  db: Database,
): Promise<{ readonly studies: Record<string, number>; readonly workitems: Record<string, number> }> => {
  const [phases, states] = await Promise.all([
    db.select({ key: study.phase, total: count() }).from(study).groupBy(study.phase),
    db
      .select({
        key: sql<string>`${workitem.state} || coalesce(':' || ${workitem.outcome}, '')`,
        total: count(),
      })
      .from(workitem)
      .groupBy(sql`1`),
  ])
  const byKey = (rows: readonly { readonly key: string; readonly total: number }[]): Record<string, number> =>
    Object.fromEntries(rows.map(row => [row.key, row.total]))
  return { studies: byKey(phases), workitems: byKey(states) }
}
