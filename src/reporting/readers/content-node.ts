import type { CodedConcept } from '../../dicom/coded-concept.ts'
import { type Dataset, itemsOf, textOf } from '../../dicom/dataset.ts'

/** One node of a written SR's tree, whoever wrote it. */
export interface ContentNode {
  /** Absent at the root. */
  readonly relationship?: string
  readonly valueType: string
  readonly name?: CodedConcept
  /** TID without the mapping resource, for example "1411". */
  readonly templateId?: string
  readonly children: readonly ContentNode[]
  /** The item itself, for its value. */
  readonly item: Dataset
}

/** A data set of an SR (or one of its items) as a node. */
export const contentNode = (item: Dataset): ContentNode => {
  const relationship = textOf(item, '0040A010')
  const name = codeOf(item, '0040A043')
  const template = itemsOf(item, '0040A504')[0]
  const templateId = template && textOf(template, '0040DB00')
  return {
    valueType: textOf(item, '0040A040') ?? '',
    children: itemsOf(item, '0040A730').map(contentNode),
    item,
    ...(relationship !== undefined && { relationship }),
    ...(name && { name }),
    ...(templateId !== undefined && { templateId }),
  }
}

/** The first coded entry of a code sequence, undefined where value or scheme is missing. */
export const codeOf = (item: Dataset, tag: string): CodedConcept | undefined => {
  const code = itemsOf(item, tag)[0]
  const value = code && textOf(code, '00080100')
  const scheme = code && textOf(code, '00080102')
  return value && scheme ? { value, scheme, meaning: textOf(code, '00080104') ?? '' } : undefined
}

/** Is the node named by this concept (value and scheme)? */
export const isNamed = (node: ContentNode, concept: CodedConcept): boolean =>
  node.name?.value === concept.value && node.name.scheme === concept.scheme

/** The children named by a concept. */
export const childrenNamed = (node: ContentNode, concept: CodedConcept): readonly ContentNode[] =>
  node.children.filter(child => isNamed(child, concept))

/** The children of a value type. */
export const childrenOfType = (node: ContentNode, valueType: string): readonly ContentNode[] =>
  node.children.filter(child => child.valueType === valueType)

/** The node and all below it, parents first. */
export const allNodes = (node: ContentNode): readonly ContentNode[] => [
  node,
  ...node.children.flatMap(allNodes),
]

/** SOP Instance UIDs that an IMAGE or COMPOSITE node, or an SCOORD's SELECTED FROM images, point at. */
export const referencedImages = (node: ContentNode): readonly string[] => {
  const isReference = node.valueType === 'IMAGE' || node.valueType === 'COMPOSITE'
  const images = isReference ? [node] : childrenOfType(node, 'IMAGE')
  return images.flatMap(image =>
    itemsOf(image.item, '00081199').flatMap(reference => textOf(reference, '00081155') ?? []),
  )
}

/** SOP Instance UIDs of both evidence sequences (PS3.3 C.17.2.3), in order, doubles kept. */
export const evidenceUids = (document: Dataset): readonly string[] =>
  ['0040A375', '0040A385']
    .flatMap(tag => itemsOf(document, tag))
    .flatMap(study => itemsOf(study, '00081115'))
    .flatMap(series => itemsOf(series, '00081199'))
    .flatMap(reference => textOf(reference, '00081155') ?? [])
