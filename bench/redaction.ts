import type { Bench } from './bench.ts'
import { heldOutNotes } from './redaction-notes/heldout/heldout.ts'
import { setNames } from './redaction-notes/heldout/vocabulary.ts'
import { type RedactionScore, scoreRedaction } from './redaction-notes/score.ts'
import { type BenchRow, type Reach, rowOf } from './row.ts'

const atLeast = (limit: number): Reach => ({ text: `>= ${limit}`, holds: ours => ours >= limit })

/** Redaction of synthetic notes in English, Chinese and Malay: what must go and what must stay. */
export const redactionBench: Bench = {
  name: 'redaction',
  about: 'redaction of synthetic notes in three languages: recall, clinical terms kept, time',
  run: async ({ runs }) => {
    const scores = Array.from({ length: runs }, () => scoreRedaction())
    const heldOut = setNames.flatMap(set => {
      const name = `redaction, held out (${set})`
      return rowsOf(name, scoreRedaction(heldOutNotes(set)))
    })
    return [
      ...rowsOf('redaction', scores[0]!),
      ...heldOut,
      rowOf({ measure: 'redaction of a note, ms', ours: scores.flatMap(one => one.ms), digits: 1 }),
    ]
  },
}

const rowsOf = (name: string, score: RedactionScore): readonly BenchRow[] => {
  const share = (measure: string, value: number, limit: number): BenchRow =>
    rowOf({ measure: `${name}: ${measure}`, ours: [value * 100], reach: atLeast(limit), digits: 1 })
  return [
    share(`known identifiers taken out of ${score.notes} notes, %`, score.knownRecall, 100),
    share('other identifiers taken out, %', score.genericRecall, 99),
    share('clinical terms kept, %', score.termsKept, 95),
  ]
}
