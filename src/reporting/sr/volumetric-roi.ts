import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type {
  AlgorithmIdentity,
  Finding,
  ImagePoint,
  SliceAxis,
  SliceContour,
} from '../../inference/finding.ts'
import { concepts, units, values } from '../codes.ts'
import type { ReferencedImage } from '../output-object.ts'
import { algorithmItems } from './algorithm.ts'
import type { ContentItem } from './content-item.ts'
import { evidenceImage } from './evidence.ts'
import { findingSite, noduleLine } from './finding-words.ts'
import { codedItem, containerItem, measurementItem, textItem, uidItem } from './make-item.ts'

/** What a measurement group is made from. */
export interface RoiSource {
  readonly finding: Finding
  readonly algorithm: AlgorithmIdentity
  readonly images: readonly ReferencedImage[]
  /** Series Number of the evaluated series, where known, for the human line. */
  readonly seriesNumber?: number
}

/** OHIF's name of the tool that redraws the group when it is hydrated; a suffix is allowed, another prefix is not. */
const hydratingTool = 'Cornerstone3DTools@^0.1.0:Bidirectional'

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
      ...finding.contours.map(contour => regionItem(source, contour)),
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
  textItem('HAS OBS CONTEXT', concepts.trackingIdentifier, `${hydratingTool}:Nodule ${finding.id}`),
  uidItem('HAS OBS CONTEXT', concepts.trackingUniqueIdentifier, finding.trackingUid),
  codedItem('CONTAINS', concepts.finding, values.nodule),
  codedItem('HAS CONCEPT MOD', concepts.findingSite, findingSite(finding), [
    codedItem('HAS CONCEPT MOD', concepts.laterality, values[finding.side]),
  ]),
]

const regionItem = (source: RoiSource, contour: SliceContour): ContentItem =>
  coordinatesItem('CONTAINS', source, concepts.imageRegion, contour, closed(contour.points))

const closed = (points: readonly ImagePoint[]): readonly ImagePoint[] =>
  points[0] ? [...points, points[0]] : points

const coordinatesItem = (
  relationship: 'CONTAINS' | 'INFERRED FROM',
  source: RoiSource,
  name: CodedConcept,
  on: SliceContour | SliceAxis,
  points: readonly ImagePoint[],
): ContentItem => ({
  valueType: 'SCOORD',
  relationship,
  name,
  graphicType: 'POLYLINE',
  points,
  children: [{ valueType: 'IMAGE', relationship: 'SELECTED FROM', image: evidenceImage(source.images, on) }],
})

/** The five that OHIF prints beside the contour. Each axis carries its own line, which is what hydrates. */
const drawnMeasurements = (source: RoiSource): readonly ContentItem[] => {
  const { finding } = source
  const axis = (name: CodedConcept, value: number, line: SliceAxis): ContentItem =>
    measurementItem(name, value, millimetres, [
      coordinatesItem('INFERRED FROM', source, concepts.sourceOfMeasurement, line, line.points),
    ])
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
