import type { NoteLanguage, NoteSummary } from '../src/inference/finding.ts'
import { checkSummary } from '../src/inference/notes/check-summary.ts'
import { summarizeNote } from '../src/inference/summarizers/extractive/summarizer.ts'
import { builtInRelease } from '../src/inference/terminology/built-in-release.ts'
import { noteExamples } from '../test/support/notes/examples.ts'
import type { NoteExample } from '../test/support/notes/note-example.ts'
import type { Bench } from './bench.ts'
import { claimRows } from './note-claims.ts'
import { atMost, type BenchRow, type Reach, rowOf } from './row.ts'

/** What one note's summary got right and wrong. */
interface Score {
  readonly rightCodes: number
  readonly wrongCodes: readonly string[]
  readonly missedCodes: readonly string[]
  readonly negationErrors: readonly string[]
  readonly unsupported: number
  readonly unknownCodes: number
  readonly missedPoints: readonly string[]
  readonly points: number
  readonly isFollowUpRight: boolean
  readonly isLanguageRight: boolean
}

const terminology = { releases: [builtInRelease], displayTerms: new Map(), snomedMap: new Map() }
const date = '2021-03-01'

/** At least `limit`. */
const atLeast = (limit: number): Reach => ({ text: `>= ${limit}`, holds: ours => ours >= limit })

/**
 * The built-in summarizer on synthetic notes with their expected codes and points. Three sets, so that a gap shows:
 * the one it was tuned on, one that its author knew, and one written when the tables were done.
 */
export const notesBench: Bench = {
  name: 'notes',
  about:
    'codes, negation and points of note summaries in three languages, on a tuning, a test and a held-out set',
  run: async ({ tell }) => {
    const rows: BenchRow[] = []
    for (const set of ['tuning', 'test', 'holdout'] as const) {
      const all: Score[] = []
      for (const language of ['en', 'zh', 'ms'] as const) {
        const scores = noteExamples[language][set].map(example => scoreOf(example, language, tell))
        all.push(...scores)
        rows.push(...rowsOf(`${set} ${language}`, scores, false))
      }
      rows.push(...rowsOf(`${set}, all`, all, set !== 'tuning'))
    }
    return [...rows, ...claimRows()]
  },
}

const scoreOf = (example: NoteExample, language: NoteLanguage, tell: (line: string) => void): Score => {
  const raw = summarizeNote(example.text)
  const summary = checkSummary(raw, { noteText: example.text, terminology, date })
  const stated = codesOf(summary)
  const denied = example.denied ?? []
  const missedPoints = Object.entries(example.points).filter(
    ([part, words]) =>
      !summary.statements.some(statement => statement.part === part && statement.text.includes(words)),
  )
  const score = {
    rightCodes: stated.filter(code => example.codes.includes(code)).length,
    wrongCodes: stated.filter(code => !example.codes.includes(code)),
    missedCodes: example.codes.filter(code => !stated.includes(code)),
    negationErrors: stated.filter(code => denied.includes(code)),
    unsupported: summary.statements.filter(
      ({ text, span }) => example.text.slice(span.start, span.end) !== text,
    ).length,
    unknownCodes: summary.removed?.unknownCodes ?? 0,
    missedPoints: missedPoints.map(([part, words]) => `${part}: ${words}`),
    points: Object.keys(example.points).length,
    isFollowUpRight: (summary.followUp === 'required') === example.followUp,
    isLanguageRight: summary.language === language,
  }
  tellFaults(`${language} ${example.name}`, score, tell)
  return score
}

const codesOf = ({ codes }: NoteSummary): readonly string[] => [
  ...new Set(codes.filter(({ certainty }) => certainty === 'affirmed').map(({ concept }) => concept.value)),
]

const tellFaults = (name: string, score: Score, tell: (line: string) => void): void => {
  const faults = [
    ...score.wrongCodes.map(code => `wrong ${code}`),
    ...score.missedCodes.map(code => `missed ${code}`),
    ...score.missedPoints.map(point => `missed ${point}`),
    ...(score.isFollowUpRight ? [] : ['follow-up']),
    ...(score.isLanguageRight ? [] : ['language']),
  ]
  if (faults.length > 0) tell(`${name}: ${faults.join('; ')}`)
}

const sum = (scores: readonly Score[], pick: (score: Score) => number): number =>
  scores.reduce((total, score) => total + pick(score), 0)

const rowsOf = (name: string, scores: readonly Score[], isMeasured: boolean): readonly BenchRow[] => {
  const right = sum(scores, score => score.rightCodes)
  const wrong = sum(scores, score => score.wrongCodes.length)
  const missed = sum(scores, score => score.missedCodes.length)
  const points = sum(scores, score => score.points)
  const found = points - sum(scores, score => score.missedPoints.length)
  const row = (measure: string, ours: number, reach?: Reach): BenchRow =>
    rowOf({
      measure: `notes, ${name} (${scores.length}): ${measure}`,
      ours: [ours],
      digits: 3,
      ...(reach && isMeasured ? { reach } : {}),
    })
  return [
    row('code precision', right / (right + wrong), atLeast(0.95)),
    row('code recall', right / (right + missed)),
    row(
      'negation errors',
      sum(scores, score => score.negationErrors.length),
    ),
    row(
      'unsupported statements',
      sum(scores, score => score.unsupported),
      atMost(0),
    ),
    row(
      'codes that do not exist',
      sum(scores, score => score.unknownCodes),
      atMost(0),
    ),
    row('expected points found', found / points),
    row('follow-up right', sum(scores, score => Number(score.isFollowUpRight)) / scores.length),
  ]
}
