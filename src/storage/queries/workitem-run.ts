import { and, eq, inArray, sql } from 'drizzle-orm'
import type { InstanceFacts } from '../../dicom/instance-facts.ts'
import type { Finding } from '../../inference/finding.ts'
import type { WorkitemOutcome, WorkitemState } from '../../routing/workitem.ts'
import type { Database, Transaction } from '../database.ts'
import { finding, instance, studyStep, workitem } from '../schema.ts'

/** Facts of the instances that a workitem uses, by its digests. */
export const loadWorkitemInstances = async (
  db: Database,
  of: { readonly studyId: string; readonly digests: readonly string[] },
): Promise<readonly InstanceFacts[]> => {
  const rows = await db
    .select({ facts: instance.facts })
    .from(instance)
    .where(
      and(
        eq(instance.studyId, of.studyId),
        eq(instance.role, 'image'),
        inArray(instance.digest, [...of.digests]),
      ),
    )
    .orderBy(instance.sopInstanceUid)
  return rows.map(row => row.facts)
}

/** Replaces a workitem's findings. */
export const saveFindings = async (
  tx: Transaction,
  workitemId: string,
  findings: readonly Finding[],
): Promise<void> => {
  await tx.delete(finding).where(eq(finding.workitemId, workitemId))
  if (findings.length === 0) return
  await tx.insert(finding).values(findings.map((item, ordinal) => ({ workitemId, ordinal, finding: item })))
}

/** What changes of a workitem's row as it runs. */
export type WorkitemChange = Partial<
  Omit<typeof workitem.$inferInsert, 'id' | 'studyId' | 'order' | 'state' | 'outcome'>
> & {
  readonly state?: WorkitemState
  readonly outcome?: WorkitemOutcome | null
}

/** Changes a workitem's row. */
export const changeWorkitem = async (
  db: Database | Transaction,
  id: string,
  change: WorkitemChange,
): Promise<void> => {
  await db.update(workitem).set(change).where(eq(workitem.id, id))
}

/** Tells progress, unless the workitem has ended meanwhile. Not part of the trail: it is only for people who look. */
export const tellProgress = async (
  db: Database,
  id: string,
  stage: string,
  progress: number,
): Promise<void> => {
  await db
    .update(workitem)
    .set({ stage, progress })
    .where(and(eq(workitem.id, id), eq(workitem.state, 'IN PROGRESS')))
}

/** Forgets the journal of a workitem, so that a person's retry does its steps anew. */
export const clearJournal = async (tx: Transaction, workitemId: string): Promise<void> => {
  await tx.delete(studyStep).where(eq(studyStep.workitemId, workitemId))
}

/** The workitem's row, locked until the transaction ends. */
export const lockWorkitem = async (
  tx: Transaction,
  id: string,
): Promise<typeof workitem.$inferSelect | undefined> =>
  (await tx.select().from(workitem).where(eq(workitem.id, id)).for('update'))[0]

const waitStep = 'waits'

/** Attempts of a workitem's analysis that waited for something outside or were stopped in order: no fault of the study's. */
export const countWaits = async (db: Database, workitemId: string): Promise<number> => {
  const [row] = await db
    .select({ output: studyStep.output })
    .from(studyStep)
    .where(and(eq(studyStep.workitemId, workitemId), eq(studyStep.step, waitStep)))
  return typeof row?.output === 'number' ? row.output : 0
}

/** One more of them. */
export const noteWait = async (db: Database, workitemId: string, attempt: number): Promise<void> => {
  const row = { workitemId, step: waitStep, attempt, output: 1, doneAt: sql`now()` }
  await db
    .insert(studyStep)
    .values(row)
    .onConflictDoUpdate({
      target: [studyStep.workitemId, studyStep.step],
      set: { attempt, output: sql`to_jsonb((${studyStep.output})::int + 1)`, doneAt: sql`now()` },
    })
}
