import { HilumError } from '../../../base/errors.ts'
import type { Opinion } from '../../consensus.ts'
import type { DetectedFinding } from '../../detector.ts'
import type { AnswerWords } from '../../model-words.ts'
import { type SpotsAnswer, type VerdictsAnswer, wordsOf } from './answer.ts'
import type { BatchOutcome } from './ask-batches.ts'

/** What the model's looking came to. */
export interface Reading {
  /** One for each candidate of the first reader, in their order. */
  readonly opinions: readonly Opinion[]
  /** What only the model pointed at, measured by us, confidence the model's. */
  readonly own: readonly DetectedFinding[]
  readonly words: readonly AnswerWords[]
  readonly warnings: readonly string[]
  readonly notEvaluated: readonly string[]
  /** "provider/model" of every answer. */
  readonly models: readonly string[]
}

/** What was not looked at since batches failed, a sentence each, with the code that says why. */
export const failedBatches = (outcomes: readonly BatchOutcome<unknown>[]): string[] =>
  outcomes.flatMap(one =>
    one.kind === 'failed'
      ? [`The model did not answer batch ${one.batch.id} (${picturesOf(one)}): ${codeOf(one.error)}.`]
      : [],
  )

/** Batches whose answer the model itself calls of no use. */
export const poorBatches = (outcomes: readonly BatchOutcome<SpotsAnswer | VerdictsAnswer>[]): string[] =>
  outcomes.flatMap(one =>
    one.kind === 'answered' && one.answer.quality === 'non_diagnostic'
      ? [`The model calls the pictures of batch ${one.batch.id} (${picturesOf(one)}) not diagnostic.`]
      : [],
  )

/** "S001 to S020". */
export const picturesOf = ({ batch }: Pick<BatchOutcome<unknown>, 'batch'>): string => {
  const [first, last] = [batch.pictures[0]!.label, batch.pictures.at(-1)!.label]
  return first === last ? first : `${first} to ${last}`
}

const codeOf = (error: unknown): string => (error instanceof HilumError ? error.code : 'BASE_UNEXPECTED')

/** Words and models of the answers, whether they are believed or not. */
export const toldBy = (outcomes: readonly BatchOutcome<SpotsAnswer | VerdictsAnswer>[]) => {
  const answered = outcomes.filter(one => one.kind === 'answered')
  return {
    words: answered.map(one => wordsOf(one.answer, one)),
    models: [...new Set(answered.map(one => `${nameable(one.provider)}/${nameable(one.model)}`))],
  }
}

/** A name that may stand in a result: it may come from a provider's answer. */
const nameable = (name: string): string => name.replace(/[^\w.:@/-]+/g, '-').slice(0, 64)
