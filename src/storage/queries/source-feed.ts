import { and, count, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../database.ts'
import { identityMap, instance, outputObject, quarantine, series, sourceCursor, study } from '../schema.ts'

/** UIDs of one statement: each is a parameter, of which the protocol has 65,535. */
const uidsAtOnce = 5_000

function* chunksOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += uidsAtOnce) yield rows.slice(at, at + uidsAtOnce)
}

/** Where a source's feed has been read to, undefined before the first time. */
export const loadSourceCursor = async (
  db: Database | Transaction,
  source: string,
): Promise<typeof sourceCursor.$inferSelect | undefined> =>
  (await db.select().from(sourceCursor).where(eq(sourceCursor.source, source)).limit(1))[0]

/** What changes of a source's row. */
export type SourceCursorChange = Partial<Omit<typeof sourceCursor.$inferInsert, 'source' | 'updatedAt'>>

/** Changes a source's row, making it if need be. */
export const saveSourceCursor = async (
  tx: Transaction,
  source: string,
  change: SourceCursorChange,
  now: Date,
): Promise<void> => {
  await tx
    .insert(sourceCursor)
    .values({ source, ...change, updatedAt: now })
    .onConflictDoUpdate({ target: sourceCursor.source, set: { ...change, updatedAt: now } })
}

/** Which of these SOP Instance UIDs need not be fetched: held, an object of ours, or a pseudonym of one of these. */
export const knownInstances = async (
  db: Database,
  sopInstanceUids: readonly string[],
): Promise<ReadonlySet<string>> => {
  const known = new Set<string>()
  for (const uids of chunksOf(sopInstanceUids)) {
    const held = await db
      .select({ uid: instance.sopInstanceUid })
      .from(instance)
      .where(inArray(instance.sopInstanceUid, uids))
    const made = await db
      .select({ uid: outputObject.sopInstanceUid })
      .from(outputObject)
      .where(inArray(outputObject.sopInstanceUid, uids))
    for (const row of [...held, ...made]) known.add(row.uid)
    const behind = await db
      .select({ uid: identityMap.pseudonym })
      .from(identityMap)
      .leftJoin(instance, eq(instance.sopInstanceUid, identityMap.original))
      .leftJoin(outputObject, eq(outputObject.sopInstanceUid, identityMap.original))
      .where(
        and(
          eq(identityMap.kind, 'uid'),
          inArray(identityMap.pseudonym, uids),
          or(isNotNull(instance.sopInstanceUid), isNotNull(outputObject.sopInstanceUid)),
        ),
      )
    for (const row of behind) known.add(row.uid)
  }
  return known
}

/** Codes under which instances of a source are in quarantine, by SOP Instance UID. */
export const quarantinedCodes = async (
  db: Database,
  source: string,
  sopInstanceUids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const codes = new Map<string, string>()
  for (const uids of chunksOf(sopInstanceUids)) {
    const rows = await db
      .select({ uid: quarantine.sopInstanceUid, code: quarantine.code })
      .from(quarantine)
      .where(and(eq(quarantine.source, source), inArray(quarantine.sopInstanceUid, uids)))
    for (const row of rows) if (row.uid !== null) codes.set(row.uid, row.code)
  }
  return codes
}

/** Keeps aside an instance that a source has and that cannot be had: there are no bytes of it. */
export const quarantineInstance = async (
  tx: Transaction,
  row: {
    readonly source: string
    readonly sopInstanceUid: string
    readonly code: string
    readonly detail: string
  },
  now: Date,
): Promise<void> => {
  await tx.insert(quarantine).values({ ...row, at: now })
}

/** Forgets that instances could not be had: they came after all. Rows that hold bytes stay. */
export const forgiveInstances = async (
  tx: Transaction,
  source: string,
  sopInstanceUids: readonly string[],
): Promise<void> => {
  for (const uids of chunksOf(sopInstanceUids))
    await tx
      .delete(quarantine)
      .where(
        and(
          eq(quarantine.source, source),
          inArray(quarantine.sopInstanceUid, uids),
          sql`${quarantine.digest} is null`,
        ),
      )
}

/** How many instances are held of each of these series, by Series Instance UID; none is left out. */
export const heldBySeries = async (
  db: Database,
  seriesInstanceUids: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const held = new Map<string, number>()
  for (const uids of chunksOf(seriesInstanceUids)) {
    const rows = await db
      .select({ uid: series.seriesInstanceUid, total: count() })
      .from(instance)
      .innerJoin(series, eq(series.id, instance.seriesId))
      .where(inArray(series.seriesInstanceUid, uids))
      .groupBy(series.seriesInstanceUid)
    for (const row of rows) held.set(row.uid, row.total)
  }
  return held
}

/** What is held of a Study Instance UID: one entry a patient, all but our own results. */
export interface HeldStudy {
  readonly studyId: string
  readonly phase: 'receiving' | 'complete' | 'quarantined'
  readonly sources: readonly string[]
  readonly instances: readonly { readonly sopInstanceUid: string; readonly source: string }[]
}

/** Studies of a Study Instance UID with the instances that are not ours. */
export const heldOfStudy = async (db: Database, studyInstanceUid: string): Promise<readonly HeldStudy[]> => {
  const studies = await db
    .select({ studyId: study.id, phase: study.phase, sources: study.sources })
    .from(study)
    .where(eq(study.studyInstanceUid, studyInstanceUid))
  if (studies.length === 0) return []
  const ids = studies.map(row => row.studyId)
  const instances = await db
    .select({
      studyId: instance.studyId,
      sopInstanceUid: instance.sopInstanceUid,
      source: instance.source,
    })
    .from(instance)
    .where(and(inArray(instance.studyId, ids), ne(instance.role, 'ours')))
  return studies.map(row => ({
    ...row,
    instances: instances.filter(one => one.studyId === row.studyId),
  }))
}
