import { inArray } from 'drizzle-orm'
import type { Database } from '../database.ts'
import { delivery, outputObject, routingDecision } from '../schema.ts'
import { type DeliveryRow, listStudies, type StudySummary } from './study-overview.ts'

/** A study's line in the console's table. */
export interface ConsoleStudy extends StudySummary {
  /** Rules that were asked about the study's revision: how many, and which matched. */
  readonly rules: { readonly asked: number; readonly matched: readonly string[] }
  /** Deliveries of each workitem's results. */
  readonly deliveries: ReadonlyMap<string, readonly DeliveryRow[]>
}

/** A page of studies by last arrival, newest first. */
export const listConsoleStudies = async (
  db: Database,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly ConsoleStudy[]> => {
  const studies = await listStudies(db, page)
  if (studies.length === 0) return []
  const studyIds = studies.map(one => one.study.id)
  const workitemIds = studies.flatMap(one => one.workitems.map(item => item.id))
  const [decisions, deliveries] = await Promise.all([
    db.select().from(routingDecision).where(inArray(routingDecision.studyId, studyIds)),
    deliveriesOf(db, workitemIds),
  ])
  return studies.map(one => {
    const asked = decisions.filter(
      row => row.studyId === one.study.id && row.studyRevision === one.study.revision,
    )
    const matched = asked.filter(row => row.isMatch).map(row => row.ruleName)
    return { ...one, rules: { asked: asked.length, matched }, deliveries }
  })
}

const deliveriesOf = async (
  db: Database,
  workitemIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DeliveryRow[]>> => {
  if (workitemIds.length === 0) return new Map()
  const objects = await db
    .select({ uid: outputObject.sopInstanceUid, workitemId: outputObject.workitemId })
    .from(outputObject)
    .where(inArray(outputObject.workitemId, [...workitemIds]))
  if (objects.length === 0) return new Map()
  const rows = await db
    .select()
    .from(delivery)
    .where(
      inArray(
        delivery.sopInstanceUid,
        objects.map(row => row.uid),
      ),
    )
  return new Map(
    workitemIds.map(id => {
      const uids = new Set(objects.filter(row => row.workitemId === id).map(row => row.uid))
      return [id, rows.filter(row => uids.has(row.sopInstanceUid))]
    }),
  )
}
