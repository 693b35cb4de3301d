import type { CodedConcept } from '../dicom/coded-concept.ts'
import { type Dataset, itemsOf, numbersOf, textOf } from '../dicom/dataset.ts'
import {
  type ContentNode,
  codeOf,
  contentNode,
  evidenceUids,
  referencedImages,
} from './readers/content-node.ts'

/**
 * A written SR as an indented tree of text, for people (and for tests, which read it as prose). Images are told by
 * their place in the evidence, counted from 1, so that the text stays the same where UIDs change.
 */
export const contentTree = (document: Dataset): string => {
  const places = new Map(evidenceUids(document).map((uid, at) => [uid, at + 1]))
  return `${linesOf(contentNode(document), 0, places).join('\n')}\n`
}

const linesOf = (
  node: ContentNode,
  depth: number,
  places: ReadonlyMap<string, number>,
): readonly string[] => [
  `${'  '.repeat(depth)}${lineOf(node, places)}`,
  ...node.children.flatMap(child => linesOf(child, depth + 1, places)),
]

const lineOf = (node: ContentNode, places: ReadonlyMap<string, number>): string => {
  const relation = node.relationship ? `${node.relationship.toLowerCase()} ` : ''
  const template = node.templateId ? ` [TID ${node.templateId}]` : ''
  const value = valueText(node, places)
  return `${relation}${node.valueType}${node.name ? ` ${codeText(node.name)}` : ''}${template}${value && `: ${value}`}`
}

const codeText = (code: CodedConcept): string => `${code.meaning} (${code.value} ${code.scheme})`

const valueText = (node: ContentNode, places: ReadonlyMap<string, number>): string => {
  const { item } = node
  switch (node.valueType) {
    case 'TEXT':
      return textOf(item, '0040A160') ?? ''
    case 'CODE':
      return codeText(codeOf(item, '0040A168') ?? { value: '?', scheme: '?', meaning: '?' })
    case 'UIDREF':
      return textOf(item, '0040A124') ?? ''
    case 'NUM':
      return numberText(item)
    case 'SCOORD':
      return coordinatesText(item, 2)
    case 'SCOORD3D':
      return coordinatesText(item, 3)
    case 'IMAGE':
    case 'COMPOSITE':
      return imageText(node, places)
    default:
      return ''
  }
}

const numberText = (item: Dataset): string => {
  const measured = itemsOf(item, '0040A300')[0] ?? {}
  return `${textOf(measured, '0040A30A') ?? '?'} ${codeOf(measured, '004008EA')?.value ?? '?'}`
}

/** `width` numbers a point: pixels of an image, or LPS mm. */
const coordinatesText = (item: Dataset, width: 2 | 3): string => {
  const numbers = numbersOf(item, '00700022') ?? []
  const point = (at: number): string =>
    `(${numbers
      .slice(at, at + width)
      .map(shortNumber)
      .join(', ')})`
  const [first, last] = [point(0), point(Math.max(0, numbers.length - width))]
  const type = textOf(item, '00700023') ?? '?'
  const count = numbers.length / width
  if (count <= 2) return `${type} ${first} to ${last}`
  return `${type} of ${count} points${first === last ? ', closed' : ''}, from ${first}`
}

const shortNumber = (value: number): string => String(Math.round(value * 100) / 100)

const imageText = (node: ContentNode, places: ReadonlyMap<string, number>): string => {
  const place = referencedImages(node).map(uid => places.get(uid))[0]
  const reference = itemsOf(node.item, '00081199')[0] ?? {}
  const frame = textOf(reference, '00081160')
  const where = place === undefined ? 'NOT IN THE EVIDENCE' : `image ${place} of ${places.size}`
  return frame === undefined ? where : `${where}, frame ${frame}`
}
