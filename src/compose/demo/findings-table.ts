import type { Verdict } from '../../evaluation/match.ts'
import type { TruthNodule } from '../../evaluation/truth.ts'
import type { FindingSummary } from '../../inference/finding-summary.ts'

/** A finding of the API as evaluation asks for it. */
export type DemoFinding = FindingSummary

/** What matching gives for a finding or, where there is none, a missed nodule. */
export type TableEntry = Verdict<DemoFinding, TruthNodule> | MissedNodule

/** A nodule that no finding hit. */
export interface MissedNodule {
  readonly kind: 'missed'
  readonly nodule: TruthNodule
}

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

const findingCells = (finding: DemoFinding | undefined): readonly string[] =>
  finding === undefined
    ? ['-', '-', '-', '-', '-', '-']
    : [
        finding.id,
        finding.confidence.toFixed(2),
        finding.type,
        `${finding.side} ${finding.site.meaning}`.toLowerCase(),
        `${finding.longAxisMm.toFixed(1)} x ${finding.shortAxisMm.toFixed(1)}`,
        finding.volumeMm3.toFixed(0),
      ]

const distanceText = (finding: DemoFinding, nodule: TruthNodule): string => {
  const [a, b] = [finding.centerMm, nodule.centerLpsMm]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]).toFixed(1)
}

const truthCells = (entry: TableEntry): readonly string[] => {
  if (!('nodule' in entry)) {
    return [entry.kind === 'ignored' ? 'a micronodule, not counted' : 'none: a false positive', '-', '-']
  }
  const { nodule } = entry
  const what = `${nodule.type}, ${nodule.attachment}${entry.kind === 'missed' ? ': MISSED' : ''}`
  const size = `${nodule.longAxisMm.toFixed(1)} x ${nodule.shortAxisMm.toFixed(1)}`
  return [what, size, entry.kind === 'missed' ? '-' : distanceText(entry.claim, nodule)]
}

/** Findings beside the truth they hit, missed nodules last, as lines of text. */
export const findingsTable = (entries: readonly TableEntry[]): readonly string[] => {
  const rows = entries.map(entry => [
    ...findingCells(entry.kind === 'missed' ? undefined : entry.claim),
    ...truthCells(entry),
  ])
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map(row => row[index]!.length)))
  const line = (row: readonly string[]): string =>
    row
      .map((text, index) => text.padEnd(widths[index]!))
      .join('  ')
      .trimEnd()
  return [line(columns), widths.map(width => '-'.repeat(width)).join('  '), ...rows.map(line)]
}
