import { HilumError } from '../../base/errors.ts'
import { inLittleEndian } from '../../dicom/element-value.ts'
import { frameBytes } from '../../dicom/frame-bytes.ts'
import { readInstanceFile } from '../../dicom/instance-file.ts'
import { datasetBytes, type ParsedInstance } from '../../dicom/part10-index.ts'
import { pixelShapeOf } from '../../dicom/pixel-length.ts'
import { transferSyntaxOf } from '../../dicom/transfer-syntax.ts'
import type { BlobStore } from '../../storage/blob-store.ts'

/** The frames of a stored instance. Numbers count from 1, as the standard's. */
export interface StoredFrames {
  readonly parsed: ParsedInstance
  readonly count: number
  /** The frame's bytes: encoded as stored, or native in little endian. @throws DICOMWEB_NOT_FOUND */
  read(frameNumber: number): Promise<Uint8Array>
}

/**
 * Opens them. Of native pixels only the frame is read from the disk; encoded and deflated files are read whole, since
 * where a frame lies may have to be found in its bytes. @throws DICOMWEB_NOT_FOUND without pixels
 */
export const openFrames = (blobs: BlobStore, digest: string): StoredFrames => {
  const parsed = readInstanceFile(blobs.pathOf(digest))
  if (!parsed.pixelData) throw new HilumError('DICOMWEB_NOT_FOUND', 'the instance has no frames')
  const syntax = transferSyntaxOf(parsed.transferSyntaxUid)
  const shape = pixelShapeOf(parsed.header)
  const frameBits = shape.rows * shape.columns * shape.samplesPerPixel * shape.bitsAllocated
  const { offset, vr } = parsed.pixelData
  const isPlaced = syntax.codec === 'native' && !syntax.isDeflated && frameBits % 8 === 0
  let whole: Promise<Uint8Array> | undefined
  const readWhole = (): Promise<Uint8Array> => {
    whole ??= blobs.read(digest).then(bytes => datasetBytes(bytes, parsed.transferSyntaxUid))
    return whole
  }
  return {
    parsed,
    count: shape.frames,
    read: async frameNumber => {
      if (frameNumber < 1 || frameNumber > shape.frames) {
        throw new HilumError('DICOMWEB_NOT_FOUND', `there is no frame ${frameNumber}`)
      }
      const index = frameNumber - 1
      if (!isPlaced) return frameBytes(await readWhole(), parsed, index)
      const start = offset + (index * frameBits) / 8
      const bytes = await readRange(blobs, digest, start, frameBits / 8)
      return inLittleEndian(shape.bitsAllocated > 16 ? 'OL' : vr, bytes, syntax.isLittleEndian)
    },
  }
}

const readRange = async (
  blobs: BlobStore,
  digest: string,
  start: number,
  length: number,
): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of await blobs.openStream(digest, { start, end: start + length - 1 }))
    chunks.push(chunk)
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}
