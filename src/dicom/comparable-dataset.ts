import { createHash } from 'node:crypto'
import type { Dataset } from './dataset.ts'
import { inLittleEndian } from './element-value.ts'
import { datasetBytes, readDataset, readInstance } from './part10-index.ts'
import { transferSyntaxOf } from './transfer-syntax.ts'

/** Begins what stands for pixels that are compressed: they can be told apart only by decoding. */
export const compressedMark = 'compressed:'

/**
 * The whole data set, and in place of Pixel Data a digest (as BulkDataURI): `sha256:` of native pixels in little endian,
 * whatever the file's byte order, or `compressed:` and the transfer syntax.
 * @throws as readInstance
 */
export const readComparable = (bytes: Uint8Array): Dataset => {
  const { pixelData, transferSyntaxUid } = readInstance(bytes)
  const dataset = readDataset(bytes)
  if (!pixelData) return dataset
  const { tag, vr, offset, length, fragments } = pixelData
  if (fragments) return { ...dataset, [tag]: { vr, BulkDataURI: `${compressedMark}${transferSyntaxUid}` } }
  const pixels = datasetBytes(bytes, transferSyntaxUid).subarray(offset, offset + length)
  const native = inLittleEndian(vr, pixels, transferSyntaxOf(transferSyntaxUid).isLittleEndian)
  const digest = createHash('sha256').update(native).digest('hex')
  return { ...dataset, [tag]: { vr, BulkDataURI: `sha256:${digest}` } }
}
