import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { StudyFacts } from '../../routing/facts.ts'
import type { WorkitemOutcome } from '../../routing/workitem.ts'
import type { Database, Transaction } from '../database.ts'
import { instance, routingDecision, ruleRevision, series, study, workitem } from '../schema.ts'

/** What rules are evaluated on, of a study as it was last completed; undefined if there is none. */
export const loadStudyFacts = async (db: Database, studyId: string): Promise<StudyFacts | undefined> => {
  const [row] = await db.select().from(study).where(eq(study.id, studyId)).limit(1)
  if (row === undefined) return undefined
  const [heads, images] = await Promise.all([
    db.select().from(series).where(eq(series.studyId, studyId)).orderBy(series.seriesInstanceUid),
    db
      .select({ seriesId: instance.seriesId, digest: instance.digest })
      .from(instance)
      .where(and(eq(instance.studyId, studyId), eq(instance.role, 'image'))),
  ])
  const digestsOf = (seriesId: string): readonly string[] =>
    images.filter(image => image.seriesId === seriesId).map(image => image.digest)
  return {
    studyInstanceUid: row.studyInstanceUid,
    patientId: row.patientId,
    issuerOfPatientId: row.issuerOfPatientId,
    revision: row.revision,
    sources: row.sources,
    series: heads.flatMap(head =>
      head.facts === null
        ? []
        : [
            {
              seriesInstanceUid: head.seriesInstanceUid,
              header: head.header,
              facts: head.facts,
              digests: digestsOf(head.id),
            },
          ],
    ),
  }
}

/** The study's phase and revision, its row locked: two route jobs of one study plan one after the other. */
export const lockStudyForRouting = async (
  tx: Transaction,
  studyId: string,
): Promise<Pick<typeof study.$inferSelect, 'phase' | 'revision'> | undefined> => {
  const rows = await tx
    .select({ phase: study.phase, revision: study.revision })
    .from(study)
    .where(eq(study.id, studyId))
    .for('update')
  return rows[0]
}

/** Workitems of a study, as far as planning asks. */
export const listExistingWorkitems = (tx: Transaction, studyId: string) =>
  tx
    .select({
      id: workitem.id,
      studyRevision: workitem.studyRevision,
      ruleName: workitem.ruleName,
      ruleRevision: workitem.ruleRevision,
      state: workitem.state,
      outcome: workitem.outcome,
      createdAt: workitem.createdAt,
    })
    .from(workitem)
    .where(eq(workitem.studyId, studyId))

/** Keeps each rule's verdict once. Answers how many were new. */
export const insertDecisions = async (
  tx: Transaction,
  rows: readonly (typeof routingDecision.$inferInsert)[],
): Promise<number> => {
  if (rows.length === 0) return 0
  const inserted = await tx
    .insert(routingDecision)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ ruleName: routingDecision.ruleName })
  return inserted.length
}

/** Inserts workitems that do not exist yet. Answers the ids of those that were new. */
export const insertWorkitems = async (
  tx: Transaction,
  rows: readonly (typeof workitem.$inferInsert)[],
): Promise<readonly string[]> => {
  if (rows.length === 0) return []
  const inserted = await tx
    .insert(workitem)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: workitem.id })
  return inserted.map(row => row.id)
}

/** Ends workitems that have not started. Answers the ids of those that had not. */
export const endUnstarted = async (
  tx: Transaction,
  ids: readonly string[],
  ending: { readonly outcome: WorkitemOutcome; readonly reason: string; readonly finishedAt: Date },
): Promise<readonly string[]> => {
  if (ids.length === 0) return []
  const ended = await tx
    .update(workitem)
    .set({ state: 'CANCELED', ...ending })
    .where(and(inArray(workitem.id, [...ids]), eq(workitem.state, 'SCHEDULED'), isNull(workitem.outcome)))
    .returning({ id: workitem.id })
  return ended.map(row => row.id)
}

/** Keeps a text of rules once. False if it was known. */
export const insertRuleRevision = async (
  tx: Transaction,
  row: typeof ruleRevision.$inferInsert,
): Promise<boolean> => {
  const inserted = await tx
    .insert(ruleRevision)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: ruleRevision.id })
  return inserted.length > 0
}
