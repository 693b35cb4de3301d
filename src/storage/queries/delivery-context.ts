import { and, eq, sql } from 'drizzle-orm'
import type { DeliveryContext } from '../../delivery/target.ts'
import type { Database } from '../database.ts'
import { finding, studyStep, workitem } from '../schema.ts'

/** What an object of the ledger is about: the workitem or note it was made for, how the analysis ended, what was found. */
export const loadDeliveryContext = async (
  db: Database,
  of: { readonly workitemId: string | null; readonly noteId: string | null },
): Promise<DeliveryContext> => {
  const note = of.noteId === null ? {} : { noteId: of.noteId }
  if (of.workitemId === null) return note
  const { workitemId } = of
  const [item] = await db
    .select({ ruleName: workitem.ruleName })
    .from(workitem)
    .where(eq(workitem.id, workitemId))
    .limit(1)
  const outcome = await loadOutcome(db, workitemId)
  return {
    ...note,
    workitemId,
    ...(item ? { ruleName: item.ruleName } : {}),
    ...(outcome ? { outcome } : {}),
    // A failed analysis has found nothing: it has no number of findings, not even 0.
    ...(outcome === 'findings' || outcome === 'no-candidate'
      ? { findings: await countFindings(db, workitemId) }
      : {}),
  }
}

const outcomes = ['findings', 'no-candidate', 'out-of-scope', 'failed'] as const

const loadOutcome = async (db: Database, workitemId: string): Promise<DeliveryContext['outcome']> => {
  const [row] = await db
    .select({ kind: sql<string | null>`${studyStep.output} -> 'outcome' ->> 'kind'` })
    .from(studyStep)
    .where(and(eq(studyStep.workitemId, workitemId), eq(studyStep.step, 'inference')))
    .limit(1)
  return outcomes.find(kind => kind === row?.kind)
}

const countFindings = async (
  db: Database,
  workitemId: string,
): Promise<NonNullable<DeliveryContext['findings']>> => {
  const rows = await db
    .select({ finding: finding.finding })
    .from(finding)
    .where(eq(finding.workitemId, workitemId))
  const diameters = rows.map(row => row.finding.diameterMm).filter(Number.isFinite)
  const largest = diameters.length > 0 ? { largestDiameterMm: Math.max(...diameters) } : {}
  return { count: rows.length, ...largest }
}
