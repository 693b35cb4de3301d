import { compressedMark } from '../dicom/comparable-dataset.ts'
import { type Dataset, has } from '../dicom/dataset.ts'
import { compareSubstance, type ObjectComparison } from './dataset-compare.ts'
import { compareSr } from './sr-compare.ts'

const contentSequence = '0040A730'
const pixelData = '7FE00010'

/** Single attributes of an image, a segmentation or a presentation state that carry what it says. */
const substance = new Set(['00080008', '00081115', '00082112', '00209221', '00209222', '20500020'])

/** Groups that do so as a whole: pixels and windows, segments, presentation, functional groups, pixel data. */
const groups = ['0028', '0062', '0070', '5200', '7FE0']

/** How colours are stored: another transfer syntax may need another way. */
const colourModel = new Set(['00280004', '00280006'])

/**
 * Compares an object of any of our kinds with what came back. `7FE00010` holds a digest of the pixels (`readComparable`).
 * Pixels that a target compressed are not compared, which it tells as a change of the header; lossy compression is a
 * difference.
 */
export const compareObject = (sent: Dataset, back: Dataset): ObjectComparison => {
  if (has(sent, contentSequence)) return compareSr(sent, back)
  const isCompressed = isCompressedData(back) && !isCompressedData(sent)
  return compareSubstance(sent, back, tag =>
    isCompressed && (tag === pixelData || colourModel.has(tag)) ? false : isSubstance(tag),
  )
}

const isCompressedData = (dataset: Dataset): boolean =>
  dataset[pixelData]?.BulkDataURI?.startsWith(compressedMark) ?? false

const isSubstance = (tag: string): boolean =>
  substance.has(tag) || groups.some(group => tag.startsWith(group))
