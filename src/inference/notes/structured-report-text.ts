import { type Dataset, itemsOf, numberOf, textOf } from '../../dicom/dataset.ts'

const deepest = 32

/**
 * The text of an SR's content tree (PS3.3 C.17.3): a line for each TEXT, CODE and NUM with the name of its concept, a
 * heading for each container below the root. Names, dates and references of an SR are not a note's text.
 */
export const structuredReportText = (dataset: Dataset): string => linesOf(dataset, 0).join('\n')

const linesOf = (item: Dataset, depth: number): readonly string[] =>
  depth > deepest
    ? []
    : itemsOf(item, '0040A730').flatMap(child => [...ownLine(child), ...linesOf(child, depth + 1)])

const ownLine = (item: Dataset): readonly string[] => {
  const name = meaningOf(item, '0040A043')
  const heading = name === undefined ? '' : `${name}: `
  switch (textOf(item, '0040A040')) {
    case 'CONTAINER':
      return name === undefined ? [] : [`\n${name}:`]
    case 'TEXT':
      return lineOf(heading, textOf(item, '0040A160'))
    case 'CODE':
      // What describes the document itself (language, observer) is no part of the case.
      return isContained(item) ? lineOf(heading, meaningOf(item, '0040A168')) : []
    case 'NUM':
      return lineOf(heading, measured(item))
    default:
      return []
  }
}

const isContained = (item: Dataset): boolean => textOf(item, '0040A010') === 'CONTAINS'

const lineOf = (heading: string, text: string | undefined): readonly string[] =>
  text === undefined ? [] : [`${heading}${text}`]

const meaningOf = (item: Dataset, tag: string): string | undefined => {
  const [concept] = itemsOf(item, tag)
  return concept && textOf(concept, '00080104')
}

const measured = (item: Dataset): string | undefined => {
  const [value] = itemsOf(item, '0040A300')
  const number = value && numberOf(value, '0040A30A')
  if (!value || number === undefined) return undefined
  const [unit] = itemsOf(value, '004008EA')
  return `${number} ${(unit && textOf(unit, '00080100')) ?? ''}`.trim()
}
