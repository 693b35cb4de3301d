import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { Finding, SliceAxis } from '../../inference/finding.ts'
import { concepts, units, values } from '../codes.ts'
import { algorithmItems } from './algorithm.ts'
import type { ContentItem } from './content-item.ts'
import { findingSite, noduleLine } from './finding-words.ts'
import { codedItem, containerItem, measurementItem, textItem, uidItem } from './make-item.ts'
import { axisItem, regionItems } from './region-items.ts'
import type { RoiSource } from './roi-source.ts'
import { trackingIdentifier } from './tracking.ts'

const millimetres = { decimals: 1, unit: units.millimetre }

/**
 * A nodule as a Measurement Group: Volumetric ROI Measurements (PS3.16 TID 1411), Planar (TID 1410) where it lies on one
 * slice, or Measurement and Qualitative Evaluation (TID 1501) where a model tells no outline. The order is what viewers need: OHIF draws the first contour and the first five measurements.
 * @throws REPORTING_UNKNOWN_IMAGE REPORTING_BAD_NUMBER
 */
export const noduleGroup = (source: RoiSource): ContentItem => {
  const { finding } = source
  return containerItem(
    concepts.measurementGroup,
    [
      ...identityItems(source),
      ...algorithmItems(source.algorithm),
      ...regionItems(source),
      ...drawnMeasurements(source),
      ...furtherItems(source),
    ],
    templateOf(finding),
  )
}

const templateOf = ({ contours }: Finding): string => {
  if (contours.length > 1) return '1411'
  return contours.length === 1 ? '1410' : '1501'
}

const identityItems = ({ finding }: RoiSource): readonly ContentItem[] => [
  textItem('HAS OBS CONTEXT', concepts.trackingIdentifier, trackingIdentifier(finding)),
  uidItem('HAS OBS CONTEXT', concepts.trackingUniqueIdentifier, finding.trackingUid),
  codedItem('CONTAINS', concepts.finding, values.nodule),
  codedItem('HAS CONCEPT MOD', concepts.findingSite, findingSite(finding), [
    codedItem('HAS CONCEPT MOD', concepts.laterality, values[finding.side]),
  ]),
]

/** The five that OHIF prints beside the contour. Each axis carries its own line, which is what hydrates. */
const drawnMeasurements = (source: RoiSource): readonly ContentItem[] => {
  const { finding } = source
  const axis = (name: CodedConcept, value: number, line: SliceAxis): ContentItem =>
    measurementItem(name, value, millimetres, [axisItem(source, line)])
  return [
    axis(concepts.longAxis, finding.longAxisMm, finding.longAxis),
    axis(concepts.shortAxis, finding.shortAxisMm, finding.shortAxis),
    measurementItem(concepts.diameter, finding.diameterMm, millimetres, [meanItem()]),
    measurementItem(concepts.volume, finding.volumeMm3, { decimals: 0, unit: units.cubicMillimetre }),
    measurementItem(concepts.certaintyOfFinding, finding.confidence * 100, {
      decimals: 1,
      unit: units.percent,
    }),
  ]
}

const meanItem = (): ContentItem => codedItem('HAS CONCEPT MOD', concepts.derivation, values.mean)

const furtherItems = ({ finding, images, seriesNumber }: RoiSource): readonly ContentItem[] => [
  measurementItem(concepts.attenuationCoefficient, finding.meanHu, { decimals: 0, unit: units.hounsfield }, [
    meanItem(),
  ]),
  ...(finding.solidCoreDiameterMm === undefined
    ? []
    : [measurementItem(concepts.solidCoreDiameter, finding.solidCoreDiameterMm, millimetres)]),
  codedItem('CONTAINS', concepts.noduleType, values[finding.type]),
  textItem('CONTAINS', concepts.comment, noduleLine(finding, images, seriesNumber)),
]
