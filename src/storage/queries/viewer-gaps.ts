import { sql } from 'drizzle-orm'
import type { Database } from '../database.ts'

/** How many results a viewer of a target would not have shown as planned, and in which form they went out as well. */
export interface ViewerGapCount {
  readonly target: string
  readonly viewer: string
  /** `none` where no form could be made that it shows. */
  readonly form: string
  readonly total: number
}

/** Counts the gaps that are kept with result objects. */
export const countViewerGaps = async (db: Database): Promise<readonly ViewerGapCount[]> => {
  const rows = await db.execute(sql`
    select gap ->> 'target' as target, gap ->> 'viewer' as viewer,
      coalesce(gap ->> 'sentAs', 'none') as form, count(*)::int as total
    from output_object, jsonb_array_elements(verdicts -> 'gaps') gap
    where verdicts is not null
    group by 1, 2, 3 order by 1, 2, 3`)
  return rows as unknown as readonly ViewerGapCount[]
}
