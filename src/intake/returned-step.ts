import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { AuditEvent } from '../audit/entry.ts'
import { toHilumError } from '../base/errors.ts'
import type { Dataset, Element } from '../dicom/dataset.ts'
import { patientAndStudy } from '../dicom/deidentify/deidentify-dataset.ts'
import { reidentifyFile } from '../dicom/deidentify/reidentify-file.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import { readDataset, readInstance } from '../dicom/part10-index.ts'
import { buildInstanceFacts } from '../dicom/read-facts.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import type { Database } from '../storage/database.ts'
import { findOriginals, findStudiesBehind, type StudyBehind } from '../storage/queries/identity-map.ts'
import type { StagedBlob } from '../storage/staged-blob.ts'
import { studyKeyOf } from './accept.ts'
import { digestOfDigests } from './receipt.ts'
import type { StagedInstance, StagingResult } from './staging-step.ts'

/** What giving back names stands on. */
export interface ReturnedParts {
  readonly db: Database
  readonly blobs: BlobStore
}

/**
 * Gives instances that come back from a target, under the pseudonyms that it was sent, their own names: patient, study
 * and every UID that we know. All others are answered as they are.
 */
export const reidentifyReturned = async (
  parts: ReturnedParts,
  results: readonly StagingResult[],
): Promise<readonly StagingResult[]> => {
  const readable = results.filter(one => one.kind === 'readable')
  const studies = [...new Set(readable.map(one => one.facts.studyInstanceUid))]
  const behind = new Map((await findStudiesBehind(parts.db, studies)).map(one => [one.pseudonym, one]))
  if (behind.size === 0) return results
  const made: StagingResult[] = []
  for (const one of results) {
    const study = one.kind === 'readable' ? behind.get(one.facts.studyInstanceUid) : undefined
    const isReturned = one.kind === 'readable' && study && (await isPseudonymous(parts, one, study))
    made.push(isReturned ? await reidentify(parts, one, study) : one)
  }
  return made
}

/** Where UIDs were kept the study is its own pseudonym: then the patient's tells. */
const isPseudonymous = async (
  { db }: ReturnedParts,
  { studyKey }: StagedInstance,
  study: StudyBehind,
): Promise<boolean> => {
  if (study.pseudonym !== study.studyInstanceUid) return true
  const { patientId, issuerOfPatientId } = study
  if (studyKey.patientId === '' || studyKey.patientId === patientId) return false
  const original = (await findOriginals(db, 'patient-id', [studyKey.patientId])).get(studyKey.patientId)
  return original !== undefined && isDeepStrictEqual(JSON.parse(original), [patientId, issuerOfPatientId])
}

const reidentify = async (
  parts: ReturnedParts,
  one: StagedInstance,
  study: StudyBehind,
): Promise<StagingResult> => {
  try {
    const file = await readFile(one.blob.path)
    const uids = await findOriginals(parts.db, 'uid', [...uidsIn(readDataset(file))])
    const header = { ...patientAndStudy(study.header), ...keyAttributes(study) }
    const bytes = reidentifyFile(file, { uids, header, shiftDays: 0 })
    const parsed = readInstance(bytes)
    const blob = await stage(parts, bytes)
    await parts.blobs.discard(one.blob)
    const facts = buildInstanceFacts(parsed, blob.digest, blob.sizeBytes)
    const studyKey = studyKeyOf(parsed.header, facts)
    const returned = { asSent: one.facts, studyId: study.studyId }
    return { kind: 'readable', blob, facts, studyKey, header: parsed.header, returned }
  } catch (thrown) {
    const { code, detail } = toHilumError(thrown)
    if (!code.startsWith('DICOM_')) throw thrown
    await parts.blobs.discard(one.blob)
    const { sopClassUid, sopInstanceUid } = one.facts
    const refusal = { code: 'INTAKE_NOT_REIDENTIFIED', detail: `${code}: ${detail}` } as const
    return { kind: 'refused', refusal: { ...refusal, sopClassUid, sopInstanceUid } }
  }
}

/** What the study is known by here, which one image's header may write otherwise. */
const keyAttributes = (study: StudyBehind): Dataset => {
  const text = (vr: string, value: string): Element => (value === '' ? { vr } : { vr, Value: [value] })
  return {
    '00100020': text('LO', study.patientId),
    ...(study.issuerOfPatientId === '' ? {} : { '00100021': text('LO', study.issuerOfPatientId) }),
    '0020000D': text('UI', study.studyInstanceUid),
  }
}

const stage = async ({ blobs }: ReturnedParts, bytes: Uint8Array): Promise<StagedBlob> => {
  const writer = blobs.stage()
  try {
    await writer.write(bytes)
    await writer.flush()
    return await writer.finish()
  } catch (thrown) {
    await writer.discard()
    throw thrown
  }
}

/** Every UID of a data set, at any depth. */
const uidsIn = (dataset: Dataset): ReadonlySet<string> => {
  const found = new Set<string>()
  const collect = (item: Dataset): void => {
    for (const { vr, Value: values = [] } of Object.values(item)) {
      if (vr === 'SQ') for (const inner of values) collect(inner as Dataset)
      if (vr === 'UI') for (const uid of values) if (typeof uid === 'string' && uid !== '') found.add(uid)
    }
  }
  collect(dataset)
  return found
}

/** What a result called itself when it came, where it was given its own names. */
export const returnedAs = (result: StagingResult): InstanceFacts | undefined =>
  result.kind === 'readable' ? result.returned?.asSent : undefined

/** What the audit says of them, by study: how many, and how many were new (of our own results none is). */
export const returnedEvents = (
  { actor, source }: { readonly actor: string; readonly source: string },
  results: readonly StagingResult[],
  stored: ReadonlySet<string>,
): readonly AuditEvent[] => {
  const returned = results.filter(one => one.kind === 'readable').filter(one => one.returned !== undefined)
  const studies = [...new Set(returned.map(one => one.returned!.studyId))]
  return studies.map(subject => {
    const some = returned.filter(one => one.returned!.studyId === subject)
    return {
      actor,
      action: 'instances.reidentified',
      subject,
      detail: {
        source,
        count: some.length,
        stored: some.filter(one => stored.has(one.facts.sopInstanceUid)).length,
        sentDigest: digestOfDigests(some.map(one => one.returned!.asSent.digest)),
        digest: digestOfDigests(some.map(one => one.facts.digest)),
      },
    }
  })
}
