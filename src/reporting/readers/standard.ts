import { type Dataset, itemsOf, numberOf, textOf } from '../../dicom/dataset.ts'
import { titles } from '../codes.ts'
import { allNodes, contentNode, isNamed } from './content-node.ts'
import { objectClassOf } from './object-class.ts'
import { relationshipFaults } from './relationships.ts'
import { evidenceFaults, tid1500Faults } from './tid1500-tree.ts'
import type { JudgeFor } from './verdict.ts'

/** The standard's own rules: the template's tree, relationships, evidence, and what each class must hold. */
export const standard: JudgeFor = document => {
  const reasons = faultsOf(document)
  if (reasons === undefined) return { outcome: 'ignores', reasons: ['no rules of this class are known here'] }
  const isValid = reasons.length === 0
  return { outcome: isValid ? 'fine' : 'fails', isValid, reasons }
}

const faultsOf = (document: Dataset): readonly string[] | undefined => {
  switch (objectClassOf(document)) {
    case 'sr':
    case 'other-sr':
      return reportFaults(document)
    case 'key-objects':
      return keyObjectFaults(document)
    case 'segmentation':
      return segmentationFaults(document)
    case 'capture':
      return captureFaults(document)
    case 'presentation-state':
      return presentationFaults(document)
    default:
      return undefined
  }
}

const reportFaults = (document: Dataset): readonly string[] => {
  const root = contentNode(document)
  const isMeasurementReport = isNamed(root, titles.imagingMeasurementReport) || root.templateId === '1500'
  if (isMeasurementReport) return tid1500Faults(document)
  const unnamed = allNodes(root).filter(
    node => node !== root && needsName(node.valueType) && !node.name,
  ).length
  return [
    ...(root.valueType === 'CONTAINER' && root.name ? [] : ['the root is no CONTAINER with a title']),
    ...(unnamed === 0 ? [] : [`${unnamed} items have no name`]),
    ...evidenceFaults(document, root),
    ...relationshipFaults(document, root),
  ]
}

/** Concept Name is type 1 for these (PS3.3 C.17.3.2.1). */
const needsName = (valueType: string): boolean =>
  ['TEXT', 'CODE', 'NUM', 'DATETIME', 'DATE', 'TIME', 'UIDREF', 'PNAME'].includes(valueType)

const keyObjectFaults = (document: Dataset): readonly string[] => {
  const root = contentNode(document)
  const objects = root.children.filter(node => ['IMAGE', 'WAVEFORM', 'COMPOSITE'].includes(node.valueType))
  return [
    ...(root.templateId === '2010' ? [] : ['the root does not claim template 2010']),
    ...(objects.length > 0 ? [] : ['it selects no object']),
    ...evidenceFaults(document, root),
    ...relationshipFaults(document, root),
  ]
}

/** PS3.3 C.8.20.2: each segment said, each frame of one of them. */
const segmentationFaults = (document: Dataset): readonly string[] => {
  const segments = itemsOf(document, '00620002')
  const known = new Set(segments.map(segment => textOf(segment, '00620004')))
  const frames = itemsOf(document, '52009230')
  const shared = itemsOf(document, '52009229')
  const numbers = [...frames, ...shared].flatMap(frame =>
    itemsOf(frame, '0062000A').flatMap(item => textOf(item, '0062000B') ?? []),
  )
  const isLabelMap = textOf(document, '00620001') === 'LABELMAP'
  return [
    ...(textOf(document, '00620001') ? [] : ['Segmentation Type is missing']),
    ...(segments.length > 0 ? [] : ['there is no segment']),
    ...segments.flatMap((segment, at) => segmentFaults(segment).map(fault => `segment ${at + 1}: ${fault}`)),
    ...(frames.length === numberOf(document, '00280008')
      ? []
      : ['Number of Frames is not that of its frames']),
    ...(numbers.every(number => known.has(number)) ? [] : ['a frame is of no segment']),
    ...(isLabelMap || numbers.length > 0 ? [] : ['no frame names its segment']),
  ]
}

const segmentFaults = (segment: Dataset): readonly string[] => [
  ...(textOf(segment, '00620005') ? [] : ['Segment Label is missing']),
  ...(itemsOf(segment, '00620003').length > 0 ? [] : ['its category is missing']),
  ...(itemsOf(segment, '0062000F').length > 0 ? [] : ['its type is missing']),
  ...(textOf(segment, '00620008') ? [] : ['Segment Algorithm Type is missing']),
]

/** PS3.3 C.8.6: and a result of a machine is derived, with nobody's name in its pixels. */
const captureFaults = (document: Dataset): readonly string[] => [
  ...(textOf(document, '00080064') ? [] : ['Conversion Type is missing']),
  ...(textOf(document, '00280010') && textOf(document, '00280011') ? [] : ['it has no size']),
  ...('7FE00010' in document ? [] : ['it has no pixels']),
  ...(textOf(document, '00280301') === 'YES' ? ['Burned In Annotation is YES: export filters stop it'] : []),
]

/** PS3.3 A.33.1, C.11.11: the images that it is of, and marks on none but those. */
const presentationFaults = (document: Dataset): readonly string[] => {
  const imagesOf = (items: readonly Dataset[]): readonly string[] =>
    items.flatMap(item => itemsOf(item, '00081140').flatMap(image => textOf(image, '00081155') ?? []))
  const listed = new Set(imagesOf(itemsOf(document, '00081115')))
  const marked = imagesOf(itemsOf(document, '00700001'))
  return [
    ...(listed.size > 0 ? [] : ['it is of no image']),
    ...(marked.every(uid => listed.has(uid)) ? [] : ['a mark is on an image that it does not list']),
    ...(textOf(document, '00700080') ? [] : ['Content Label is missing']),
    ...(textOf(document, '00700082') ? [] : ['Presentation Creation Date is missing']),
  ]
}
