import { numbersOf, textOf } from '../../dicom/dataset.ts'
import { concepts } from '../codes.ts'
import {
  allNodes,
  type ContentNode,
  childrenNamed,
  childrenOfType,
  isNamed,
  referencedImages,
} from './content-node.ts'
import { coordinatesOf } from './measurement-groups.ts'
import { firstGeometries } from './ohif-drawing.ts'

/** Groups that become measurements of OHIF when a person agrees to track them, and why the others do not. */
export interface OhifHydration {
  readonly count: number
  readonly reasons: readonly string[]
}

const tools =
  /^Cornerstone3DTools@\^0\.1\.0:(Bidirectional|Length|CircleROI|EllipticalROI|RectangleROI|PlanarFreehandROI|ArrowAnnotate|Probe|Angle|CobbAngle)(:|$)/

/** Judges the hydration of a report whose groups have coordinates. */
export const hydrationOf = (root: ContentNode, groups: readonly ContentNode[]): OhifHydration => {
  const ofAll = reportFaults(root, groups)
  const images = new Set(groups.flatMap(firstGeometries).flatMap(referencedImages))
  const faults = groups.map(group => groupFault(group, images))
  return {
    count: ofAll.length > 0 ? 0 : faults.filter(fault => fault === undefined).length,
    reasons: [
      ...ofAll,
      ...faults.flatMap((fault, at) => (fault === undefined ? [] : [`group ${at + 1}: ${fault}`])),
    ],
  }
}

/** What keeps every group from becoming a measurement. */
const reportFaults = (root: ContentNode, groups: readonly ContentNode[]): readonly string[] => {
  const trackingUids = groups.map(group => textOfItem(group, concepts.trackingUniqueIdentifier))
  return [
    ...(root.templateId === '1500' ? [] : ['the root does not claim template 1500']),
    ...(new Set(trackingUids).size === groups.length ? [] : ['two groups share a tracking UID']),
    ...meaningFaults(root),
  ]
}

const textOfItem = (group: ContentNode, name: (typeof concepts)['finding']): string => {
  const item = childrenNamed(group, name)[0]?.item ?? {}
  return textOf(item, '0040A160') ?? textOf(item, '0040A124') ?? ''
}

/** Meanings that OHIF compares as text. */
const comparedAsText = [
  concepts.imagingMeasurements,
  concepts.measurementGroup,
  concepts.trackingIdentifier,
  concepts.trackingUniqueIdentifier,
  concepts.longAxis,
  concepts.shortAxis,
]

const meaningFaults = (root: ContentNode): readonly string[] => {
  const misspelt = comparedAsText.filter(concept =>
    allNodes(root).some(node => isNamed(node, concept) && node.name?.meaning !== concept.meaning),
  )
  return misspelt.map(concept => `a meaning is not exactly "${concept.meaning}"`)
}

const groupFault = (group: ContentNode, images: ReadonlySet<string>): string | undefined => {
  const numbers = childrenOfType(group, 'NUM')
  const tool = tools.exec(textOfItem(group, concepts.trackingIdentifier))?.[1]
  if (!tool && numbers.length === 0 && isKnownShape(group)) return undefined
  if (!tool) return 'its Tracking Identifier names no tool of OHIF'
  const lines = linesOf(tool, numbers)
  if (lines === undefined) return 'its measurements carry no coordinates of their own'
  const isDrawn = lines.flatMap(referencedImages).every(uid => images.has(uid))
  return isDrawn ? undefined : 'a measurement lies on an image that no group opens'
}

/** The coordinates that the tool takes: of both axes, or of the first number; undefined where one is missing. */
const linesOf = (tool: string, numbers: readonly ContentNode[]): readonly ContentNode[] | undefined => {
  const carrying =
    tool === 'Bidirectional'
      ? [concepts.longAxis, concepts.shortAxis].map(name => numbers.find(node => isNamed(node, name)))
      : numbers.slice(0, 1)
  const lines = carrying.flatMap(number => (number ? coordinatesOf(number).slice(0, 1) : []))
  return lines.length === 0 || lines.length < carrying.length ? undefined : lines
}

/** Without numbers and a tool's name it goes by the shape of the region: a point, or four corners. */
const isKnownShape = (group: ContentNode): boolean =>
  childrenNamed(group, concepts.imageRegion)
    .slice(0, 1)
    .some(node => {
      const type = textOf(node.item, '00700023')
      const points = (numbersOf(node.item, '00700022') ?? []).length / 2
      return (
        node.valueType === 'SCOORD' && (type === 'POINT' || (type === 'POLYLINE' && points > 3 && points < 6))
      )
    })
