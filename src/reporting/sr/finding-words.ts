import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { Finding } from '../../inference/finding.ts'
import { siteAbbreviation, values } from '../codes.ts'
import type { ReferencedImage } from '../output-object.ts'
import { decimalString } from './decimal-string.ts'

/** Where a nodule is: its lobe, or the lung where the lobe is uncertain or is not one of that side. */
export const findingSite = (finding: Finding): CodedConcept => {
  const isCertain =
    finding.siteConfidence === 'high' && siteAbbreviation(finding.site, finding.side) !== undefined
  return isCertain ? finding.site : values.lung
}

/**
 * One line for people, the label of a hydrated measurement: "Nodule 1 RUL 8.2 x 6.1 mm solid se 4 im 123". Sizes in mm,
 * `se` and `im` (Series and Instance Number of the widest slice) only where known.
 */
export const noduleLine = (
  finding: Finding,
  images: readonly ReferencedImage[],
  seriesNumber?: number,
): string => {
  const instanceNumber = images.find(
    image => image.sopInstanceUid === finding.sliceSopInstanceUid,
  )?.instanceNumber
  const words = [
    `Nodule ${finding.id}`,
    siteAbbreviation(findingSite(finding), finding.side),
    `${decimalString(finding.longAxisMm, 1)} x ${decimalString(finding.shortAxisMm, 1)} mm`,
    finding.type,
    finding.calcified ? 'calcified' : undefined,
    seriesNumber === undefined ? undefined : `se ${seriesNumber}`,
    instanceNumber === undefined ? undefined : `im ${instanceNumber}`,
  ]
  return words.filter(word => word !== undefined).join(' ')
}
