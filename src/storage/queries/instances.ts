import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../database.ts'
import { instance, outputObject, series, study } from '../schema.ts'

/** What retrieving an instance takes: its place in the model and its blob. */
export interface HeldInstance {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly sopInstanceUid: string
  readonly sopClassUid: string
  readonly transferSyntaxUid: string
  readonly digest: string
  readonly sizeBytes: number
}

/** A study, a series of it, or an instance of that: each level narrows the one before. */
export interface ResourceUids {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid?: string | undefined
  readonly sopInstanceUid?: string | undefined
}

/**
 * Instances of a resource, by series and instance number. A study in quarantine is not served: under one Study Instance
 * UID there may be two patients, and a viewer would mix them.
 */
export const listInstances = async (
  db: Database,
  resource: ResourceUids,
): Promise<readonly HeldInstance[]> => {
  const conditions: SQL[] = [eq(study.studyInstanceUid, resource.studyInstanceUid)]
  if (resource.seriesInstanceUid !== undefined) {
    conditions.push(eq(series.seriesInstanceUid, resource.seriesInstanceUid))
  }
  if (resource.sopInstanceUid !== undefined) {
    conditions.push(eq(instance.sopInstanceUid, resource.sopInstanceUid))
  }
  const rows = await db
    .select({
      studyInstanceUid: study.studyInstanceUid,
      seriesInstanceUid: series.seriesInstanceUid,
      sopInstanceUid: instance.sopInstanceUid,
      sopClassUid: instance.sopClassUid,
      transferSyntaxUid: instance.transferSyntaxUid,
      digest: instance.digest,
      sizeBytes: instance.sizeBytes,
      phase: study.phase,
    })
    .from(instance)
    .innerJoin(series, eq(series.id, instance.seriesId))
    .innerJoin(study, eq(study.id, instance.studyId))
    .where(and(...conditions))
    .orderBy(asc(series.seriesInstanceUid), asc(instance.instanceNumber), asc(instance.sopInstanceUid))
  return rows.filter(row => row.phase !== 'quarantined')
}

/** Digests of instances that are held, by SOP Instance UID. */
export const heldDigests = async (
  db: Database | Transaction,
  sopInstanceUids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (sopInstanceUids.length === 0) return new Map()
  const rows = await db
    .select({ uid: instance.sopInstanceUid, digest: instance.digest })
    .from(instance)
    .where(sql`${instance.sopInstanceUid} = any(${sql.param(sopInstanceUids)}::text[])`)
  return new Map(rows.map(row => [row.uid, row.digest]))
}

/** Digests of objects that we made, by SOP Instance UID: the ledger. */
export const ledgerDigests = async (
  db: Database | Transaction,
  sopInstanceUids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (sopInstanceUids.length === 0) return new Map()
  const rows = await db
    .select({ uid: outputObject.sopInstanceUid, digest: outputObject.digest })
    .from(outputObject)
    .where(sql`${outputObject.sopInstanceUid} = any(${sql.param(sopInstanceUids)}::text[])`)
  return new Map(rows.map(row => [row.uid, row.digest]))
}
