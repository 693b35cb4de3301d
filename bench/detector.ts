import type { Vector3 } from '../src/dicom/instance-facts.ts'
import type { Bench } from './bench.ts'
import { caseMissing, lidcCase } from './ct-case.ts'
import type { DetectorCase, FoundNodule } from './detector-case.ts'
import { runDetector } from './detector-process.ts'
import { atMost, type BenchRow, missingRow, type Reach, rowOf, under } from './row.ts'

/** The nodule that all four readers of LIDC-IDRI-0001 marked: its middle (LPS mm), and the radius of their spheres. */
const nodule = { centerMm: [56.4, 86.4, -115.8] as Vector3, radiusMm: 11.5 }

/** The built-in detector on the real CT, each run in a process of its own: time by stage, memory, what it finds. */
export const detectorBench: Bench = {
  name: 'detector',
  about: 'the built-in detector on LIDC-IDRI-0001: time by stage, peak memory, findings',
  run: async ({ runs, tell }) => {
    const cases: DetectorCase[] = []
    for (let run = 0; run < runs; run++) {
      const one = await runDetector('real')
      if (!one) return [missingRow(named('all'), caseMissing)]
      tell(`detector: ${one.wallMs.toFixed(0)} ms, ${one.findings.length} findings`)
      cases.push(one)
    }
    return [...costRows(cases), ...findingRows(cases)]
  },
}

const named = (what: string): string => `detector on ${lidcCase.name}: ${what}`

const costRows = (cases: readonly DetectorCase[]): readonly BenchRow[] => {
  const row = (what: string, value: (one: DetectorCase) => number, reach?: Reach): BenchRow =>
    rowOf({ measure: named(what), ours: cases.map(value), ...(reach ? { reach } : {}) })
  const stages = Object.keys(cases[0]!.timingsMs)
  return [
    row('files to volume, ms', one => one.volumeMs),
    ...stages.map(stage => row(`${stage}, ms`, one => one.timingsMs[stage]!)),
    row('detector together, ms', one => one.wallMs, atMost(8_000)),
    row('detector together, CPU ms', one => one.cpuMs),
    row('peak of the process, MB', one => one.peakMb, under(1_500)),
  ]
}

const findingRows = (cases: readonly DetectorCase[]): readonly BenchRow[] => {
  const row = (what: string, value: (findings: readonly FoundNodule[]) => number, reach: Reach): BenchRow =>
    rowOf({ measure: named(what), ours: cases.map(one => value(one.findings)), reach })
  return [
    row('place of the nodule among its findings', placeOfNodule, atMost(1)),
    row('findings beside it', findings => findings.filter(one => !isNodule(one)).length, atMost(3)),
  ]
}

/** From 1; behind all if it is not found. */
const placeOfNodule = (findings: readonly FoundNodule[]): number => {
  const index = findings.findIndex(isNodule)
  return (index === -1 ? findings.length : index) + 1
}

const isNodule = ({ centerMm }: FoundNodule): boolean =>
  Math.hypot(...centerMm.map((value, axis) => value - nodule.centerMm[axis]!)) <= nodule.radiusMm
