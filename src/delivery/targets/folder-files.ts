import { randomUUID } from 'node:crypto'
import { constants, type FileHandle, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { HilumError } from '../../base/errors.ts'
import { codeIn } from '../../base/outage.ts'

/** The error's code, as in ENOSPC. Its message names a path, and is not told. */
export const fileErrorCode = (thrown: unknown): string =>
  (thrown instanceof Error ? codeIn(thrown) : undefined) ?? 'unknown'

/** A file's bytes, undefined if it is not there. */
export const readIfThere = async (path: string): Promise<Uint8Array | undefined> => {
  try {
    return await readFile(path)
  } catch (thrown) {
    if (fileErrorCode(thrown) === 'ENOENT') return undefined
    throw thrown
  }
}

const syncAndClose = async (handle: FileHandle): Promise<void> => {
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes a rename last a power cut. Some network file systems cannot sync a folder: there it is up to them. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await syncAndClose(handle)
  } catch (thrown) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR'].includes(fileErrorCode(thrown))) throw thrown
  }
}

/**
 * Writes a file whole or not at all: beside it under a name that begins with a dot, synced, then renamed. @throws what
 * the file system throws; nothing is left then
 */
export const writeWhole = async (folder: string, name: string, bytes: Uint8Array): Promise<void> => {
  const part = join(folder, `.${name}.${randomUUID()}.part`)
  try {
    const handle = await open(part, 'wx', 0o640)
    try {
      await handle.writeFile(bytes)
    } finally {
      await syncAndClose(handle)
    }
    await rename(part, join(folder, name))
  } catch (thrown) {
    await rm(part, { force: true }).catch(() => undefined) // The first failure is told, not that of tidying up.
    throw thrown
  }
  await syncFolder(folder)
}

/**
 * What `work` gives, if that comes in time: a network share that is away may keep a call for ever, and nothing can end
 * it. @throws BASE_CANCELLED, DELIVERY_UNAVAILABLE after `ms`
 */
export const withinTime = <Done>(work: () => Promise<Done>, ms: number, signal: AbortSignal): Promise<Done> =>
  new Promise((resolve, reject) => {
    const stop = (): void =>
      reject(new HilumError('BASE_CANCELLED', 'stopped while it waited for the folder'))
    if (signal.aborted) return stop()
    const silent = (): void =>
      reject(new HilumError('DELIVERY_UNAVAILABLE', `the file system is silent for ${ms / 1000} s`))
    const timer = setTimeout(silent, ms)
    signal.addEventListener('abort', stop, { once: true })
    return work()
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer)
        signal.removeEventListener('abort', stop)
      })
  })
