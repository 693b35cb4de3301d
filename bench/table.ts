import type { BenchRow } from './row.ts'

const titles = ['measure', 'ours', 'peer', 'theirs', 'ratio', 'reach', 'holds'] as const

const number = (value: number | null): string => (value === null ? '-' : String(value))

const cellsOf = (row: BenchRow): readonly string[] => [
  row.measure,
  number(row.ours),
  row.peer ?? '-',
  number(row.theirs),
  row.ratio === null ? '-' : `${row.ratio} x`,
  row.reach || '-',
  row.holds === null ? '-' : row.holds ? 'yes' : 'NO',
]

/** The rows for a terminal, in columns. */
export const textTable = (rows: readonly BenchRow[]): readonly string[] => {
  const lines = [titles, ...rows.map(cellsOf)]
  const widths = titles.map((_, column) => Math.max(...lines.map(line => line[column]!.length)))
  return lines.map(line =>
    line
      .map((text, column) => text.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
}

/** The rows as a Markdown table, what no row of them has left out. */
export const markdownTable = (rows: readonly BenchRow[]): readonly string[] => {
  const cells = rows.map(cellsOf)
  const columns = titles.map((_, column) => column).filter(column => cells.some(row => row[column] !== '-'))
  const line = (row: readonly string[]): string =>
    `| ${columns.map(column => row[column]!.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(titles), `|${columns.map(() => '---').join('|')}|`, ...cells.map(line)]
}
