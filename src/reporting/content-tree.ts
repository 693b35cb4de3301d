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
      return coordinatesText(item)
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

const coordinatesText = (item: Dataset): string => {
  const numbers = numbersOf(item, '00700022') ?? []
  const isClosed = numbers.length > 4 && numbers[0] === numbers.at(-2) && numbers[1] === numbers.at(-1)
  const point = (at: number): string =>
    `(${numbers
      .slice(at, at + 2)
      .map(shortNumber)
      .join(', ')})`
  const type = textOf(item, '00700023') ?? '?'
  if (numbers.length <= 4) return `${type} ${point(0)} to ${point(numbers.length - 2)}`
  return `${type} of ${numbers.length / 2} points${isClosed ? ', closed' : ''}, from ${point(0)}`
}

const shortNumber = (value: number): string => String(Math.round(value * 100) / 100)

const imageText = (node: ContentNode, places: ReadonlyMap<string, number>): string => {
  const place = referencedImages(node).map(uid => places.get(uid))[0]
  const reference = itemsOf(node.item, '00081199')[0] ?? {}
  const frame = textOf(reference, '00081160')
  const where = place === undefined ? 'NOT IN THE EVIDENCE' : `image ${place} of ${places.size}`
  return frame === undefined ? where : `${where}, frame ${frame}`
}
