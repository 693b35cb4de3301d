import { and, desc, eq, gt, inArray, lte, ne } from 'drizzle-orm'
import type { PredecessorObject } from '../../reporting/output-object.ts'
import type { Database, Transaction } from '../database.ts'
import { delivery, instance, outputObject, series, study, workitem } from '../schema.ts'

/** A study's row by our id. */
export const loadStudy = async (
  db: Database,
  studyId: string,
): Promise<typeof study.$inferSelect | undefined> =>
  (await db.select().from(study).where(eq(study.id, studyId)).limit(1))[0]

/** A workitem among those of its study. */
export interface WorkitemPlace {
  readonly studyId: string
  readonly ruleName: string
  readonly workitemId: string
  readonly studyRevision: number
}

/** Whether a later revision of the study has its nodule report already: two workers may overtake each other. */
export const hasNewerReport = async (db: Database, of: WorkitemPlace): Promise<boolean> => {
  const rows = await db
    .select({ uid: outputObject.sopInstanceUid })
    .from(outputObject)
    .innerJoin(workitem, eq(workitem.id, outputObject.workitemId))
    .where(
      and(
        eq(workitem.studyId, of.studyId),
        eq(workitem.ruleName, of.ruleName),
        eq(outputObject.kind, 'nodule-sr'),
        gt(workitem.studyRevision, of.studyRevision),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** The newest earlier object of one kind and encoding of the same study and rule, and whether anyone else wrote into its series. */
export const findPredecessor = async (
  db: Database,
  of: WorkitemPlace & { readonly kind: string; readonly encoding: string },
): Promise<{ readonly predecessor: PredecessorObject; readonly isSeriesTouched: boolean } | undefined> => {
  const [row] = await db
    .select({ object: outputObject })
    .from(outputObject)
    .innerJoin(workitem, eq(workitem.id, outputObject.workitemId))
    .where(
      and(
        eq(workitem.studyId, of.studyId),
        eq(workitem.ruleName, of.ruleName),
        eq(outputObject.kind, of.kind),
        eq(outputObject.encoding, of.encoding),
        ne(workitem.id, of.workitemId),
        lte(workitem.studyRevision, of.studyRevision),
      ),
    )
    .orderBy(desc(outputObject.createdAt), desc(outputObject.instanceNumber))
    .limit(1)
  if (!row) return undefined
  const { object } = row
  const [foreign] = await db
    .select({ uid: instance.sopInstanceUid })
    .from(instance)
    .innerJoin(series, eq(series.id, instance.seriesId))
    .where(and(eq(series.seriesInstanceUid, object.seriesInstanceUid), ne(instance.role, 'ours')))
    .limit(1)
  return {
    predecessor: {
      sopClassUid: object.sopClassUid,
      sopInstanceUid: object.sopInstanceUid,
      seriesInstanceUid: object.seriesInstanceUid,
      instanceNumber: object.instanceNumber,
      wasPositive: object.isPositive,
    },
    isSeriesTouched: foreign !== undefined,
  }
}

/** Objects that a workitem or a note has made so far. */
export const listMadeObjects = (
  db: Database | Transaction,
  of: { readonly workitemId: string } | { readonly noteId: string },
) =>
  db
    .select()
    .from(outputObject)
    .where('noteId' in of ? eq(outputObject.noteId, of.noteId) : eq(outputObject.workitemId, of.workitemId))

/** Enters objects in the ledger, each with its deliveries to come. What is there already stays as it is. */
export const saveOutputObjects = async (
  tx: Transaction,
  objects: readonly (typeof outputObject.$inferInsert)[],
  targetsOf: (sopInstanceUid: string) => readonly string[],
  now: Date,
): Promise<void> => {
  if (objects.length === 0) return
  await tx
    .insert(outputObject)
    .values([...objects])
    .onConflictDoNothing()
  const deliveries = objects.flatMap(object =>
    targetsOf(object.sopInstanceUid).map(target => ({
      sopInstanceUid: object.sopInstanceUid,
      target,
      state: 'pending' as const,
      updatedAt: now,
    })),
  )
  if (deliveries.length > 0) await tx.insert(delivery).values(deliveries).onConflictDoNothing()
}

const reportClasses = [
  '1.2.840.10008.5.1.4.1.1.88.11',
  '1.2.840.10008.5.1.4.1.1.88.22',
  '1.2.840.10008.5.1.4.1.1.88.33',
  '1.2.840.10008.5.1.4.1.1.88.34',
]

/** Someone else has written a report of the study: an SR document (Basic Text, Enhanced, Comprehensive, 3D) that is held. */
export const hasForeignReport = async (db: Database, studyId: string): Promise<boolean> => {
  const [row] = await db
    .select({ uid: instance.sopInstanceUid })
    .from(instance)
    .where(
      and(
        eq(instance.studyId, studyId),
        eq(instance.role, 'other'),
        inArray(instance.sopClassUid, reportClasses),
      ),
    )
    .limit(1)
  return row !== undefined
}
