import { and, eq, sql } from 'drizzle-orm'
import type { InstanceFacts } from '../../dicom/instance-facts.ts'
import type { Finding } from '../../inference/finding.ts'
import type { Database } from '../database.ts'
import { finding, instance } from '../schema.ts'

/** A finding with the slice that shows it widest. */
export interface FindingSlice {
  readonly finding: Finding
  readonly facts: InstanceFacts
}

/** One finding of a workitem by its ordinal (from 0); undefined if it, or its slice, is not held. */
export const findFindingSlice = async (
  db: Database,
  workitemId: string,
  ordinal: number,
): Promise<FindingSlice | undefined> => {
  const rows = await db
    .select({ finding: finding.finding, facts: instance.facts })
    .from(finding)
    .innerJoin(instance, sql`${instance.sopInstanceUid} = ${finding.finding}->>'sliceSopInstanceUid'`)
    .where(and(eq(finding.workitemId, workitemId), eq(finding.ordinal, ordinal)))
    .limit(1)
  return rows[0]
}
