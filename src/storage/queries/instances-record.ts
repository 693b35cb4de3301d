import { inArray, sql } from 'drizzle-orm'
import type { Transaction } from '../database.ts'
import { series } from '../schema.ts'
import { heldDigests } from './instances.ts'
import { settleIssuers } from './instances-issuer.ts'
import { storable } from './instances-storable.ts'
import {
  addSources,
  ensureStudies,
  findStudies,
  groupByStudy,
  hasForeignInstances,
  type IncomingInstance,
  type IncomingStudy,
  lockStudies,
  noteArrival,
  quarantineSharedUids,
  studyKeyText,
  takeFirstImageHeader,
} from './instances-studies.ts'

/** What became of a batch. */
export interface RecordedBatch {
  /** SOP Instance UIDs that were not held before. */
  readonly stored: ReadonlySet<string>
  /** The digest that is held now under each SOP Instance UID of the batch. */
  readonly held: ReadonlyMap<string, string>
  /** The studies that instances of the batch were stored in. */
  readonly studies: readonly { readonly studyId: string; readonly stored: readonly IncomingInstance[] }[]
  /** Our ids of studies that this batch brought into quarantine: a second patient under one Study Instance UID. */
  readonly quarantined: readonly string[]
}

/** Rows of one insert. */
const rowsAtOnce = 500

/**
 * Records a batch in the caller's transaction, each SOP Instance UID at most once in the batch. An instance that is held already changes nothing but the
 * study's sources. One of ours never moves a study's arrival, phase or header.
 */
export const recordInstances = async (
  tx: Transaction,
  incoming: readonly IncomingInstance[],
  now: Date,
): Promise<RecordedBatch> => {
  await lockStudies(tx, groupByStudy(incoming))
  const batch = await settleIssuers(tx, incoming)
  const before = await heldDigests(tx, sopUids(batch))
  const fresh = groupByStudy(batch.filter(one => !before.has(one.facts.sopInstanceUid)))
  const studyIds = await ensureStudies(tx, fresh, now)
  const studies: { studyId: string; stored: readonly IncomingInstance[] }[] = []
  for (const { key, instances } of fresh) {
    const studyId = studyIds.get(studyKeyText(key))!
    studies.push({ studyId, stored: await recordStudy(tx, studyId, instances, now) })
  }
  await mergeSources(tx, batch)
  const freshUids = fresh.map(({ key }) => key.studyInstanceUid)
  const quarantined = freshUids.length === 0 ? [] : await quarantineSharedUids(tx, freshUids)
  const stored = new Set(studies.flatMap(one => sopUids(one.stored)))
  return { stored, held: await heldDigests(tx, sopUids(batch)), studies, quarantined }
}

const sopUids = (batch: readonly IncomingInstance[]): readonly string[] =>
  batch.map(one => one.facts.sopInstanceUid)

/** @returns the instances that were stored. */
const recordStudy = async (
  tx: Transaction,
  studyId: string,
  instances: readonly IncomingInstance[],
  now: Date,
): Promise<readonly IncomingInstance[]> => {
  const hadForeign = await hasForeignInstances(tx, studyId)
  await takeFirstImageHeader(tx, studyId, instances)
  const seriesIds = await ensureSeries(tx, studyId, instances)
  const stored = await insertInstances(tx, studyId, seriesIds, instances, now)
  if (stored.some(one => one.role !== 'ours')) await noteArrival(tx, studyId, !hadForeign, now)
  return stored
}

const ensureSeries = async (
  tx: Transaction,
  studyId: string,
  instances: readonly IncomingInstance[],
): Promise<ReadonlyMap<string, string>> => {
  const firsts = new Map<string, IncomingInstance>()
  for (const one of instances) {
    const uid = one.facts.seriesInstanceUid
    if (!firsts.has(uid) || firsts.get(uid)!.header === undefined) firsts.set(uid, one)
  }
  const rows = [...firsts].map(([seriesInstanceUid, first]) => ({
    studyId,
    seriesInstanceUid,
    modality: storable(first.facts.modality ?? null),
    header: storable(first.header ?? {}),
  }))
  for (const some of chunksOf(rows)) await tx.insert(series).values(some).onConflictDoNothing()
  const found = await tx
    .select({ id: series.id, uid: series.seriesInstanceUid, studyId: series.studyId })
    .from(series)
    .where(inArray(series.seriesInstanceUid, [...firsts.keys()]))
  return new Map(found.filter(row => row.studyId === studyId).map(row => [row.uid, row.id]))
}

/**
 * Inserts of many rows, each one parameter of JSON: 300 single inserts took 180 ms, one of 3,600 parameters 40 to 70 of
 * this process, this one 4 to 19 (a busy machine).
 */
const insertInstances = async (
  tx: Transaction,
  studyId: string,
  seriesIds: ReadonlyMap<string, string>,
  instances: readonly IncomingInstance[],
  now: Date,
): Promise<readonly IncomingInstance[]> => {
  // One order for all: two batches that share instances wait for each other instead of in a ring.
  const ordered = [...instances].sort((a, b) => (a.facts.sopInstanceUid < b.facts.sopInstanceUid ? -1 : 1))
  const stored = new Set<string>()
  for (const some of chunksOf(ordered)) {
    const rows = some.map(one => rowOf(one, seriesIds.get(one.facts.seriesInstanceUid)!))
    const inserted = await tx.execute<{ uid: string }>(sql`
      insert into instance (sop_instance_uid, study_id, series_id, sop_class_uid, transfer_syntax_uid, instance_number,
        digest, size_bytes, role, source, facts, received_at)
      select row.uid, ${studyId}::uuid, row.series, row.class, row.syntax, row.number,
        row.digest, row.size, row.role, row.source, row.facts, ${now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(uid text, series uuid, class text, syntax text,
        number int, digest text, size bigint, role text, source text, facts jsonb)
      on conflict do nothing returning sop_instance_uid as uid`)
    for (const row of inserted) stored.add(row.uid)
  }
  return instances.filter(one => stored.has(one.facts.sopInstanceUid))
}

/** A row as the insert names its values. */
const rowOf = ({ facts, role, source }: IncomingInstance, series: string) => ({
  uid: facts.sopInstanceUid,
  series,
  class: facts.sopClassUid,
  syntax: facts.transferSyntaxUid,
  number: smallInteger(facts.instanceNumber),
  digest: facts.digest,
  size: facts.sizeBytes,
  role,
  source,
  facts: storable(facts),
})

/** IS goes to 2^31 - 1 (PS3.5 6.2), hostile ones further; the column does not. */
const smallInteger = (value: number | undefined): number | null =>
  value !== undefined && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : null

/** Duplicates too say that a source has the study. */
const mergeSources = async (tx: Transaction, batch: readonly IncomingInstance[]): Promise<void> => {
  const studies: readonly IncomingStudy[] = groupByStudy(batch)
  const ids = await findStudies(tx, studies)
  for (const { key, instances } of studies) {
    const studyId = ids.get(studyKeyText(key))
    const sources = [...new Set(instances.filter(one => one.role !== 'ours').map(one => one.source))]
    if (studyId !== undefined && sources.length > 0) await addSources(tx, studyId, sources)
  }
}

function* chunksOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce)
}
