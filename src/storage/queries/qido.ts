import { and, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { AttributeMatch } from '../../dicom/attribute-match.ts'
import type { Dataset } from '../../dicom/dataset.ts'
import type { InstanceFacts } from '../../dicom/instance-facts.ts'
import type { Database } from '../database.ts'
import { instance, series, study } from '../schema.ts'
import { conditionOf } from './qido-conditions.ts'

/** What to look for: all of `matches`, within a study or series if they are given, one page of it. */
export interface Search {
  readonly matches: readonly AttributeMatch[]
  readonly studyInstanceUid?: string | undefined
  readonly seriesInstanceUid?: string | undefined
  readonly limit: number
  readonly offset: number
}

/** A study as a query sees it. */
export interface FoundStudy {
  readonly studyInstanceUid: string
  readonly studyHeader: Dataset
  readonly modalities: readonly string[]
  readonly seriesCount: number
  readonly instanceCount: number
}

/** A series, with its study. */
export interface FoundSeries {
  readonly studyInstanceUid: string
  readonly studyHeader: Dataset
  readonly seriesInstanceUid: string
  readonly seriesHeader: Dataset
  readonly modality: string | null
  readonly instanceCount: number
}

/** An instance, with its series. */
export interface FoundInstance {
  readonly facts: InstanceFacts
  readonly digest: string
}

/** What every search leaves out and narrows: studies in quarantine mix patients and are not served. */
const within = (search: Search): SQL =>
  and(
    ne(study.phase, 'quarantined'),
    search.studyInstanceUid === undefined ? undefined : eq(study.studyInstanceUid, search.studyInstanceUid),
    search.seriesInstanceUid === undefined
      ? undefined
      : eq(series.seriesInstanceUid, search.seriesInstanceUid),
    ...search.matches.map(conditionOf),
  )!

/**
 * Studies, the newest arrival first, then by our id: the same question has the same order. Subqueries name `study.id`
 * in plain SQL: in a selection from one table drizzle leaves the table's name away, and theirs would be meant.
 */
export const searchStudies = async (db: Database, search: Search): Promise<readonly FoundStudy[]> =>
  db
    .select({
      studyInstanceUid: study.studyInstanceUid,
      studyHeader: study.header,
      modalities: sql<string[]>`array(
        select distinct modality from ${series} other
        where other.study_id = study.id and modality is not null order by 1)`,
      seriesCount: sql<number>`(select count(*)::int from ${series} other where other.study_id = study.id)`,
      instanceCount: sql<number>`(select count(*)::int from ${instance} other where other.study_id = study.id)`,
    })
    .from(study)
    .where(within(search))
    .orderBy(desc(study.firstArrivalAt), study.id)
    .limit(search.limit)
    .offset(search.offset)

/** Series, by study as above, then by UID. */
export const searchSeries = async (db: Database, search: Search): Promise<readonly FoundSeries[]> =>
  db
    .select({
      studyInstanceUid: study.studyInstanceUid,
      studyHeader: study.header,
      seriesInstanceUid: series.seriesInstanceUid,
      seriesHeader: series.header,
      modality: series.modality,
      instanceCount: sql<number>`(select count(*)::int from ${instance} other where other.series_id = series.id)`,
    })
    .from(series)
    .innerJoin(study, eq(study.id, series.studyId))
    .where(within(search))
    .orderBy(desc(study.firstArrivalAt), study.id, series.seriesInstanceUid)
    .limit(search.limit)
    .offset(search.offset)

/** Instances, by study and series as above, then by Instance Number, then by UID. */
export const searchInstances = async (db: Database, search: Search): Promise<readonly FoundInstance[]> =>
  db
    .select({ facts: instance.facts, digest: instance.digest })
    .from(instance)
    .innerJoin(series, eq(series.id, instance.seriesId))
    .innerJoin(study, eq(study.id, instance.studyId))
    .where(within(search))
    .orderBy(
      desc(study.firstArrivalAt),
      study.id,
      series.seriesInstanceUid,
      sql`${instance.instanceNumber} nulls last`,
      instance.sopInstanceUid,
    )
    .limit(search.limit)
    .offset(search.offset)
