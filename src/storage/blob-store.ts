import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { HilumError } from '../base/errors.ts'
import { blobPath, keepBlobs, makeBlobFolders } from './blob-folders.ts'
import { createBufferPool } from './buffer-pool.ts'
import { ensureFreeSpace, readFreeBytes } from './disk-space.ts'
import { type BlobWriter, createFileOpener, openBlobWriter, type StagedBlob } from './staged-blob.ts'

/** Bytes from `start` to `end`, both included, as HTTP has it. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Bytes named by their SHA-256, in `blobs/aa/<digest>`: no UID is ever a path, and the same bytes are kept once. What is
 * written lies in `blobs/staging` first. The 256 folders are there from the start: with two levels nearly every instance
 * of a CT made a folder, which took as long as writing it.
 */
export interface BlobStore {
  /** A writable that hashes while it writes; nothing is kept before `commit`. */
  stage(): BlobWriter
  /** Keeps staged bytes, each once, whether they are held already or not. All are durable when it resolves. */
  commit(...staged: readonly StagedBlob[]): Promise<void>
  /** Drops staged bytes. */
  discard(staged: StagedBlob): Promise<void>
  /** Keeps bytes and returns their digest. */
  put(bytes: Uint8Array): Promise<string>
  /** All bytes, checked against their digest. @throws STORAGE_BLOB_MISSING, STORAGE_BLOB_DAMAGED */
  read(digest: string): Promise<Buffer>
  /** Where the bytes lie, to be read only. */
  pathOf(digest: string): string
  /** The bytes as a stream, unchecked. @throws STORAGE_BLOB_MISSING */
  openStream(digest: string, range?: ByteRange): Promise<Readable>
  has(digest: string): Promise<boolean>
  /** @throws STORAGE_BLOB_MISSING */
  sizeOf(digest: string): Promise<number>
  /** Removes the bytes, if they are there: for retention, when no row names them any more. */
  remove(digest: string): Promise<void>
  /** Bytes free on its file system. */
  freeBytes(): Promise<number>
  /** @throws STORAGE_DISK_LOW below 1 GiB, or `watermarkBytes` */
  ensureSpace(watermarkBytes?: number): Promise<void>
}

const missing = (cause: unknown): HilumError =>
  new HilumError('STORAGE_BLOB_MISSING', 'bytes that a row names are not in the blob folder', { cause })

const orMissing = <T>(work: Promise<T>): Promise<T> =>
  work.catch(error => {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? missing(error) : error
  })

/** Stale: staged by a process that died. A body takes minutes, so a day is far beyond any in progress. */
const staleAfterMs = 24 * 60 * 60 * 1000

const sweepStaging = async (folder: string, now: Date): Promise<number> => {
  let swept = 0
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const stats = await stat(path).catch(() => undefined)
    if (!stats || now.getTime() - stats.mtimeMs < staleAfterMs) continue
    await rm(path, { recursive: true, force: true })
    swept += 1
  }
  return swept
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const readChecked = async (root: string, digest: string): Promise<Buffer> => {
  const bytes = await orMissing(readFile(blobPath(root, digest)))
  const actual = createHash('sha256').update(bytes).digest('hex')
  if (actual === digest) return bytes
  throw new HilumError('STORAGE_BLOB_DAMAGED', 'stored bytes do not match their SHA-256')
}

/** A CT slice is half of it: most instances are one write. */
const gatheredBytes = 2 ** 20

/** As many as four bodies at once have in use. */
const mostIdleBuffers = 32

/** Opens (and makes) the store under `dataDir`/blobs, clearing what a dead process left in staging a day ago. */
export const openBlobStore = async (dataDir: string, now: Date): Promise<BlobStore> => {
  const root = join(dataDir, 'blobs')
  const staging = join(root, 'staging')
  await mkdir(staging, { recursive: true, mode: 0o750 })
  await sweepStaging(staging, now)
  await makeBlobFolders(root)
  const buffers = createBufferPool(gatheredBytes, mostIdleBuffers)
  const openFile = createFileOpener()
  const stage = (): BlobWriter => openBlobWriter(staging, openFile, buffers)
  return {
    stage,
    commit: (...staged) => keepBlobs(root, staged),
    discard: staged => rm(staged.path, { force: true }),
    put: async bytes => {
      const writer = stage()
      await writer.write(bytes)
      const staged = await writer.finish()
      await keepBlobs(root, [staged])
      return staged.digest
    },
    read: digest => readChecked(root, digest),
    pathOf: digest => blobPath(root, digest),
    openStream: async (digest, range) => {
      const path = blobPath(root, digest)
      await orMissing(access(path))
      return createReadStream(path, range ? { start: range.start, end: range.end } : {})
    },
    has: digest => exists(blobPath(root, digest)),
    sizeOf: async digest => (await orMissing(stat(blobPath(root, digest)))).size,
    remove: digest => rm(blobPath(root, digest), { force: true }),
    freeBytes: () => readFreeBytes(root),
    ensureSpace: watermarkBytes => ensureFreeSpace(root, watermarkBytes),
  }
}
