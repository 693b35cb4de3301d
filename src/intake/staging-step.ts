import { closeSync, openSync, readSync } from 'node:fs'
import { HilumError, toHilumError } from '../base/errors.ts'
import { bufferSource } from '../dicom/byte-source.ts'
import { type Dataset, textOf } from '../dicom/dataset.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import { readInstanceFile } from '../dicom/instance-file.ts'
import { findDataset } from '../dicom/part10-start.ts'
import { buildInstanceFacts } from '../dicom/read-facts.ts'
import { isValidUid } from '../dicom/uid.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import type { StagedBlob } from '../storage/staged-blob.ts'
import { type Refusal, refuseInstance, studyKeyOf } from './accept.ts'
import type { StudyKey } from './instance.ts'

/** An instance whose bytes lie in staging and that could be read. */
export interface StagedInstance {
  readonly kind: 'readable'
  readonly blob: StagedBlob
  readonly facts: InstanceFacts
  readonly studyKey: StudyKey
  readonly header?: Dataset
}

/** Staged and readable, or refused: then nothing of it is in staging any more. */
export type StagingResult = StagedInstance | { readonly kind: 'refused'; readonly refusal: Refusal }

/**
 * Streams one instance to staging, hashed on the way, then indexes its header from there. Indexing stays in this
 * process: it reads one window of the file (about 10 us of CPU), and depth, element count and inflated size are bounded,
 * so a thread with a deadline would cost more than it guards. @throws INTAKE_NO_SPACE, and what `bytes` throws
 */
export const stageInstance = async (
  blobs: BlobStore,
  bytes: AsyncIterable<Uint8Array>,
  expectedStudyInstanceUid: string | undefined,
): Promise<StagingResult> => {
  const blob = await stageBytes(blobs, bytes)
  const refused = async (refusal: Refusal): Promise<StagingResult> => {
    await blobs.discard(blob)
    return { kind: 'refused', refusal }
  }
  try {
    const parsed = readInstanceFile(blob.path)
    if (!parsed.isPart10) throw new HilumError('DICOM_UNPARSABLE', 'no file meta information (PS3.10 7.1)')
    const facts = buildInstanceFacts(parsed, blob.digest, blob.sizeBytes)
    const refusal = refuseInstance(facts, expectedStudyInstanceUid)
    if (refusal) return await refused(refusal)
    return {
      kind: 'readable',
      blob,
      facts,
      studyKey: studyKeyOf(parsed.header, facts),
      header: parsed.header,
    }
  } catch (thrown) {
    const { code, detail } = toHilumError(thrown)
    return refused({ code, detail, ...namesOf(blob.path) })
  }
}

const stageBytes = async (blobs: BlobStore, bytes: AsyncIterable<Uint8Array>): Promise<StagedBlob> => {
  const writer = await blobs.stage()
  try {
    for await (const chunk of bytes) await writer.write(chunk)
    return await writer.finish()
  } catch (thrown) {
    await writer.discard()
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown
    throw new HilumError('INTAKE_NO_SPACE', 'the disk became full', { cause: thrown })
  }
}

/** The UIDs of the file meta information, where the data set behind it cannot be read. */
const namesOf = (path: string): { sopClassUid?: string; sopInstanceUid?: string } => {
  try {
    const { meta } = findDataset(bufferSource(firstBytes(path)))
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
