import { deriveUid } from '../src/dicom/uid.ts'
import { noduleSr } from '../src/reporting/objects/nodule-sr.ts'
import type { ReportInput } from '../src/reporting/output-object.ts'
import { reportInput, roundNodule, testStack } from '../test/support/report-input.ts'
import type { Bench } from './bench.ts'
import { pydicomMissing, writeByPydicom } from './pydicom-peer.ts'
import { atMost, rowOf } from './row.ts'

const nodules = 20
/** Both sides write it so often before the clock runs. */
const warmUps = 10
/** And so often a run. */
const repeats = 10

/** An SR of 20 nodules (PS3.16 TID 1500), built and written to bytes; pydicom only writes, what it has read already. */
export const srBench: Bench = {
  name: 'sr',
  about: `an SR of ${nodules} nodules, built and written, against pydicom`,
  run: async ({ runs }) => {
    const input = inputOf(nodules)
    const [report] = await noduleSr.build(input)
    await buildOften(input, warmUps)
    const cpu = process.cpuUsage()
    const ours = await buildOften(input, runs * repeats)
    const { user, system } = process.cpuUsage(cpu)
    const cpuMs = (user + system) / 1000 / ours.length
    const peer = await writeByPydicom(report!.bytes, { warmUps, repeats: runs * repeats })
    const row = rowOf({
      measure: `SR of ${nodules} nodules, built and written, ms`,
      ours,
      peer: peer ? `${peer.name}, writing only` : pydicomMissing,
      theirs: peer?.ms ?? [],
      reach: atMost(80),
      digits: 1,
    })
    const cpuRow = rowOf({ measure: `SR of ${nodules} nodules, CPU ms, mean`, ours: [cpuMs], digits: 1 })
    return [row, cpuRow, rowOf({ measure: `SR of ${nodules} nodules, bytes`, ours: [report!.bytes.length] })]
  },
}

/** Nodules of 5 to 24 mm: 9 KB of outlines each, near the 11 KB that the detector's own findings take. */
const inputOf = (count: number): ReportInput => {
  const stack = testStack()
  const findings = Array.from({ length: count }, (_, index) =>
    roundNodule(stack, [120 + 12 * index, 150 + 10 * index, 20 + 4 * index], 5 + index, {
      id: String(index + 1),
      trackingUid: deriveUid('bench-tracking', index),
    }),
  )
  return reportInput({ outcome: { kind: 'findings', findings } })
}

const buildOften = async (input: ReportInput, times: number): Promise<readonly number[]> => {
  const ms: number[] = []
  for (let time = 0; time < times; time++) {
    const begin = performance.now()
    await noduleSr.build(input)
    ms.push(performance.now() - begin)
  }
  return ms
}
