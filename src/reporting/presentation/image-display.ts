import { HilumError } from '../../base/errors.ts'
import { type Dataset, numberOf, textOf } from '../../dicom/dataset.ts'
import type { ReportInput } from '../output-object.ts'
import type { ImageSize } from './annotations.ts'

/** How an image is to be shown: its size, and how its stored values become HU, where that is known. */
export interface ImageDisplay extends ImageSize {
  readonly rescale?: { readonly slope: number; readonly intercept: number }
}

/**
 * Size and rescale of a slice's own image. Where its pixels cannot be read any more, the size is the series', and the
 * rescale the header's at hand if that is of the same series: a wrong one would turn every HU.
 */
export const imageDisplay = async (input: ReportInput, sliceIndex: number): Promise<ImageDisplay> => {
  const { volume } = input
  try {
    const slice = await input.readSlice?.(sliceIndex)
    if (slice) {
      const { rows, columns, rescale = rescaleOf(input) } = slice
      return { rows, columns, ...(rescale && { rescale }) }
    }
  } catch (thrown) {
    if (!(thrown instanceof HilumError) || thrown.failureClass !== 'permanent') throw thrown
  }
  if (!volume) throw new HilumError('REPORTING_UNKNOWN_IMAGE', 'a mark lies on an image of unknown size')
  const { rows, columns } = volume.imageSize ?? volume.shape
  const rescale = rescaleOf(input)
  return { rows, columns, ...(rescale && { rescale }) }
}

const rescaleOf = ({ studyHeader, volume }: ReportInput): ImageDisplay['rescale'] => {
  const isOfSeries = textOf(studyHeader, '0020000E') === volume?.seriesInstanceUid
  const [slope, intercept] = [numberOf(studyHeader, '00281053'), numberOf(studyHeader, '00281052')]
  return isOfSeries && slope !== undefined && intercept !== undefined ? { slope, intercept } : undefined
}

/** Images of one key can share a presentation state: Displayed Area and Modality LUT hold for all of its images. */
export const displayKey = ({ rows, columns, rescale }: ImageDisplay): string =>
  [rows, columns, rescale?.slope, rescale?.intercept].join(' ')

/** Modality LUT and the lung window (PS3.3 C.11.1, C.11.8). Without the first, a window would be of stored values. */
export const windowElements = (
  { rescale }: ImageDisplay,
  window: { readonly centre: number; readonly width: number },
): Dataset =>
  rescale
    ? {
        '00281052': { vr: 'DS', Value: [rescale.intercept] },
        '00281053': { vr: 'DS', Value: [rescale.slope] },
        '00281054': { vr: 'LO', Value: ['HU'] },
        '00283110': {
          vr: 'SQ',
          Value: [
            {
              '00281050': { vr: 'DS', Value: [window.centre] },
              '00281051': { vr: 'DS', Value: [window.width] },
              '00281055': { vr: 'LO', Value: ['LUNG'] },
            },
          ],
        },
      }
    : {}
