import { type Dataset, textOf } from '../../dicom/dataset.ts'
import { concepts, titles } from '../codes.ts'
import {
  allNodes,
  type ContentNode,
  childrenNamed,
  childrenOfType,
  contentNode,
  isNamed,
  referencedImages,
} from './content-node.ts'

/**
 * What OHIF 3.13 makes of an SR, by what was measured with its published build. drawn: on the images. text: as a text
 * page. black: listed, but the viewport stays empty. error: the viewer fails on it. unsupported: a warning in the list.
 */
export interface OhifVerdict {
  readonly view: 'drawn' | 'text' | 'black' | 'error' | 'unsupported'
  readonly groups: number
  /** Groups that become measurements when a person agrees to track them. */
  readonly hydrates: number
  /** Names of the values beside each group's drawing: the first five. */
  readonly valuesDrawn: readonly (readonly string[])[]
  /** Why it is not drawn or a group does not hydrate. */
  readonly reasons: readonly string[]
}

const listed = new Set(['11', '22', '33', '34'].map(end => `1.2.840.10008.5.1.4.1.1.88.${end}`))
const tools =
  /^Cornerstone3DTools@\^0\.1\.0:(Bidirectional|Length|CircleROI|EllipticalROI|RectangleROI|PlanarFreehandROI|ArrowAnnotate)(:|$)/

/** Judges a written SR as OHIF would show it. Pure: nothing is opened. */
export const judgeForOhif = (document: Dataset): OhifVerdict => {
  const root = contentNode(document)
  if (!listed.has(textOf(document, '00080016') ?? ''))
    return undrawn('unsupported', 'its SOP class is not supported')
  if (root.name?.value !== titles.imagingMeasurementReport.value) return judgeText(root)
  const groups = childrenNamed(root, concepts.imagingMeasurements).flatMap(container =>
    childrenNamed(container, concepts.measurementGroup),
  )
  const blackening = [
    ...(groups.length === 0 ? ['there is no measurement group'] : []),
    ...groups.flatMap(groupFaults),
  ]
  if (blackening.length > 0) return { ...undrawn('black', ...blackening), groups: groups.length }
  const reasons = hydrationFaults(root, groups)
  return {
    view: 'drawn',
    groups: groups.length,
    hydrates: reasons.some(reason => reason.group === undefined)
      ? 0
      : groups.filter((_, at) => reasons.every(reason => reason.group !== at)).length,
    valuesDrawn: groups.map(group =>
      childrenOfType(group, 'NUM')
        .slice(0, 5)
        .map(number => number.name?.meaning ?? ''),
    ),
    reasons: reasons.map(
      reason => (reason.group === undefined ? '' : `group ${reason.group + 1}: `) + reason.text,
    ),
  }
}

const undrawn = (view: OhifVerdict['view'], ...reasons: readonly string[]): OhifVerdict => ({
  view,
  groups: 0,
  hydrates: 0,
  valuesDrawn: [],
  reasons,
})

/** Any title but 126000 is a page of text, on which every item that is no container needs a name. */
const judgeText = (root: ContentNode): OhifVerdict => {
  const isUnnamed = allNodes(root).some(node => node.valueType !== 'CONTAINER' && !node.name?.meaning)
  return isUnnamed ? undrawn('error', 'an item has no name') : undrawn('text')
}

/** One of these in one group leaves the whole report black. */
const groupFaults = (group: ContentNode, at: number): readonly string[] =>
  [
    childrenNamed(group, concepts.trackingUniqueIdentifier).length === 0 && 'no Tracking Unique Identifier',
    childrenNamed(group, concepts.trackingIdentifier).length === 0 && 'no Tracking Identifier',
    geometriesOf(group).length === 0 && 'no coordinates',
    geometriesOf(group).some(node => referencedImages(node).length === 0) && 'coordinates without an image',
  ].flatMap(fault => (fault ? [`group ${at + 1}: ${fault}`] : []))

/** The first contour of the group, or where there is none, the lines below its measurements. */
const geometriesOf = (group: ContentNode): readonly ContentNode[] => {
  const own = childrenOfType(group, 'SCOORD')
  return own.length > 0 ? own.slice(0, 1) : childrenOfType(group, 'NUM').flatMap(inferredFrom)
}

const inferredFrom = (number: ContentNode): readonly ContentNode[] => childrenOfType(number, 'SCOORD')

interface Reason {
  /** Index from 0; absent if it concerns all. */
  readonly group?: number
  readonly text: string
}

const hydrationFaults = (root: ContentNode, groups: readonly ContentNode[]): readonly Reason[] => {
  const trackingUids = groups.map(group => textOfItem(group, concepts.trackingUniqueIdentifier))
  const drawnImages = new Set(groups.flatMap(geometriesOf).flatMap(referencedImages))
  return [
    ...(root.templateId === '1500' ? [] : [{ text: 'the root does not claim template 1500' }]),
    ...(new Set(trackingUids).size === groups.length ? [] : [{ text: 'two groups share a tracking UID' }]),
    ...meaningFaults(root).map(text => ({ text })),
    ...groups.flatMap((group, at) =>
      groupHydrationFaults(group, drawnImages).map(text => ({ group: at, text })),
    ),
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

const groupHydrationFaults = (group: ContentNode, drawnImages: ReadonlySet<string>): readonly string[] => {
  const tool = tools.exec(textOfItem(group, concepts.trackingIdentifier))?.[1]
  if (!tool) return ['its Tracking Identifier names no tool of OHIF']
  const numbers = childrenOfType(group, 'NUM')
  const carrying =
    tool === 'Bidirectional'
      ? [concepts.longAxis, concepts.shortAxis].map(name => numbers.find(node => isNamed(node, name)))
      : numbers.slice(0, 1)
  const lines = carrying.flatMap(number => (number ? inferredFrom(number).slice(0, 1) : []))
  if (lines.length === 0 || lines.length < carrying.length)
    return ['its measurements carry no coordinates of their own']
  const isDrawn = lines.flatMap(referencedImages).every(uid => drawnImages.has(uid))
  return isDrawn ? [] : ['a measurement lies on an image that no group opens']
}
