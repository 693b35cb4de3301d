import { and, eq, exists, inArray, notExists, sql } from 'drizzle-orm'
import type { Transaction } from '../database.ts'
import { instance, study } from '../schema.ts'
import { storable } from './instances-storable.ts'
import type { IncomingInstance } from './instances-studies.ts'

interface KnownKey {
  readonly studyInstanceUid: string
  readonly patientId: string
  readonly issuerOfPatientId: string
}

/**
 * Viewers leave the Issuer of Patient ID out of what they write (OHIF 3.13.2 does). An object without pixels that names no
 * issuer is of the patient whose Patient ID and study it names, where that is one patient; so is the study that such
 * an object opened before the images came. Without this a reader's report would look like a second patient's.
 * Call it with the studies locked. @returns the batch with the issuers that its objects do not name
 */
export const settleIssuers = async (
  tx: Transaction,
  batch: readonly IncomingInstance[],
): Promise<readonly IncomingInstance[]> => {
  const named = batch.filter(one => one.role === 'image' && one.studyKey.issuerOfPatientId !== '')
  const unnamed = batch.filter(isUnnamed)
  if (named.length > 0) await nameStudies(tx, named)
  if (unnamed.length === 0) return batch
  const held = await heldKeys(tx, unnamed)
  const keys = [...held, ...named.map(one => one.studyKey)]
  return batch.map(one => (isUnnamed(one) ? { ...one, studyKey: namedKey(one.studyKey, keys) } : one))
}

const isUnnamed = (one: IncomingInstance): boolean =>
  one.role === 'other' && one.studyKey.issuerOfPatientId === ''

const namedKey = (key: KnownKey, keys: readonly KnownKey[]): KnownKey => {
  const issuers = new Set(
    keys
      .filter(other => other.studyInstanceUid === key.studyInstanceUid && other.patientId === key.patientId)
      .map(other => other.issuerOfPatientId),
  )
  const [issuer] = issuers
  return issuers.size === 1 && issuer !== undefined ? { ...key, issuerOfPatientId: issuer } : key
}

const heldKeys = (tx: Transaction, batch: readonly IncomingInstance[]): Promise<KnownKey[]> =>
  tx
    .select({
      studyInstanceUid: study.studyInstanceUid,
      patientId: study.patientId,
      issuerOfPatientId: study.issuerOfPatientId,
    })
    .from(study)
    .where(
      and(
        inArray(study.studyInstanceUid, [...new Set(batch.map(one => one.studyKey.studyInstanceUid))]),
        exists(tx.select({ one: sql`1` }).from(instance).where(eq(instance.studyId, study.id))),
      ),
    )

/** Gives a study of the same patient that holds no image yet the issuer that its first images name. */
const nameStudies = async (tx: Transaction, named: readonly IncomingInstance[]): Promise<void> => {
  const keys = new Map(named.map(({ studyKey }) => [JSON.stringify(studyKey), storable(studyKey)]))
  const images = tx
    .select({ one: sql`1` })
    .from(instance)
    .where(and(eq(instance.studyId, study.id), eq(instance.role, 'image')))
  for (const { studyInstanceUid, patientId, issuerOfPatientId } of keys.values()) {
    const known = await tx
      .select({ issuer: study.issuerOfPatientId })
      .from(study)
      .where(and(eq(study.studyInstanceUid, studyInstanceUid), eq(study.patientId, patientId)))
    if (known.length !== 1 || known[0]!.issuer !== '') continue
    await tx
      .update(study)
      .set({ issuerOfPatientId })
      .where(
        and(
          eq(study.studyInstanceUid, studyInstanceUid),
          eq(study.patientId, patientId),
          eq(study.issuerOfPatientId, ''),
          notExists(images),
        ),
      )
  }
}
