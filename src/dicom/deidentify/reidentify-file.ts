import { HilumError } from '../../base/errors.ts'
import { readDataset, readInstance } from '../part10-index.ts'
import type { ReidentificationMap } from './deidentify-dataset.ts'
import { reidentifyDataset } from './reidentify-dataset.ts'
import { writeWithPixels } from './write-with-pixels.ts'

/**
 * A Part 10 file that was made of de-identified objects, given back its UIDs, patient and study; pixels stay bit by bit.
 * The same file and map give the same bytes. @throws DICOM_NOT_DEIDENTIFIED for float pixels, which are not rewritten
 */
export const reidentifyFile = (file: Uint8Array, map: ReidentificationMap): Uint8Array => {
  const parsed = readInstance(file)
  if (parsed.pixelData && parsed.pixelData.tag !== '7FE00010')
    throw new HilumError('DICOM_NOT_DEIDENTIFIED', 'float pixels are not rewritten')
  return writeWithPixels(reidentifyDataset(readDataset(file), map), parsed, file)
}
