import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Dataset } from '../../dicom/dataset.ts'
import type { SeriesFacts } from '../../dicom/series-facts.ts'
import type { RunAverage, SeenStudy } from '../../routing/facts.ts'
import type { Database } from '../database.ts'

const pageSize = 500

/** Only what routing needs to know that a series holds images, where the digests do not matter. */
const someDigest = ['kept']

interface Row extends Record<string, unknown> {
  readonly id: string
  readonly uid: string
  readonly patient: string
  readonly issuer: string
  readonly revision: number
  readonly sources: readonly string[]
  readonly completed: string
  readonly series: readonly {
    readonly uid: string
    readonly header: Dataset
    readonly facts: SeriesFacts
    readonly held: boolean
  }[]
}

/**
 * Studies that were completed since then, oldest first, a page in memory at a time. Facts are kept when pixels are gone:
 * a series of which no instance is left counts as the images that its facts tell of.
 */
export async function* seenStudies(db: Database, since: Date): AsyncGenerator<SeenStudy, void, void> {
  let after: { readonly completed: string; readonly id: string } = {
    completed: since.toISOString(),
    id: '00000000-0000-0000-0000-000000000000',
  }
  for (;;) {
    const rows = await readPage(db, after)
    for (const row of rows) yield { id: row.id, facts: factsOf(row) }
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return
    after = { completed: last.completed, id: last.id }
  }
}

const readPage = (
  db: Database,
  after: { readonly completed: string; readonly id: string },
): Promise<readonly Row[]> =>
  db.execute<Row>(sql`
    with page as (
      select id, study_instance_uid, patient_id, issuer_of_patient_id, revision, sources, completed_at
      from study
      where phase <> 'quarantined' and completed_at is not null
        and (completed_at, id) > (${after.completed}::timestamptz, ${after.id}::uuid)
      order by completed_at, id limit ${pageSize})
    select page.id, page.study_instance_uid as uid, page.patient_id as patient, page.issuer_of_patient_id as issuer,
      page.revision, page.sources, page.completed_at::text as completed, coalesce(jsonb_agg(jsonb_build_object(
        'uid', series.series_instance_uid, 'header', series.header, 'facts', series.facts,
        'held', exists(select 1 from instance where instance.series_id = series.id and instance.role = 'image')
          or not exists(select 1 from instance where instance.series_id = series.id)
      ) order by series.series_instance_uid) filter (where series.facts is not null), '[]') as series
    from page left join series on series.study_id = page.id
    group by page.id, page.study_instance_uid, page.patient_id, page.issuer_of_patient_id, page.revision, page.sources,
      page.completed_at
    order by page.completed_at, page.id`)

const factsOf = ({ uid, patient, issuer, revision, sources, series }: Row): SeenStudy['facts'] => ({
  studyInstanceUid: uid,
  patientId: patient,
  issuerOfPatientId: issuer,
  revision,
  sources,
  series: series.map(one => ({
    seriesInstanceUid: one.uid,
    header: one.header,
    facts: one.facts,
    digests: one.held ? someDigest : [],
  })),
})

const average = z.object({
  rule: z.string(),
  detector: z.string(),
  seconds: z.coerce.number().nullable(),
  cost: z.coerce.number(),
})

/** What runs took on average since then: of this rule with this detector, else of the detector under any rule. */
export const runAverages = async (
  db: Database,
  since: Date,
): Promise<(rule: string, detector: string) => RunAverage | undefined> => {
  const rows = await db.execute(sql`
    select workitem.rule_name as rule, workitem."order"->>'detector' as detector,
      avg((select sum(value::float8) from jsonb_each_text(workitem.timings_ms)))/1000 as seconds,
      avg(coalesce((select sum(cost) from provider_call where provider_call.workitem_id = workitem.id), 0)) as cost
    from workitem
    where workitem.created_at >= ${since.toISOString()}::timestamptz and workitem.timings_ms is not null
    group by 1, 2`)
  const known = z.array(average).parse([...rows])
  return (rule, detector) => {
    const ofDetector = known.filter(row => row.detector === detector && row.seconds !== null)
    const row = ofDetector.find(one => one.rule === rule) ?? ofDetector[0]
    return row && row.seconds !== null ? { seconds: row.seconds, cost: row.cost } : undefined
  }
}
