import type { UsageRow } from '../../storage/queries/relay-usage.ts'

const columns = [
  'group',
  'calls',
  'answered',
  'failed',
  'unknownCost',
  'availability',
  'success',
  'images',
  'hits',
  'tokensIn',
  'tokensOut',
  'cost',
  'currency',
  'studies',
  'costPerStudy',
  'costPer1000Images',
  'costPerMonth',
  'p50Ms',
  'p99Ms',
] as const satisfies readonly (keyof UsageRow)[]

/** A cell (RFC 4180). What a spreadsheet would take for a formula is led by an apostrophe. */
const cell = (value: string | number | null): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Usage as CSV (RFC 4180): a line of names, then a line a group. */
export const usageCsv = (rows: readonly UsageRow[]): string =>
  [columns.join(','), ...rows.map(row => columns.map(name => cell(row[name])).join(','))]
    .map(line => `${line}\r\n`)
    .join('')
