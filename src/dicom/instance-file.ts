import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type ByteSource, checkWithin } from './byte-source.ts'
import type { Dataset } from './dataset.ts'
import { type BulkJudge, indexDataset, indexInstance, type ParsedInstance } from './part10-index.ts'

const windowBytes = 64 * 1024

/**
 * Indexes a file through a window of 64 KiB: the header and the item headers of compressed pixels are read, pixels are
 * not, so the memory used does not depend on the file's size. A deflated file is read whole.
 * @throws as readInstance; and what `fs` throws
 */
export const readInstanceFile = (path: string): ParsedInstance => withFile(path, indexInstance)

/** The whole data set of a file, as `readDataset`; what a URI stands for is not read. */
export const readDatasetFile = (path: string, bulkUri: BulkJudge): Dataset =>
  withFile(path, source => indexDataset(source, bulkUri))

const withFile = <T>(path: string, read: (source: ByteSource) => T): T => {
  const file = openSync(path, 'r')
  try {
    return read(fileSource(file))
  } finally {
    closeSync(file)
  }
}

/** A file as a source. Each answer is valid until the next call. */
const fileSource = (file: number): ByteSource => {
  const total = fstatSync(file).size
  let window = new Uint8Array(0)
  let windowStart = 0
  const load = (offset: number, length: number): void => {
    window = new Uint8Array(Math.min(Math.max(length, windowBytes), total - offset))
    windowStart = offset
    let filled = 0
    while (filled < window.length) {
      const got = readSync(file, window, filled, window.length - filled, offset + filled)
      if (got === 0) checkWithin(offset, window.length, offset + filled)
      filled += got
    }
  }
  return {
    length: total,
    bytes: (offset, length) => {
      checkWithin(offset, length, total)
      if (offset < windowStart || offset + length > windowStart + window.length) load(offset, length)
      return window.subarray(offset - windowStart, offset - windowStart + length)
    },
  }
}
