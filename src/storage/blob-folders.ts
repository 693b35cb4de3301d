import { mkdir, open, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HilumError } from '../base/errors.ts'
import type { StagedBlob } from './staged-blob.ts'

const digestPattern = /^[0-9a-f]{64}$/

/** Where the bytes of a digest lie. @throws STORAGE_BLOB_MISSING if it is none */
export const blobPath = (root: string, digest: string): string => {
  if (!digestPattern.test(digest)) throw new HilumError('STORAGE_BLOB_MISSING', 'not a SHA-256 digest')
  return join(root, digest.slice(0, 2), digest)
}

const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return // Folders cannot be opened there.
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A rename or a sync waits for the disk. */
const mostAtOnce = 8

const forEachAtOnce = async <T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> => {
  const queue = items[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: mostAtOnce }, worker))
}

/** The folder may have been removed since the start, being empty. */
const moveInto = async (path: string, staged: StagedBlob): Promise<void> => {
  try {
    await rename(staged.path, path)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown
    await mkdir(dirname(path), { recursive: true, mode: 0o750 })
    await syncFolder(dirname(dirname(path)))
    await rename(staged.path, path)
  }
}

/**
 * A rename is atomic, and durable once its folder is synced: once for all that came into it. Bytes that are held already
 * are replaced by themselves, so that who held them first need not have synced yet.
 */
export const keepBlobs = async (root: string, blobs: readonly StagedBlob[]): Promise<void> => {
  await forEachAtOnce(blobs, staged => moveInto(blobPath(root, staged.digest), staged))
  await forEachAtOnce(new Set(blobs.map(({ digest }) => dirname(blobPath(root, digest)))), syncFolder)
}

/** Makes the 256 folders that are missing: no instance has to. */
export const makeBlobFolders = async (root: string): Promise<void> => {
  const present = new Set(await readdir(root))
  const names = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
  const missing = names.filter(name => !present.has(name))
  for (const name of missing) await mkdir(join(root, name), { recursive: true, mode: 0o750 })
  await syncFolder(root) // Also what a start that was cut off made.
}
