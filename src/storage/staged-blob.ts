import { createHash, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BufferPool } from './buffer-pool.ts'

// A FileHandle's methods cost an object and two promises more a call, 900 calls for a CT.
const open = promisify(fs.open)
const writeSome = promisify(fs.write)
const syncData = promisify(fs.fdatasync)

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
  /** All bytes so far while they are still in memory (up to a megabyte); valid until the next call. */
  readonly whole: Uint8Array | undefined
  /** Takes a copy. Await it, so that memory does not grow. */
  write(bytes: Uint8Array): Promise<void>
  /** When it resolves, the file holds what was written, and can be read. */
  flush(): Promise<void>
  /** Bytes to the disk (fdatasync), file closed. */
  finish(): Promise<StagedBlob>
  /** File closed and removed. */
  discard(): Promise<void>
}

/** Opens files of a folder one after the other: at once, they would spin on the folder's lock. */
export type FileOpener = (path: string) => Promise<number>

/** An opener of files that are new, for writing. */
export const createFileOpener = (): FileOpener => {
  let last: Promise<unknown> = Promise.resolve()
  return path => {
    const opening = last.then(() => open(path, 'wx', 0o640))
    last = opening.catch(() => {}) // Told to whom it concerns.
    return opening
  }
}

/**
 * Starts a new file in the staging folder, hashed while it is written. Bytes are gathered in a buffer that is used
 * again: a chunk can be forgotten at once, the disk gets a few large writes, and none of it holds up the event loop.
 */
export const openBlobWriter = (
  stagingFolder: string,
  openFile: FileOpener,
  buffers: BufferPool,
): BlobWriter => {
  const path = join(stagingFolder, randomBytes(16).toString('hex'))
  const opening = openFile(path)
  opening.catch(() => {}) // Thrown by the first flush.
  const hash = createHash('sha256')
  const buffer = buffers.take()
  let gathered = 0
  let isWhole = true
  let isHeld = true
  let isOpen = true
  let sizeBytes = 0
  const flush = async (): Promise<void> => {
    hash.update(buffer.subarray(0, gathered))
    const file = await opening
    for (let at = 0; at < gathered; ) {
      at += (await writeSome(file, buffer, at, gathered - at, null)).bytesWritten
    }
    gathered = 0
    isWhole = false
  }
  const release = (): void => {
    if (isHeld) buffers.giveBack(buffer) // Twice, and two writers would share it.
    isHeld = false
    isWhole = false
  }
  const close = (file: number): void => {
    // Nothing is left to be done: not worth a turn of the thread pool. Twice, and it is another's file.
    const wasOpen = isOpen
    isOpen = false
    if (wasOpen) fs.closeSync(file)
  }
  return {
    path,
    get sizeBytes() {
      return sizeBytes
    },
    get whole() {
      return isWhole ? buffer.subarray(0, gathered) : undefined
    },
    write: async bytes => {
      sizeBytes += bytes.length
      for (let at = 0; at < bytes.length; ) {
        if (gathered === buffer.length) await flush()
        const some = bytes.subarray(at, at + buffer.length - gathered)
        buffer.set(some, gathered)
        gathered += some.length
        at += some.length
      }
    },
    flush,
    finish: async () => {
      await flush()
      release()
      const file = await opening
      await syncData(file)
      close(file)
      return { path, digest: hash.digest('hex'), sizeBytes }
    },
    discard: async () => {
      release()
      await opening.then(close).catch(() => {})
      await rm(path, { force: true })
    },
  }
}
