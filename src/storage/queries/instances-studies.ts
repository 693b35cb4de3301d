import { and, eq, exists, inArray, ne, notExists, or, sql } from 'drizzle-orm'
import type { Dataset } from '../../dicom/dataset.ts'
import type { AcceptedInstance, StudyKey } from '../../intake/instance.ts'
import type { Transaction } from '../database.ts'
import { instance, study } from '../schema.ts'
import { storable } from './instances-storable.ts'

/** An accepted instance; the header is needed only of the first of each series and role. */
export type IncomingInstance = Omit<AcceptedInstance, 'header'> & { readonly header?: Dataset }

/** A study's instances of one batch, image instances first. */
export interface IncomingStudy {
  readonly key: StudyKey
  readonly instances: readonly IncomingInstance[]
}

/** Why a study with a second patient is set aside, as its row says. */
export const twoPatients = 'two patients share its Study Instance UID'

/** A study key as one text, for maps. */
export const studyKeyText = (key: StudyKey): string =>
  JSON.stringify([key.studyInstanceUid, key.patientId, key.issuerOfPatientId])

/** The studies of a batch, keys as the database can hold them. */
export const groupByStudy = (batch: readonly IncomingInstance[]): readonly IncomingStudy[] => {
  const groups = new Map<string, { key: StudyKey; instances: IncomingInstance[] }>()
  for (const one of batch) {
    const key = storable(one.studyKey)
    const group = groups.get(studyKeyText(key)) ?? { key, instances: [] }
    group.instances.push(one)
    groups.set(studyKeyText(key), group)
  }
  return [...groups.values()]
}

/**
 * Locks out other batches of the same Study Instance UIDs until the commit, in one order for all: a second patient
 * cannot slip in beside. 256 locks bound what a body of many studies takes of the server's lock table.
 */
export const lockStudies = async (tx: Transaction, studies: readonly IncomingStudy[]): Promise<void> => {
  const uids = studies.map(({ key }) => key.studyInstanceUid)
  await tx.execute(sql`
    select pg_advisory_xact_lock(727001, bucket)
    from (select distinct hashtext(uid) & 255 as bucket from unnest(${sql.param(uids)}::text[]) uid order by 1) buckets`)
}

/** Our ids of the studies that exist, by key text. */
export const findStudies = async (
  tx: Transaction,
  studies: readonly IncomingStudy[],
): Promise<ReadonlyMap<string, string>> => {
  if (studies.length === 0) return new Map()
  const rows = await tx
    .select({
      id: study.id,
      studyInstanceUid: study.studyInstanceUid,
      patientId: study.patientId,
      issuerOfPatientId: study.issuerOfPatientId,
    })
    .from(study)
    .where(
      inArray(
        study.studyInstanceUid,
        studies.map(({ key }) => key.studyInstanceUid),
      ),
    )
  return new Map(rows.map(row => [studyKeyText(row), row.id]))
}

/** Makes the study rows that are missing. One with nothing but results of ours has nothing to wait for: complete. */
export const ensureStudies = async (
  tx: Transaction,
  studies: readonly IncomingStudy[],
  now: Date,
): Promise<ReadonlyMap<string, string>> => {
  const known = await findStudies(tx, studies)
  const missing = studies.filter(({ key }) => !known.has(studyKeyText(key)))
  if (missing.length === 0) return known
  await tx.insert(study).values(
    missing.map(({ key, instances }) => ({
      ...key,
      header: storable(representative(instances)),
      phase: instances.every(one => one.role === 'ours') ? ('complete' as const) : ('receiving' as const),
      sources: [],
      firstArrivalAt: now,
      lastArrivalAt: now,
    })),
  )
  return findStudies(tx, studies)
}

const representative = (instances: readonly IncomingInstance[]): Dataset => {
  const withHeader = instances.filter(one => one.header !== undefined)
  return (withHeader.find(one => one.role === 'image') ?? withHeader[0])?.header ?? {}
}

/** Gives a study that had no image the header of its first one. Call it before the instances are inserted. */
export const takeFirstImageHeader = async (
  tx: Transaction,
  studyId: string,
  instances: readonly IncomingInstance[],
): Promise<void> => {
  const header = instances.find(one => one.role === 'image' && one.header !== undefined)?.header
  if (header === undefined) return
  const images = tx
    .select({ one: sql`1` })
    .from(instance)
    .where(and(eq(instance.studyId, studyId), eq(instance.role, 'image')))
  await tx
    .update(study)
    .set({ header: storable(header) })
    .where(and(eq(study.id, studyId), notExists(images)))
}

/** Something foreign arrived: a complete study is receiving again, towards its next revision. Not for our own results. */
export const noteArrival = async (
  tx: Transaction,
  studyId: string,
  isFirstForeign: boolean,
  now: Date,
): Promise<void> => {
  await tx
    .update(study)
    .set({
      lastArrivalAt: now,
      ...(isFirstForeign ? { firstArrivalAt: now } : {}),
      phase: sql`case when ${study.phase} = 'complete' then 'receiving' else ${study.phase} end`,
      // An operator forced the revision that is complete, not the one to come.
      isForced: sql`${study.isForced} and ${study.phase} <> 'complete'`,
    })
    .where(eq(study.id, studyId))
}

/** True if the study holds anything but our own results. */
export const hasForeignInstances = async (tx: Transaction, studyId: string): Promise<boolean> => {
  const [row] = await tx
    .select({ uid: instance.sopInstanceUid })
    .from(instance)
    .where(and(eq(instance.studyId, studyId), ne(instance.role, 'ours')))
    .limit(1)
  return row !== undefined
}

/** Adds names to the sources that a study came from. */
export const addSources = async (
  tx: Transaction,
  studyId: string,
  sources: readonly string[],
): Promise<void> => {
  await tx
    .update(study)
    .set({
      sources: sql`(select array_agg(distinct name order by name) from unnest(${study.sources} || ${sql.param(sources)}::text[]) name)`,
    })
    .where(and(eq(study.id, studyId), sql`not ${study.sources} @> ${sql.param(sources)}::text[]`))
}

/**
 * Sets aside every study whose Study Instance UID also names another patient's, where both hold something foreign.
 * @returns our ids of the ones that were not in quarantine before.
 */
export const quarantineSharedUids = async (
  tx: Transaction,
  studyInstanceUids: readonly string[],
): Promise<readonly string[]> => {
  const foreign = tx
    .select({ one: sql`1` })
    .from(instance)
    .where(and(eq(instance.studyId, study.id), ne(instance.role, 'ours')))
  const candidates = await tx
    .select({ id: study.id, uid: study.studyInstanceUid, phase: study.phase })
    .from(study)
    .where(
      and(
        inArray(study.studyInstanceUid, [...studyInstanceUids]),
        or(exists(foreign), eq(study.phase, 'quarantined')),
      ),
    )
  const shared = candidates.filter(one =>
    candidates.some(other => other.uid === one.uid && other.id !== one.id),
  )
  const ids = shared.filter(one => one.phase !== 'quarantined').map(one => one.id)
  if (ids.length > 0) {
    await tx
      .update(study)
      .set({ phase: 'quarantined', quarantineReason: twoPatients })
      .where(inArray(study.id, ids))
  }
  return ids
}
