import { HilumError, toHilumError } from '../base/errors.ts'
import type { DecoderPool } from '../dicom/decoder-pool.ts'
import type { PlacedSlice } from '../dicom/slice-stack.ts'

/** Where bytes come from, who decodes, and how to stop. */
export interface DecodePorts {
  /** The Part 10 file of a digest. */
  readonly readBytes: (digest: string) => Promise<Uint8Array>
  readonly pool: DecoderPool
  readonly signal: AbortSignal
  /** Share decoded, 0 to 1. */
  readonly progress: (fraction: number) => void
}

/** Slices in HU, one after another [slice, row, column] over a SharedArrayBuffer; failed ones hold nothing. */
export interface DecodedStack {
  readonly hu: Int16Array
  readonly failures: ReadonlyMap<number, HilumError>
}

const maximumVoxels = 2 ** 29
const atOnce = 4

/**
 * Decodes a stack, four slices in hand at a time. A slice that cannot be decoded is kept as a failure; what may pass
 * (a store that is away, cancellation) is thrown. @throws PREPROCESS_TOO_LARGE, BASE_CANCELLED
 */
export const decodeStack = async (
  slices: readonly PlacedSlice[],
  { readBytes, pool, signal, progress }: DecodePorts,
): Promise<DecodedStack> => {
  const { rows, columns } = slices[0]!.facts
  const voxels = slices.length * rows * columns
  if (voxels > maximumVoxels) throw new HilumError('PREPROCESS_TOO_LARGE', `${voxels} voxels`)
  const target = new SharedArrayBuffer(voxels * 2)
  const failures = new Map<number, HilumError>()
  let next = 0
  let done = 0
  const decodeNext = async (): Promise<void> => {
    while (next < slices.length) {
      const index = next++
      const { facts } = slices[index]!
      try {
        signal.throwIfAborted()
        const bytes = await readBytes(facts.digest)
        const targetOffset = index * rows * columns
        await pool.decodeHu({ bytes, frameIndex: 0, rows, columns, target, targetOffset }, signal)
      } catch (thrown) {
        if (signal.aborted)
          throw new HilumError('BASE_CANCELLED', 'preprocess was cancelled', { cause: thrown })
        const error = toHilumError(thrown)
        if (error.failureClass !== 'permanent') throw error
        failures.set(index, error)
      }
      progress(++done / slices.length)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, decodeNext))
  return { hu: new Int16Array(target), failures }
}
