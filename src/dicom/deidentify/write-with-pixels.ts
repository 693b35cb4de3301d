import type { Dataset } from '../dataset.ts'
import { inLittleEndian } from '../element-value.ts'
import { datasetBytes, type ParsedInstance, type PixelDataPlace } from '../part10-index.ts'
import { writePart10 } from '../part10-write.ts'
import { transferSyntaxOf } from '../transfer-syntax.ts'
import { withEncapsulatedPixels } from './encapsulated-file.ts'

/** What may be done to a copy of the pixels on the way, in place. */
export interface PixelChanges {
  readonly native?: (pixels: Uint8Array) => void
  readonly encapsulated?: (pixels: Uint8Array, place: PixelDataPlace) => void
}

/** A Part 10 file of another data set with the pixels of `file`, bit by bit but for `changes`. @throws as writePart10 */
export const writeWithPixels = (
  dataset: Dataset,
  { pixelData, transferSyntaxUid }: ParsedInstance,
  file: Uint8Array,
  changes: PixelChanges = {},
): Uint8Array => {
  if (!pixelData) return writePart10(dataset)
  const source = datasetBytes(file, transferSyntaxUid)
  const pixels = source.slice(pixelData.offset, pixelData.offset + pixelData.length)
  if (pixelData.fragments) {
    changes.encapsulated?.(pixels, pixelData)
    return withEncapsulatedPixels(writePart10(dataset), transferSyntaxUid, pixels)
  }
  const vr = pixelData.vr === 'OB' ? 'OB' : 'OW'
  const native = inLittleEndian(vr, pixels, transferSyntaxOf(transferSyntaxUid).isLittleEndian)
  changes.native?.(native)
  return writePart10({ ...dataset, '7FE00010': { vr, Value: [native] } })
}
