import { frocRates } from './froc.ts'
import type { DetectorReport } from './report.ts'

const names: Readonly<Record<number, string>> = { 0.125: '1/8', 0.25: '1/4', 0.5: '1/2' }

/** Reports of one or more detectors over the same scans, side by side, as lines of text. */
export const reportLines = (reports: readonly DetectorReport[]): readonly string[] => {
  const [first] = reports
  if (!first) return []
  const rows: (readonly string[])[] = [
    [
      `${first.scans} scans, ${first.nodules} nodules`,
      ...reports.map(({ detector }) => `${detector.id} ${detector.version}`),
    ],
    ...curveRows(reports),
    ...pointRows(reports),
    ...groupRows(reports, first),
    ...errorRows(reports, first),
    [
      'seconds a scan, mean (most)',
      ...reports.map(({ secondsPerScan: s }) => `${fixed(s.mean, 1)} (${fixed(s.most, 1)})`),
    ],
  ]
  const refused = reports.flatMap(({ detector, refused: all }) =>
    all.map(one => `${one.case}: refused by ${detector.id}: ${one.reason}`),
  )
  return [...aligned(rows), ...refused]
}

const curveRows = (reports: readonly DetectorReport[]): (readonly string[])[] => [
  ...frocRates.map((rate, i) => [
    `sensitivity at ${names[rate] ?? rate} false positives a scan`,
    ...reports.map(({ froc, interval95 }) =>
      withInterval(froc.sensitivityAt[i]!.sensitivity, interval95.sensitivityAt[i]!),
    ),
  ]),
  [
    'CPM, the mean of these (95 % by scan)',
    ...reports.map(({ froc, interval95 }) => withInterval(froc.cpm, interval95.cpm)),
  ],
  ['sensitivity of all candidates', ...reports.map(report => fixed(report.candidateSensitivity, 2))],
]

const pointRows = (reports: readonly DetectorReport[]): (readonly string[])[] => [
  ['at the default point: sensitivity', ...reports.map(({ operatingPoint: p }) => fixed(p.sensitivity, 2))],
  [
    'at the default point: false positives a scan',
    ...reports.map(({ operatingPoint: p }) => fixed(p.falsePositivesPerScan, 2)),
  ],
]

const groupRows = (reports: readonly DetectorReport[], first: DetectorReport): (readonly string[])[] =>
  first.groups.map(({ by, name, nodules }) => [
    `${name} (${nodules}): sensitivity at the point, CPM`,
    ...reports.map(({ groups }) => {
      const group = groups.find(one => one.by === by && one.name === name)
      return group ? `${fixed(group.sensitivity, 2)}, ${fixed(group.cpm, 2)}` : '-'
    }),
  ])

const errorRows = (reports: readonly DetectorReport[], first: DetectorReport): (readonly string[])[] => {
  const types = first.errors.size.map(({ type }) => type)
  return [
    ...types.map(type => [
      `diameter off, ${type}: mean absolute, mean (mm)`,
      ...reports.map(({ errors }) => {
        const size = errors.size.find(one => one.type === type)
        return size ? `${fixed(size.meanAbsoluteMm, 2)}, ${fixed(size.meanMm, 2)} (${size.count})` : '-'
      }),
    ]),
    [
      'centre off, mean, most (mm)',
      ...reports.map(({ errors }) => `${fixed(errors.centreMm.mean, 2)}, ${fixed(errors.centreMm.most, 2)}`),
    ],
    ...(['type', 'side', 'lobe'] as const).map(what => [
      `${what} right${what === 'lobe' ? ' where one is named' : ''}`,
      ...reports.map(({ errors }) => `${errors[what].right} of ${errors[what].of}`),
    ]),
  ]
}

const fixed = (value: number, digits: number): string => value.toFixed(digits)

const withInterval = (
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
): string => `${fixed(value, 2)} (${fixed(low, 2)} to ${fixed(high, 2)})`

const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const columns = Math.max(...rows.map(row => row.length))
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map(row => row[i]?.length ?? 0)))
  return rows.map(row =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
}
