import { type SQL, sql } from 'drizzle-orm'
import type { AttributeMatch } from '../../dicom/attribute-match.ts'
import { instance, series, study } from '../schema.ts'

/** SQL for one attribute's match; every value is a parameter. The row's study, series and instance must be in the FROM. */
export const conditionOf = (match: AttributeMatch): SQL => {
  const column = columns[match.tag]
  if (column !== undefined) return textCondition(column, match)
  if (match.tag === '00080061') return modalitiesInStudy(match)
  if (match.vr === 'PN') return personNameCondition(match)
  const header = match.level === 'study' ? study.header : series.header
  return sql`exists (
    select 1 from jsonb_array_elements_text(coalesce(${header} -> ${match.tag} -> 'Value', '[]'::jsonb)) value
    where ${textCondition(sql`trim(value)`, match)})`
}

/** Attributes that have a column of their own. */
const columns: Readonly<Record<string, SQL>> = {
  '0020000D': sql`${study.studyInstanceUid}`,
  '00100020': sql`${study.patientId}`,
  '00100021': sql`${study.issuerOfPatientId}`,
  '0020000E': sql`${series.seriesInstanceUid}`,
  '00080060': sql`${series.modality}`,
  '00080016': sql`${instance.sopClassUid}`,
  '00080018': sql`${instance.sopInstanceUid}`,
  '00200013': sql`${instance.instanceNumber}::text`,
}

const textCondition = (text: SQL, match: AttributeMatch): SQL => {
  if (match.kind === 'any') return sql`${text} = any(${sql.param(match.values)}::text[])`
  if (match.kind === 'wildcard') {
    const pattern = likePattern(match.pattern)
    return match.vr === 'PN' ? sql`${text} ilike ${pattern}` : sql`${text} like ${pattern}`
  }
  // A time may be given, and held, to the hour, minute or second: compared to the length of the bound.
  const { from, to } = match
  const lower = from === undefined ? sql`true` : sql`${text} collate "C" >= ${from}`
  const upper = to === undefined ? sql`true` : sql`left(${text}, ${to.length}::int) collate "C" <= ${to}`
  return sql`(${lower} and ${upper})`
}

/** DICOM's wildcards as LIKE's; LIKE's own are escaped. */
const likePattern = (pattern: string): string =>
  pattern
    .replace(/[\\%_]/g, character => `\\${character}`)
    .replaceAll('*', '%')
    .replaceAll('?', '_')

/** The modality of any series (PS3.4 C.3.4), lists allowed. */
const modalitiesInStudy = (match: AttributeMatch): SQL => sql`exists (
  select 1 from ${series} other where other.study_id = ${study.id} and ${textCondition(sql`other.modality`, match)})`

/**
 * Any component group, or the three joined by '='; without regard to case (PS3.4 C.2.2.2.1). Names are literal but for
 * wildcards: no fuzzy matching.
 */
const personNameCondition = (match: AttributeMatch): SQL => {
  const patterns =
    match.kind === 'any'
      ? match.values.map(exactPattern)
      : match.kind === 'wildcard'
        ? [likePattern(match.pattern)]
        : []
  return sql`exists (
    select 1 from jsonb_array_elements(coalesce(${study.header} -> ${match.tag} -> 'Value', '[]'::jsonb)) name
    where name ->> 'Alphabetic' ilike any(${sql.param(patterns)}::text[])
      or name ->> 'Ideographic' ilike any(${sql.param(patterns)}::text[])
      or name ->> 'Phonetic' ilike any(${sql.param(patterns)}::text[])
      or concat_ws('=', coalesce(name ->> 'Alphabetic', ''), name ->> 'Ideographic', name ->> 'Phonetic')
        ilike any(${sql.param(patterns)}::text[]))`
}

const exactPattern = (value: string): string => value.replace(/[\\%_]/g, character => `\\${character}`)
