import type { ReplayResult, RuleChange } from './replay.ts'

const minutes = (seconds: number | null): string =>
  seconds === null
    ? 'unknown time'
    : seconds < 120
      ? `${Math.round(seconds)} s`
      : `${Math.round(seconds / 60)} min`

const money = (cost: number | null): string => (cost === null ? 'unknown cost' : cost.toFixed(2))

/** A replay for people, a few lines a rule. */
export const replayLines = (result: ReplayResult, ids: number): readonly string[] => [
  `${result.studies} studies; taken by no rule: ${result.unmatchedBefore} now, ${result.unmatchedAfter} with the draft`,
  ...result.rules.flatMap(rule => ruleLines(rule, ids)),
]

const ruleLines = (change: RuleChange, ids: number): readonly string[] => {
  const { rule, before, after, gained, lost, changed, byModality, examples } = change
  const modalities = Object.entries(byModality).map(
    ([modality, counts]) => `${modality} +${counts.gained} -${counts.lost}`,
  )
  const some = (what: 'gained' | 'lost' | 'changed'): readonly string[] =>
    examples[what].length === 0 ? [] : [`  ${what}: ${examples[what].slice(0, ids).join(' ')}`]
  return [
    `${rule}: ${before} -> ${after} studies (+${gained} -${lost}, ${changed} changed)`,
    `  time ${minutes(change.secondsBefore)} -> ${minutes(change.secondsAfter)}, cost ${money(change.costBefore)} -> ${money(change.costAfter)}`,
    ...(modalities.length > 0 ? [`  by modality: ${modalities.join(', ')}`] : []),
    ...some('gained'),
    ...some('lost'),
    ...some('changed'),
  ]
}
