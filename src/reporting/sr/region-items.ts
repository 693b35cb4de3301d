import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { ImagePoint, SliceAxis, SliceContour } from '../../inference/finding.ts'
import { concepts } from '../codes.ts'
import { imagePlane, pointInPatient } from '../image-plane.ts'
import type { ContentItem, Relationship } from './content-item.ts'
import { evidenceImage } from './evidence.ts'
import { uidItem } from './make-item.ts'
import type { RoiSource } from './roi-source.ts'

/**
 * Outlines of a nodule, widest first. On images each is an Image Region (PS3.16 TID 1410, 1411). In the frame of
 * reference a single one is an Image Region too, but several are one Volume Surface of polygons with its source series:
 * TID 1411 has no planar region there.
 * @throws REPORTING_UNKNOWN_IMAGE
 */
export const regionItems = (source: RoiSource): readonly ContentItem[] => {
  const { contours } = source.finding
  const isSurface = source.volumeIn3d !== undefined && contours.length > 1
  const name = isSurface ? concepts.volumeSurface : concepts.imageRegion
  return [
    ...contours.map(contour => outlineItem(source, name, contour)),
    ...(isSurface ? [uidItem('CONTAINS', concepts.sourceSeries, source.volumeIn3d!.seriesInstanceUid)] : []),
  ]
}

/** What an axis was measured on: its line. @throws REPORTING_UNKNOWN_IMAGE */
export const axisItem = (source: RoiSource, line: SliceAxis): ContentItem =>
  coordinatesItem(source, {
    relationship: 'INFERRED FROM',
    name: concepts.sourceOfMeasurement,
    graphicType: 'POLYLINE',
    on: line,
    points: line.points,
  })

const outlineItem = (source: RoiSource, name: CodedConcept, contour: SliceContour): ContentItem =>
  coordinatesItem(source, {
    relationship: 'CONTAINS',
    name,
    graphicType: 'POLYGON',
    on: contour,
    points: closed(contour.points),
  })

const closed = (points: readonly ImagePoint[]): readonly ImagePoint[] =>
  points[0] ? [...points, points[0]] : points

interface Coordinates {
  readonly relationship: Relationship
  readonly name: CodedConcept
  /** POLYGON is of three-dimensional coordinates only: on an image it is a closed POLYLINE. */
  readonly graphicType: 'POLYGON' | 'POLYLINE'
  readonly on: SliceContour | SliceAxis
  readonly points: readonly ImagePoint[]
}

const coordinatesItem = (
  { images, volumeIn3d }: RoiSource,
  { relationship, name, graphicType, on, points }: Coordinates,
): ContentItem => {
  const image = evidenceImage(images, on)
  if (!volumeIn3d)
    return {
      valueType: 'SCOORD',
      relationship,
      name,
      graphicType: 'POLYLINE',
      points,
      children: [{ valueType: 'IMAGE', relationship: 'SELECTED FROM', image }],
    }
  const plane = imagePlane(volumeIn3d, on.sliceIndex)
  return {
    valueType: 'SCOORD3D',
    relationship,
    name,
    graphicType,
    points: points.map(point => pointInPatient(plane, point)),
    frameOfReferenceUid: volumeIn3d.frameOfReferenceUid,
  }
}
