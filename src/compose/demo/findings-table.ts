import type { MatchedFinding } from './match-truth.ts'

const columns = [
  'finding',
  'score',
  'type',
  'site',
  'long x short mm',
  'volume mm3',
  'truth',
  'true mm',
  'off by mm',
] as const

const cell = (value: number | undefined, digits: number): string =>
  value === undefined ? '-' : value.toFixed(digits)

const rowOf = ({ finding, nodule, distanceMm }: MatchedFinding): readonly string[] => [
  finding ? finding.id : '-',
  cell(finding?.confidence, 2),
  finding?.type ?? '-',
  finding ? `${finding.side} ${finding.site.meaning}`.toLowerCase() : '-',
  finding ? `${finding.longAxisMm.toFixed(1)} x ${finding.shortAxisMm.toFixed(1)}` : '-',
  cell(finding?.volumeMm3, 0),
  nodule ? `${nodule.type}, ${nodule.attachment}` : 'none: a false positive',
  nodule ? `${nodule.longAxisMm.toFixed(1)} x ${nodule.shortAxisMm.toFixed(1)}` : '-',
  cell(distanceMm, 1),
]

/** Findings beside the truth they hit, missed nodules last, as lines of text. */
export const findingsTable = (matches: readonly MatchedFinding[]): readonly string[] => {
  const rows = [columns, ...matches.map(rowOf)]
  const widths = columns.map((_, index) => Math.max(...rows.map(row => row[index]!.length)))
  const line = (row: readonly string[]): string =>
    row
      .map((text, index) => text.padEnd(widths[index]!))
      .join('  ')
      .trimEnd()
  return [line(columns), widths.map(width => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)]
}
