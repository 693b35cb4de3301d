import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Analysis } from '../../inference/analysis.ts'
import type { Database } from '../database.ts'
import { studyStep } from '../schema.ts'

/** What remote models said of one workitem's study. */
export type ModelWordsOfWorkitem = NonNullable<Analysis['modelWords']>

/** The words of models by workitem id, from the journal of inference; workitems without any are left out. */
export const modelWordsOf = async (
  db: Database,
  workitemIds: readonly string[],
): Promise<ReadonlyMap<string, ModelWordsOfWorkitem>> => {
  if (workitemIds.length === 0) return new Map()
  const words = sql<ModelWordsOfWorkitem | null>`${studyStep.output}->'modelWords'`
  const rows = await db
    .select({ workitemId: studyStep.workitemId, words })
    .from(studyStep)
    .where(and(inArray(studyStep.workitemId, [...workitemIds]), eq(studyStep.step, 'inference')))
  return new Map(rows.flatMap(row => (row.words === null ? [] : [[row.workitemId, row.words] as const])))
}
