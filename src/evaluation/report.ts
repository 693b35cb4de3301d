import { bootstrapFroc, type FrocIntervals } from './bootstrap.ts'
import type { EvaluatedFinding } from './evaluated-finding.ts'
import { countClaims, type Froc, frocOf } from './froc.ts'
import { groupsOf, type NoduleGroup } from './groups.ts'
import { matchFindings } from './match.ts'
import { type MeasureErrors, measureErrors } from './measure-errors.ts'
import type { CaseTruth } from './truth.ts'

/** One scan of a detector: what it reported, every candidate, and what is there. */
export interface EvaluatedScan {
  readonly case: string
  readonly truth: CaseTruth
  /** At the operating point. */
  readonly findings: readonly EvaluatedFinding[]
  readonly candidates: readonly EvaluatedFinding[]
  readonly seconds: number
  readonly warnings: readonly string[]
  /** Why nothing could be evaluated: its nodules then count as missed. */
  readonly refusal?: string
}

/** What a detector does at its operating point. */
export interface OperatingPoint {
  readonly sensitivity: number
  readonly falsePositivesPerScan: number
  readonly hits: number
  readonly falsePositives: number
}

/** How well some of the nodules are found, against the false positives of all scans. */
export interface GroupResult extends NoduleGroup {
  readonly nodules: number
  readonly hits: number
  readonly sensitivity: number
  readonly cpm: number
}

/** All that is said of one detector. */
export interface DetectorReport {
  readonly detector: { readonly id: string; readonly version: string; readonly parameters: string }
  readonly scans: number
  readonly nodules: number
  readonly refused: readonly { readonly case: string; readonly reason: string }[]
  /** Over every candidate, however unsure. */
  readonly froc: Froc
  readonly interval95: FrocIntervals
  /** Share of nodules that any candidate hits. */
  readonly candidateSensitivity: number
  readonly operatingPoint: OperatingPoint
  readonly groups: readonly GroupResult[]
  /** Of the nodules hit by a finding or candidate. */
  readonly errors: MeasureErrors
  readonly secondsPerScan: { readonly mean: number; readonly most: number }
  readonly perScan: readonly ScanSummary[]
}

/** One scan in a line. */
export interface ScanSummary {
  readonly case: string
  readonly nodules: number
  readonly hits: number
  readonly falsePositives: number
  readonly findings: number
  readonly seconds: number
  readonly warnings: readonly string[]
}

/** Evaluates a detector over scans. @param scans at least one */
export const reportDetector = (
  detector: DetectorReport['detector'],
  scans: readonly EvaluatedScan[],
): DetectorReport => {
  const all = scans.map(({ candidates, truth }) => ({ claims: candidates, truth }))
  const counted = countClaims(all)
  const froc = frocOf(counted)
  const perScan = scans.map(summarize)
  const seconds = scans.map(scan => scan.seconds)
  return {
    detector,
    scans: scans.length,
    nodules: froc.nodules,
    refused: scans.flatMap(scan => (scan.refusal ? [{ case: scan.case, reason: scan.refusal }] : [])),
    froc,
    interval95: bootstrapFroc(counted),
    candidateSensitivity: froc.points.at(-1)?.sensitivity ?? 0,
    operatingPoint: operatingPointOf(perScan),
    groups: groupResults(scans),
    errors: measureErrors(all),
    secondsPerScan: {
      mean: seconds.reduce((sum, one) => sum + one, 0) / seconds.length,
      most: Math.max(...seconds),
    },
    perScan,
  }
}

const summarize = (scan: EvaluatedScan): ScanSummary => {
  const { verdicts } = matchFindings(scan.findings, scan.truth)
  const count = (kind: string): number => verdicts.filter(verdict => verdict.kind === kind).length
  return {
    case: scan.case,
    nodules: scan.truth.nodules.length,
    hits: count('hit'),
    falsePositives: count('false-positive'),
    findings: scan.findings.length,
    seconds: scan.seconds,
    warnings: scan.warnings,
  }
}

const operatingPointOf = (perScan: readonly ScanSummary[]): OperatingPoint => {
  const total = (of: (scan: ScanSummary) => number): number =>
    perScan.reduce((sum, scan) => sum + of(scan), 0)
  const [hits, falsePositives] = [total(scan => scan.hits), total(scan => scan.falsePositives)]
  const nodules = total(scan => scan.nodules)
  return {
    sensitivity: nodules === 0 ? 0 : hits / nodules,
    falsePositivesPerScan: falsePositives / perScan.length,
    hits,
    falsePositives,
  }
}

const groupResults = (scans: readonly EvaluatedScan[]): readonly GroupResult[] =>
  groupsOf(scans.flatMap(({ truth }) => truth.nodules)).map(({ by, name, has }) => {
    const counted = countClaims(
      scans.map(({ candidates, truth }) => ({ claims: candidates, truth })),
      has,
    )
    const { nodules, cpm } = frocOf(counted)
    const hits = scans
      .flatMap(({ findings, truth }) => matchFindings(findings, truth).verdicts)
      .filter(verdict => verdict.kind === 'hit' && has(verdict.nodule)).length
    return { by, name, nodules, hits, sensitivity: hits / nodules, cpm }
  })
