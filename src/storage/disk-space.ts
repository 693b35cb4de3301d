import { statfs } from 'node:fs/promises'
import { HilumError } from '../base/errors.ts'

/** Below this many free bytes nothing more is accepted: 1 GiB. */
export const lowWatermarkBytes = 1024 ** 3

/** Bytes that an ordinary user may still write on the folder's file system. */
export const readFreeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** To be asked before a body is read. @throws STORAGE_DISK_LOW if fewer than `watermarkBytes` are free */
export const ensureFreeSpace = async (folder: string, watermarkBytes = lowWatermarkBytes): Promise<void> => {
  const freeBytes = await readFreeBytes(folder)
  if (freeBytes >= watermarkBytes) return
  const mebibytes = (bytes: number): number => Math.floor(bytes / 1024 ** 2)
  throw new HilumError(
    'STORAGE_DISK_LOW',
    `${mebibytes(freeBytes)} MiB free, ${mebibytes(watermarkBytes)} MiB wanted`,
  )
}
