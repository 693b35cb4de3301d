import { HilumError } from '../../base/errors.ts'
import type { ValuePlace } from '../../dicom/dataset-read.ts'

/** Longer binary values of metadata are left to a BulkDataURI; text never is. */
const maxInlineBytes = 1024

/** True for the values that metadata replaces by a BulkDataURI. */
export const isBulk = ({ path, vr, length }: ValuePlace): boolean =>
  isPixelData(path) || (length > maxInlineBytes && (vr.startsWith('O') || vr === 'UN'))

const pixelTags = new Set(['7FE00008', '7FE00009', '7FE00010'])

/** True for the pixels themselves, not those of an icon in a sequence. */
export const isPixelData = (path: readonly (string | number)[]): boolean =>
  path.length === 1 && pixelTags.has(String(path[0]))

/** The path of an address behind `bulkdata/`: tag, item index from 0, tag. @throws DICOMWEB_BAD_QUERY */
export const parseBulkPath = (text: string): string => {
  if (!/^[0-9A-Fa-f]{8}(\/\d{1,6}\/[0-9A-Fa-f]{8}){0,32}$/.test(text)) {
    throw new HilumError('DICOMWEB_BAD_QUERY', 'the bulk data address is not a path of tags')
  }
  return text.toUpperCase()
}
