import type { CheckedResult } from './check-results.ts'

const heads = ['reader', 'verdict', 'drawn', 'hydrates', 'volumetric', 'valid', 'why not'] as const

/** A checked object as lines of text: what it is, then a row a reader. */
export const checkedLines = ({
  label,
  objectClass,
  seriesDescription,
  verdicts,
}: CheckedResult): readonly string[] => {
  const rows = verdicts.flatMap(rowsOf)
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map(row => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()
  const description = seriesDescription === '' ? '' : `, "${seriesDescription}"`
  return [`${label}: ${objectClass}${description}`, line(heads), ...rows.map(line)]
}

/** Reasons beyond the first have rows of their own, up to a few. */
const mostReasons = 6

const rowsOf = (verdict: CheckedResult['verdicts'][number]): readonly (readonly string[])[] => {
  const reasons = verdict.reasons.slice(0, mostReasons)
  const left = verdict.reasons.length - reasons.length
  const told = left > 0 ? [...reasons, `and ${left} more`] : reasons
  const further = told.slice(1).map(reason => ['', '', '', '', '', '', reason])
  const { reader, outcome, isValid } = verdict
  const { drawn, hydrates, volumetric } =
    'drawn' in verdict || 'hydrates' in verdict || 'volumetric' in verdict
      ? verdict
      : { drawn: undefined, hydrates: undefined, volumetric: undefined }
  return [
    [
      reader,
      outcome === 'ignores' ? '-' : outcome,
      drawn ?? '-',
      hydrates ? `${hydrates.count} of ${hydrates.of}` : '-',
      volumetric ?? '-',
      isValid === undefined ? '-' : isValid ? 'yes' : 'no',
      told[0] ?? '',
    ],
    ...further,
  ]
}
