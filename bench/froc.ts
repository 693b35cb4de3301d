import { computeFroc } from '../src/evaluation/froc.ts'
import { matchFindings } from '../src/evaluation/match.ts'
import type { Truth } from '../src/evaluation/truth.ts'
import type { Bench } from './bench.ts'
import type { FoundNodule } from './detector-case.ts'
import { runDetector } from './detector-process.ts'
import { type BenchRow, rowOf } from './row.ts'

/** Phantoms that no part of the detector was tuned on. */
const seeds = [2001, 2002, 2003, 2004, 2005, 2006]

/** What was found in a phantom, and what is in it. */
interface Scan {
  readonly truth: Truth
  readonly findings: readonly FoundNodule[]
  readonly candidates: readonly FoundNodule[]
}

/** The built-in detector on phantoms whose truth is known. Once: it gives the same each time. */
export const frocBench: Bench = {
  name: 'froc',
  about: `sensitivity, false positives and sizes on ${seeds.length} phantoms`,
  run: async ({ tell }) => {
    const scans: Scan[] = []
    for (const seed of seeds) {
      const { truth, findings, candidates } = (await runDetector('phantom', String(seed)))!
      tell(`froc: phantom ${seed}: ${truth!.nodules.length} nodules, ${findings.length} findings`)
      scans.push({ truth: truth!, findings, candidates })
    }
    return [...curveRows(scans), ...pointRows(scans)]
  },
}

const rowWith = (what: string, values: readonly number[], digits: number): BenchRow =>
  rowOf({ measure: `phantoms ${seeds[0]} to ${seeds.at(-1)}: ${what}`, ours: values, digits })

/** All candidates count, however unsure. */
const curveRows = (scans: readonly Scan[]): readonly BenchRow[] => {
  const { nodules, sensitivityAt, cpm } = computeFroc(
    scans.map(({ candidates, truth }) => ({ claims: candidates, truth })),
  )
  return [
    rowWith('nodules', [nodules], 0),
    ...sensitivityAt.map(({ falsePositivesPerScan, sensitivity }) =>
      rowWith(`sensitivity at ${falsePositivesPerScan} false positives a scan`, [sensitivity], 2),
    ),
    rowWith('CPM, the mean of these', [cpm], 2),
  ]
}

/** Only findings count: what a report would hold. */
const pointRows = (scans: readonly Scan[]): readonly BenchRow[] => {
  const verdicts = scans.flatMap(({ findings, truth }) => matchFindings(findings, truth).verdicts)
  const hits = verdicts.flatMap(verdict => (verdict.kind === 'hit' ? [verdict] : []))
  const falsePositives = verdicts.filter(verdict => verdict.kind === 'false-positive')
  const nodules = scans.reduce((sum, { truth }) => sum + truth.nodules.length, 0)
  const offMm = hits.map(({ claim, nodule }) => claim.diameterMm - nodule.diameterMm)
  const volumes = hits.map(({ claim, nodule }) => claim.volumeMm3 / nodule.volumeMm3)
  return [
    rowWith('sensitivity at the default point', [hits.length / nodules], 2),
    rowWith('false positives a scan at the default point', [falsePositives.length / scans.length], 2),
    rowWith('diameter off by, mean of absolute values, mm', [mean(offMm.map(Math.abs))], 2),
    rowWith('diameter found less the true one, mean, mm', [mean(offMm)], 2),
    rowWith('volume over the true one, median', volumes, 2),
  ]
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
