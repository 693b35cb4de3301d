import type { VolumeGeometry } from '../../../inference/analysis.ts'
import type { Finding } from '../../../inference/finding.ts'
import { siteAbbreviation } from '../../codes.ts'
import type { SliceValues } from '../../output-object.ts'
import { decimalString } from '../../sr/decimal-string.ts'
import { findingSite } from '../../sr/finding-words.ts'

/** What a nodule's page is drawn from. `slice` is absent where its pixels cannot be read. */
export interface NodulePage {
  readonly finding: Finding
  /** How many nodules the result has. */
  readonly count: number
  readonly volume?: VolumeGeometry
  readonly slice?: SliceValues
  readonly seriesNumber?: number
  readonly instanceNumber?: number
  readonly algorithm: string
}

const mm = (value: number): string => decimalString(value, 1)

/** The lobe's short name, or the lung where the lobe is uncertain. */
export const siteWords = (finding: Finding): string =>
  siteAbbreviation(findingSite(finding), finding.side) ?? `${finding.side} lung`

/** "8.2 x 6.1 mm". */
export const sizeWords = ({ longAxisMm, shortAxisMm }: Finding): string =>
  `${mm(longAxisMm)} x ${mm(shortAxisMm)} mm`

/** "#1 RUL 8.2 x 6.1 mm". */
export const noduleHeadline = (finding: Finding): string =>
  `#${finding.id} ${siteWords(finding)} ${sizeWords(finding)}`

/** What is measured, in three lines. */
export const noduleLines = (page: NodulePage): readonly string[] => {
  const { finding } = page
  const core = finding.solidCoreDiameterMm
  return [
    [
      `Nodule ${finding.id} of ${page.count}: ${finding.type}`,
      ...(finding.calcified ? ['calcified'] : []),
      ...(core === undefined ? [] : [`solid part ${mm(core)} mm`]),
    ].join(', '),
    `Mean ${mm(finding.diameterMm)} mm, ${decimalString(finding.volumeMm3, 0)} mm3, ${decimalString(finding.meanHu, 0)} HU, CAD score ${finding.confidence.toFixed(2)}`,
    [...placeWords(page), page.algorithm].join(', '),
  ]
}

/** Where the slice is to be found: Series and Instance Number where known, and its place in the stack. */
const placeWords = ({ finding, seriesNumber, instanceNumber, volume }: NodulePage): readonly string[] => [
  ...(seriesNumber === undefined ? [] : [`Series ${seriesNumber}`]),
  ...(instanceNumber === undefined ? [] : [`image ${instanceNumber}`]),
  ...(volume ? [`slice ${finding.longAxis.sliceIndex + 1} of ${volume.shape.slices}`] : []),
]
