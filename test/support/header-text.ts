import type { Dataset } from '../../src/dicom/dataset.ts'
import { keywordOf } from '../../src/dicom/dictionary.ts'

/** The header in lines, the evidence shortened to its count of objects. */
export const headerText = (dataset: Dataset): string => `${linesOf(dataset, '').join('\n')}\n`

const linesOf = (dataset: Dataset, indent: string): readonly string[] =>
  Object.entries(dataset)
    .filter(([tag]) => tag !== '0040A730')
    .flatMap(([tag, { vr, Value = [] }]) => {
      const name = `${indent}${keywordOf(tag) ?? tag}`
      if (vr !== 'SQ') return [`${name}: ${Value.map(valueText).join('\\')}`]
      const shown = Value.length > 4 ? Value.slice(0, 1) : Value
      return [
        `${name}: ${Value.length} items`,
        ...shown.flatMap(item => linesOf(item as Dataset, `${indent}  `)),
      ]
    })

const valueText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).join('=') : String(value)
