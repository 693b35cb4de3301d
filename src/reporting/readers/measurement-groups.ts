import { concepts } from '../codes.ts'
import { type ContentNode, childrenNamed, childrenOfType } from './content-node.ts'

/** The measurement groups of a report, in order (PS3.16 TID 1500). */
export const measurementGroups = (root: ContentNode): readonly ContentNode[] =>
  childrenNamed(root, concepts.imagingMeasurements).flatMap(container =>
    childrenNamed(container, concepts.measurementGroup),
  )

/** Regions of a group by what they are (PS3.16 TID 1410 and 1411). */
export interface GroupRegions {
  /** Image Region as SCOORD. */
  readonly outlines: readonly ContentNode[]
  /** Image Region as SCOORD3D. */
  readonly outlines3d: readonly ContentNode[]
  /** Referenced Segment. */
  readonly segments: readonly ContentNode[]
}

/** The regions that a group names, each by its kind. */
export const regionsOf = (group: ContentNode): GroupRegions => {
  const regions = childrenNamed(group, concepts.imageRegion)
  return {
    outlines: regions.filter(node => node.valueType === 'SCOORD'),
    outlines3d: regions.filter(node => node.valueType === 'SCOORD3D'),
    segments: childrenNamed(group, concepts.referencedSegment),
  }
}

/** Coordinates nested in a number: what it was measured on. */
export const coordinatesOf = (node: ContentNode): readonly ContentNode[] => [
  ...childrenOfType(node, 'SCOORD'),
  ...childrenOfType(node, 'SCOORD3D'),
]
