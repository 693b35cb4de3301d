import type { InstanceFacts } from '../dicom/instance-facts.ts'
import { type ParsedInstance, readInstance } from '../dicom/part10-index.ts'
import { buildInstanceFacts } from '../dicom/read-facts.ts'
import type { ObjectVerdicts } from './object-verdicts.ts'
import type { OutputObject } from './output-object.ts'

/** An object with what its own bytes say of it. */
export interface MadeObject {
  readonly object: OutputObject
  readonly parsed: ParsedInstance
  readonly facts: InstanceFacts
}

/** Whose object it is in the ledger. */
export type ObjectOwner = { readonly workitemId: string } | { readonly noteId: string }

/** Stores the bytes for good with `store` (answers their SHA-256), and reads back what they say. */
export const storeObject = async (
  object: OutputObject,
  store: (bytes: Uint8Array) => Promise<string>,
): Promise<MadeObject> => {
  const digest = await store(object.bytes)
  const parsed = readInstance(object.bytes)
  return { object, parsed, facts: buildInstanceFacts(parsed, digest, object.bytes.length) }
}

/** The object's line in the ledger of everything that we made. */
export const ledgerRow = (
  made: MadeObject,
  owner: ObjectOwner,
  isPositive: boolean,
  now: Date,
  { encoding = '', verdicts }: { readonly encoding?: string; readonly verdicts?: ObjectVerdicts } = {},
) => ({
  ...owner,
  sopInstanceUid: made.object.sopInstanceUid,
  studyInstanceUid: made.object.studyInstanceUid,
  seriesInstanceUid: made.object.seriesInstanceUid,
  sopClassUid: made.object.sopClassUid,
  kind: made.object.kind,
  // Every object of ours has an Instance Number: its builder wrote it.
  instanceNumber: made.facts.instanceNumber!,
  isPositive,
  digest: made.facts.digest,
  sizeBytes: made.facts.sizeBytes,
  createdAt: now,
  encoding,
  ...(verdicts && { verdicts }),
})
