import type { DecoderPool } from '../dicom/decoder-pool.ts'
import { readRescale } from '../dicom/hounsfield.ts'
import { readInstance } from '../dicom/part10-index.ts'
import type { DecodeSlice } from '../dicom/tell-series-facts.ts'
import type { VolumeSlice } from '../preprocess/volume.ts'
import type { SliceValues } from '../reporting/output-object.ts'

/** Bytes of a Part 10 file by the SHA-256 of its bytes. */
export type ReadBytes = (digest: string) => Promise<Uint8Array>

/** HU of one slice: its bytes read, decoded in a worker thread. */
export const sliceDecoder =
  (readBytes: ReadBytes, pool: DecoderPool): DecodeSlice =>
  async (facts, signal) => {
    const { rows, columns } = facts
    const target = new SharedArrayBuffer(rows * columns * Int16Array.BYTES_PER_ELEMENT)
    const bytes = await readBytes(facts.digest)
    await pool.decodeHu({ bytes, frameIndex: 0, rows, columns, target, targetOffset: 0 }, signal)
    return new Int16Array(target)
  }

/** HU of one slice of a volume, whose size is known. */
export const volumeSliceReader =
  (readBytes: ReadBytes, pool: DecoderPool) =>
  async (
    { digest, frameNumber }: VolumeSlice,
    { rows, columns }: { readonly rows: number; readonly columns: number },
    signal: AbortSignal,
  ): Promise<SliceValues> => {
    const target = new SharedArrayBuffer(rows * columns * Int16Array.BYTES_PER_ELEMENT)
    const bytes = await readBytes(digest)
    await pool.decodeHu(
      { bytes, frameIndex: (frameNumber ?? 1) - 1, rows, columns, target, targetOffset: 0 },
      signal,
    )
    const { slope, intercept } = readRescale(readInstance(bytes).header)
    return { rows, columns, hu: new Int16Array(target), rescale: { slope, intercept } }
  }
