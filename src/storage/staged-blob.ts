import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes written but not yet kept. */
export interface StagedBlob {
  /** Where they lie until commit or discard: to be read, not moved. */
  readonly path: string
  /** SHA-256, lower case hex. */
  readonly digest: string
  readonly sizeBytes: number
}

/** A file that is being written. End it with `finish`, or `discard` it. */
export interface BlobWriter {
  /** Where it is being written. */
  readonly path: string
  /** Bytes so far. */
  readonly sizeBytes: number
  /** Resolves when the bytes are handed to the system: await it, so that memory does not grow. */
  write(bytes: Uint8Array): Promise<void>
  /** Bytes to the disk (fsync), file closed. */
  finish(): Promise<StagedBlob>
  /** File closed and removed. */
  discard(): Promise<void>
}

const writeFully = async (file: FileHandle, bytes: Uint8Array): Promise<void> => {
  let offset = 0
  while (offset < bytes.length) offset += (await file.write(bytes, offset)).bytesWritten
}

/** Starts a new file in the staging folder, hashed while it is written. */
export const openBlobWriter = async (stagingFolder: string): Promise<BlobWriter> => {
  const path = join(stagingFolder, randomBytes(16).toString('hex'))
  const file = await open(path, 'wx', 0o640)
  const hash = createHash('sha256')
  let sizeBytes = 0
  return {
    path,
    get sizeBytes() {
      return sizeBytes
    },
    write: async bytes => {
      hash.update(bytes)
      sizeBytes += bytes.length
      await writeFully(file, bytes)
    },
    finish: async () => {
      await file.sync()
      await file.close()
      return { path, digest: hash.digest('hex'), sizeBytes }
    },
    discard: async () => {
      await file.close().catch(() => {})
      await rm(path, { force: true })
    },
  }
}
