import type { Bench } from './bench.ts'
import { scoreRedaction } from './redaction-notes/score.ts'
import { type Reach, rowOf } from './row.ts'

const atLeast = (limit: number): Reach => ({ text: `>= ${limit}`, holds: ours => ours >= limit })

/** Redaction of synthetic notes in English, Chinese and Malay: what must go and what must stay. */
export const redactionBench: Bench = {
  name: 'redaction',
  about: 'redaction of synthetic notes in three languages: recall, clinical terms kept, time',
  run: async ({ runs }) => {
    const scores = Array.from({ length: runs }, () => scoreRedaction())
    const [score] = scores
    const share = (measure: string, value: number, limit: number) =>
      rowOf({ measure, ours: [value * 100], reach: atLeast(limit), digits: 1 })
    return [
      share(`redaction, ${score!.notes} notes: known identifiers taken out, %`, score!.knownRecall, 100),
      share('redaction: other identifiers taken out, %', score!.genericRecall, 99),
      share('redaction: clinical terms kept, %', score!.termsKept, 95),
      rowOf({ measure: 'redaction of a note, ms', ours: scores.flatMap(one => one.ms), digits: 1 }),
    ]
  },
}
