import { asc, count, eq, inArray, max, min, sql } from 'drizzle-orm'
import type { Finding } from '../../inference/finding.ts'
import type { Database } from '../database.ts'
import { finding, instance, quarantine } from '../schema.ts'
import { type FindingReviewRow, listReviews } from './finding-reviews.ts'
import { type ModelWordsOfWorkitem, modelWordsOf } from './model-words.ts'
import {
  findStudy,
  listDecisions,
  listObjects,
  listSeries,
  type ObjectWithDeliveries,
  type StudySummary,
} from './study-overview.ts'

/** What came from one source, when. */
export interface Arrival {
  readonly source: string
  readonly instances: number
  readonly firstAt: Date
  readonly lastAt: Date
}

/** Everything that a study's page shows. */
export interface ConsoleStudyDetail extends StudySummary {
  readonly arrivals: readonly Arrival[]
  readonly series: Awaited<ReturnType<typeof listSeries>>
  readonly decisions: Awaited<ReturnType<typeof listDecisions>>
  /** By workitem id, each with its ordinal (from 0). */
  readonly findings: ReadonlyMap<string, readonly { readonly ordinal: number; readonly finding: Finding }[]>
  /** What remote models said in words of their own, by workitem id; only of those where one did. */
  readonly modelWords: ReadonlyMap<string, ModelWordsOfWorkitem>
  readonly objects: readonly ObjectWithDeliveries[]
  /** What people made of the findings. */
  readonly reviews: readonly FindingReviewRow[]
  readonly quarantined: readonly (typeof quarantine.$inferSelect)[]
}

/** One study by our id or its Study Instance UID. */
export const findConsoleStudy = async (
  db: Database,
  idOrUid: string,
): Promise<ConsoleStudyDetail | undefined> => {
  const summary = await findStudy(db, idOrUid)
  if (!summary) return undefined
  const { id } = summary.study
  const workitemIds = summary.workitems.map(item => item.id)
  const [arrivals, series, decisions, findings, modelWords, objects, reviews, quarantined] =
    await Promise.all([
      listArrivals(db, id),
      listSeries(db, id),
      listDecisions(db, id),
      findingsByWorkitem(db, workitemIds),
      modelWordsOf(db, workitemIds),
      listObjects(db, { workitemIds }),
      listReviews(db, { studyId: id }),
      db.select().from(quarantine).where(eq(quarantine.studyId, id)).orderBy(asc(quarantine.at)),
    ])
  return { ...summary, arrivals, series, decisions, findings, modelWords, objects, reviews, quarantined }
}

/** What was sent to us, by source; our own results are not arrivals. */
const listArrivals = async (db: Database, studyId: string): Promise<readonly Arrival[]> => {
  const rows = await db
    .select({
      source: instance.source,
      instances: count(),
      firstAt: min(instance.receivedAt),
      lastAt: max(instance.receivedAt),
    })
    .from(instance)
    .where(sql`${instance.studyId} = ${studyId} and ${instance.role} <> 'ours'`)
    .groupBy(instance.source)
    .orderBy(asc(min(instance.receivedAt)))
  return rows.flatMap(row =>
    row.firstAt && row.lastAt ? [{ ...row, firstAt: row.firstAt, lastAt: row.lastAt }] : [],
  )
}

const findingsByWorkitem = async (
  db: Database,
  workitemIds: readonly string[],
): Promise<ConsoleStudyDetail['findings']> => {
  if (workitemIds.length === 0) return new Map()
  const rows = await db
    .select()
    .from(finding)
    .where(inArray(finding.workitemId, [...workitemIds]))
    .orderBy(asc(finding.ordinal))
  return new Map(workitemIds.map(id => [id, rows.filter(row => row.workitemId === id)]))
}
