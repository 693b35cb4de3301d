import type { CodedConcept } from '../../dicom/coded-concept.ts'
import { type Dataset, itemsOf, numbersOf, textOf } from '../../dicom/dataset.ts'
import { concepts, titles, values } from '../codes.ts'
import {
  allNodes,
  type ContentNode,
  childrenNamed,
  codeOf,
  contentNode,
  evidenceUids,
  isNamed,
  referencedImages,
} from './content-node.ts'
import { measurementGroups } from './measurement-groups.ts'
import { readerConcepts } from './reader-concepts.ts'
import { relationshipFaults } from './relationships.ts'
import { groupOrder, orderFaults, rootOrder } from './template-order.ts'

/**
 * What is wrong with a written SR as a Measurement Report (PS3.16 TID 1500, 1410, 1411): required items, their
 * relationships, references outside the evidence. Empty if nothing is. A strict reader's view; for OHIF's see ohif.ts.
 */
export const tid1500Faults = (document: Dataset): readonly string[] => {
  const root = contentNode(document)
  const groups = measurementGroups(root)
  return [
    ...rootFaults(root),
    ...(hasResult(root) ? [] : ['Imaging Measurements is missing']),
    ...orderFaults(root, rootOrder),
    ...groups.flatMap((group, at) => groupFaults(group).map(fault => `group ${at + 1}: ${fault}`)),
    ...doubleTrackingFaults(groups),
    ...evidenceFaults(document, root),
    ...relationshipFaults(document, root),
  ]
}

/** One of the three is required (rows MC). */
const hasResult = (root: ContentNode): boolean =>
  [
    concepts.imagingMeasurements,
    readerConcepts.derivedMeasurements,
    readerConcepts.qualitativeEvaluations,
  ].some(name => childrenNamed(root, name).length > 0)

const rootFaults = (root: ContentNode): readonly string[] => [
  ...(root.valueType === 'CONTAINER' ? [] : ['the root is no CONTAINER']),
  ...(isNamed(root, titles.imagingMeasurementReport) ? [] : ['the title is not Imaging Measurement Report']),
  ...(root.templateId === '1500' ? [] : ['the root does not claim template 1500']),
  ...required(root, 'HAS CONCEPT MOD', concepts.language),
  ...required(root, 'HAS OBS CONTEXT', concepts.observerType),
  ...(isDeviceObserved(root) ? required(root, 'HAS OBS CONTEXT', concepts.deviceObserverUid) : []),
  ...required(root, 'HAS CONCEPT MOD', concepts.procedureReported),
]

const isDeviceObserved = (root: ContentNode): boolean =>
  childrenNamed(root, concepts.observerType).some(
    node => codeOf(node.item, '0040A168')?.value === values.device.value,
  )

const required = (parent: ContentNode, relationship: string, name: CodedConcept): readonly string[] => {
  const found = childrenNamed(parent, name)
  if (found.length === 0) return [`${name.meaning} is missing`]
  const isRight = found.every(child => child.relationship === relationship)
  return isRight ? [] : [`${name.meaning} is not ${relationship}`]
}

const groupFaults = (group: ContentNode): readonly string[] => [
  ...templateFaults(group),
  ...orderFaults(group, groupOrder),
  ...required(group, 'HAS OBS CONTEXT', concepts.trackingIdentifier),
  ...required(group, 'HAS OBS CONTEXT', concepts.trackingUniqueIdentifier),
  ...(childrenNamed(group, concepts.algorithmName).length > 0
    ? required(group, 'HAS CONCEPT MOD', concepts.algorithmVersion)
    : []),
  ...allNodes(group).flatMap(node => [...coordinateFaults(node), ...numberFaults(node)]),
]

/** A group of template 1410 has one region, of 1411 several, or a segment or surface in their place. */
const templateFaults = (group: ContentNode): readonly string[] => {
  const regions = childrenNamed(group, concepts.imageRegion).length
  const isElsewhere = [concepts.referencedSegment, readerConcepts.volumeSurface].some(
    name => childrenNamed(group, name).length > 0,
  )
  switch (group.templateId) {
    case '1410':
      return regions === 1 || isElsewhere ? [] : [`template 1410 has one Image Region, not ${regions}`]
    case '1411':
      return regions > 1 || isElsewhere ? [] : [`template 1411 has several Image Regions, not ${regions}`]
    case '1501':
      return []
    default:
      return ['no template 1410, 1411 or 1501 is claimed']
  }
}

const coordinateFaults = (node: ContentNode): readonly string[] => {
  if (node.valueType === 'SCOORD3D')
    return textOf(node.item, '30060024') ? [] : ['coordinates in space have no Frame of Reference UID']
  if (node.valueType !== 'SCOORD') return []
  const points = numbersOf(node.item, '00700022') ?? []
  const isWhole = points.length >= 2 && points.length % 2 === 0
  const isLine = textOf(node.item, '00700023') === 'POLYLINE'
  const isOpen = isLine && (points[0] !== points.at(-2) || points[1] !== points.at(-1))
  return [
    ...(isWhole ? [] : ['Graphic Data does not hold whole points']),
    ...(isNamed(node, concepts.imageRegion) && isOpen ? ['the outline of a region is not closed'] : []),
    ...(referencedImages(node).length === 1 ? [] : ['coordinates are not SELECTED FROM one image']),
  ]
}

const numberFaults = (node: ContentNode): readonly string[] => {
  if (node.valueType !== 'NUM') return []
  const measured = itemsOf(node.item, '0040A300')[0]
  const text = measured && textOf(measured, '0040A30A')
  const isNumber = text !== undefined && text.length <= 16 && Number.isFinite(Number(text))
  const hasUnit = measured !== undefined && codeOf(measured, '004008EA')?.scheme === 'UCUM'
  const name = node.name?.meaning ?? 'NUM'
  return [...(isNumber ? [] : [`${name} is no number`]), ...(hasUnit ? [] : [`${name} has no UCUM unit`])]
}

const doubleTrackingFaults = (groups: readonly ContentNode[]): readonly string[] => {
  const uids = groups.flatMap(group =>
    childrenNamed(group, concepts.trackingUniqueIdentifier).flatMap(
      node => textOf(node.item, '0040A124') ?? [],
    ),
  )
  return new Set(uids).size === uids.length ? [] : ['two groups have the same Tracking Unique Identifier']
}

/** References of an SR's tree that its evidence does not list, or lists twice (PS3.3 C.17.2.3). */
export const evidenceFaults = (document: Dataset, root: ContentNode): readonly string[] => {
  const listed = evidenceUids(document)
  const known = new Set(listed)
  const missing = allNodes(root)
    .filter(node => node.valueType === 'IMAGE')
    .flatMap(referencedImages)
    .filter(uid => !known.has(uid))
  return [
    ...(known.size === listed.length ? [] : ['an object is in the evidence more than once']),
    ...(missing.length === 0 ? [] : [`${new Set(missing).size} referenced images are not in the evidence`]),
  ]
}
