import { closeSync, openSync, readSync } from 'node:fs'
import { HilumError, toHilumError } from '../base/errors.ts'
import { bufferSource } from '../dicom/byte-source.ts'
import { type Dataset, textOf } from '../dicom/dataset.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import { readInstanceFile } from '../dicom/instance-file.ts'
import { readInstance } from '../dicom/part10-index.ts'
import { findDataset } from '../dicom/part10-start.ts'
import { buildInstanceFacts } from '../dicom/read-facts.ts'
import { isValidUid } from '../dicom/uid.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import type { BlobWriter, StagedBlob } from '../storage/staged-blob.ts'
import { type Refusal, refuseInstance, studyKeyOf } from './accept.ts'
import type { StudyKey } from './instance.ts'

/** An instance whose bytes lie durably in staging and that could be read. */
export interface StagedInstance {
  readonly kind: 'readable'
  readonly blob: StagedBlob
  readonly facts: InstanceFacts
  readonly studyKey: StudyKey
  readonly header?: Dataset
  /** What it called itself, where it came under a pseudonym and was given its own names, and our id of its study. */
  readonly returned?: { readonly asSent: InstanceFacts; readonly studyId: string }
}

/** Staged and readable, or refused: then nothing of it is in staging any more. */
export type StagingResult = StagedInstance | { readonly kind: 'refused'; readonly refusal: Refusal }

/** An instance that has been read. */
export interface Staging {
  /** Resolves when it takes no memory any more, however that ended. */
  readonly written: Promise<void>
  /** Resolves when it is durable. Rejects with INTAKE_NO_SPACE and what the disk throws. */
  readonly staged: Promise<StagingResult>
}

/** What the batch says of the instance to come. */
export interface StagingChoices {
  readonly expectedStudyInstanceUid: string | undefined
  /** Is the header to be kept with these facts? Asked once an instance, in the order of arrival. */
  wantsHeader(facts: InstanceFacts): boolean
}

/**
 * Streams one instance to staging, hashed on the way, and indexes its header from there. When this resolves the bytes
 * are read, so that the next instance need not wait for the disk.
 * Indexing stays in this process: it reads a few KB, of memory or of the file (about 10 us of CPU), and depth, element count
 * and inflated size are bounded, so a thread with a deadline would cost more than it guards.
 * @throws INTAKE_NO_SPACE, and what `bytes` throws
 */
export const stageInstance = async (
  blobs: BlobStore,
  bytes: AsyncIterable<Uint8Array>,
  choices: StagingChoices,
): Promise<Staging> => {
  const writer = blobs.stage()
  try {
    for await (const chunk of bytes) await writer.write(chunk)
    if (writer.whole === undefined) await writer.flush()
  } catch (thrown) {
    await writer.discard()
    throw diskFailure(thrown)
  }
  const read = readStaged(writer, choices)
  if (read.kind === 'refused') {
    await writer.discard()
    return { written: Promise.resolve(), staged: Promise.resolve(read) }
  }
  const written = writer.flush()
  return { written: written.catch(() => {}), staged: finish(writer, written, read) }
}

type Unfinished = Omit<StagedInstance, 'blob'>

const finish = async (
  writer: BlobWriter,
  written: Promise<void>,
  { facts, ...rest }: Unfinished,
): Promise<StagedInstance> => {
  try {
    await written
    const blob = await writer.finish()
    return { ...rest, blob, facts: { ...facts, digest: blob.digest } }
  } catch (thrown) {
    await writer.discard()
    throw diskFailure(thrown)
  }
}

/** INTAKE_NO_SPACE for a full disk, anything else as it is. */
export const diskFailure = (thrown: unknown): unknown =>
  (thrown as NodeJS.ErrnoException).code === 'ENOSPC'
    ? new HilumError('INTAKE_NO_SPACE', 'the disk became full', { cause: thrown })
    : thrown

/** The facts lack their digest, which is known when the file is finished. */
const readStaged = (
  { path, sizeBytes, whole }: BlobWriter,
  { expectedStudyInstanceUid, wantsHeader }: StagingChoices,
): Unfinished | { readonly kind: 'refused'; readonly refusal: Refusal } => {
  try {
    const parsed = whole ? readInstance(whole) : readInstanceFile(path)
    if (!parsed.isPart10) throw new HilumError('DICOM_UNPARSABLE', 'no file meta information (PS3.10 7.1)')
    const facts = buildInstanceFacts(parsed, '', sizeBytes)
    const refusal = refuseInstance(facts, expectedStudyInstanceUid)
    if (refusal) return { kind: 'refused', refusal }
    const staged: Unfinished = { kind: 'readable', facts, studyKey: studyKeyOf(parsed.header, facts) }
    return wantsHeader(facts) ? { ...staged, header: parsed.header } : staged
  } catch (thrown) {
    const { code, detail } = toHilumError(thrown)
    return { kind: 'refused', refusal: { code, detail, ...namesOf(whole ?? firstBytes(path)) } }
  }
}

/** The UIDs of the file meta information, where the data set behind it cannot be read. */
const namesOf = (bytes: Uint8Array): { sopClassUid?: string; sopInstanceUid?: string } => {
  try {
    const { meta } = findDataset(bufferSource(bytes))
    const [sopClassUid, sopInstanceUid] = [textOf(meta, '00020002'), textOf(meta, '00020003')]
    return {
      ...(isValidUid(sopClassUid) ? { sopClassUid } : {}),
      ...(isValidUid(sopInstanceUid) ? { sopInstanceUid } : {}),
    }
  } catch {
    return {} // Not even that can be read: the refusal stays without a name.
  }
}

const firstBytes = (path: string): Uint8Array => {
  const file = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(4096)
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(file)
  }
}
