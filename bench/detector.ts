import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { computeFroc } from '../src/evaluation/froc.ts'
import { matchFindings } from '../src/evaluation/match.ts'
import type { Bench } from './bench.ts'
import type { DetectorCase } from './detector-case.ts'
import { atMost, type BenchRow, missingRow, rowOf } from './row.ts'

/** Seeds that nothing was tuned on. */
const seeds = [1001, 1002, 1003, 1004, 1005, 1006] as const
const mostWallMs = 8000
const mostPeakMb = 1500
const mostFindingsOnLidc = 4
const defaultPoint = { confidence: 0.5, diameterMm: 4 } as const

const runCase = (kind: 'phantom' | 'real', name: string): DetectorCase | null => {
  const script = fileURLToPath(new URL('./detector-case.ts', import.meta.url))
  const output = execFileSync(process.execPath, ['--import', 'tsx', script, kind, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 2 ** 20,
  })
  return JSON.parse(output.toString()) as DetectorCase | null
}

const costRows = (name: string, cases: readonly DetectorCase[]): BenchRow[] => {
  const stages = Object.keys(cases[0]?.timingsMs ?? {})
  return [
    rowOf({
      measure: `detector, ${name}, wall ms`,
      ours: cases.map(({ wallMs }) => wallMs),
      reach: atMost(mostWallMs),
    }),
    rowOf({ measure: `detector, ${name}, CPU ms`, ours: cases.map(({ cpuMs }) => cpuMs) }),
    ...stages.map(stage =>
      rowOf({
        measure: `detector, ${name}, ${stage}, wall ms`,
        ours: cases.map(({ timingsMs }) => timingsMs[stage] ?? Number.NaN),
      }),
    ),
    rowOf({
      measure: `preprocess and detector, ${name}, peak MB`,
      ours: cases.map(({ peakMb }) => peakMb),
      reach: atMost(mostPeakMb),
    }),
  ]
}

const qualityRows = (cases: readonly DetectorCase[]): BenchRow[] => {
  const scans = cases.flatMap(({ candidates, truth }) => (truth ? [{ claims: candidates, truth }] : []))
  const froc = computeFroc(scans)
  const taken = scans.flatMap(({ claims, truth }) => {
    const findings = claims.filter(
      ({ confidence, diameterMm }) =>
        confidence >= defaultPoint.confidence && diameterMm >= defaultPoint.diameterMm,
    )
    return matchFindings(findings, truth).verdicts
  })
  const count = (kind: 'hit' | 'false-positive'): number =>
    taken.filter(verdict => verdict.kind === kind).length
  const share = (measure: string, value: number): BenchRow =>
    rowOf({
      measure: `${measure} (${froc.nodules} nodules, ${froc.scans} phantoms)`,
      ours: [value],
      digits: 2,
    })
  return [
    ...froc.sensitivityAt.map(({ falsePositivesPerScan, sensitivity }) =>
      share(`sensitivity at ${falsePositivesPerScan} false positives a scan`, sensitivity),
    ),
    share('CPM', froc.cpm),
    share('default point, sensitivity', count('hit') / froc.nodules),
    share('default point, false positives a scan', count('false-positive') / froc.scans),
  ]
}

/** Time by stage and peak memory on LIDC-IDRI-0001 and on a phantom, and FROC over phantoms. */
export const detectorBench: Bench = {
  name: 'detector',
  about: 'the built-in detector: time by stage, peak memory, findings, FROC on phantoms',
  run: async ({ runs, tell }) => {
    const real: DetectorCase[] = []
    for (let run = 0; run < runs; run++) {
      tell(`detector: LIDC-IDRI-0001, run ${run + 1} of ${runs}`)
      const measured = runCase('real', 'lidc-idri-0001')
      if (measured) real.push(measured)
    }
    const phantoms = seeds.flatMap(seed => {
      tell(`detector: phantom ${seed}`)
      return runCase('phantom', String(seed)) ?? []
    })
    const findings = rowOf({
      measure: 'findings on LIDC-IDRI-0001 at the default point (1 nodule)',
      ours: real.map(one => one.findings),
      reach: atMost(mostFindingsOnLidc),
    })
    return [
      ...(real.length > 0
        ? [...costRows('LIDC-IDRI-0001', real), findings]
        : [missingRow('detector, LIDC-IDRI-0001', 'needs ../shared/data')]),
      ...costRows('phantoms', phantoms),
      ...qualityRows(phantoms),
    ]
  },
}
