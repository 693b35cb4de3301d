import type { z } from 'zod'
import { HilumError, toHilumError } from '../../../base/errors.ts'
import { answerJsonSchema } from '../../answer-json-schema.ts'
import type { ClearedPart, ModelRequest, Relay } from '../../relay/relay.ts'
import { comparePlaces, type NamedPlace } from './compare-places.ts'
import { type Batch, halveBatch, type PictureClearance } from './picture.ts'

/** What every request of one study has in common. */
export interface Asking {
  readonly relay: Relay
  readonly clear: PictureClearance
  readonly request: Pick<ModelRequest, 'workitemId' | 'providers' | 'canary' | 'instructions'>
  readonly signal: AbortSignal
  /** Share done, 0 to 1. */
  progress(fraction: number): void
}

/** What one kind of batch is answered with. */
export interface Question<Answer> {
  schemaOf(batch: Batch): z.ZodType<Answer>
  /** The hits of an answer, where they are: a shadow's are compared with the used ones. */
  placesOf(answer: Answer): readonly NamedPlace[]
}

/** How one batch ended. A failed one is never "nothing found". */
export type BatchOutcome<Answer> =
  | {
      readonly kind: 'answered'
      readonly batch: Batch
      readonly answer: Answer
      readonly provider: string
      readonly model: string
    }
  | { readonly kind: 'failed'; readonly batch: Batch; readonly error: HilumError }

/** Requests at once. The relay's limits, shared by all processes, hold them back further. */
const lanes = 4
const maxTokens = 4096

/**
 * Asks every batch, a few at a time; outcomes in the order of the batches, and of their halves where a batch was too
 * large for every provider. Retries are the relay's alone.
 * @throws BASE_CANCELLED; what the first batch failed of, if none was answered
 */
export const askBatches = async <Answer>(
  asking: Asking,
  question: Question<Answer>,
  batches: readonly Batch[],
): Promise<BatchOutcome<Answer>[]> => {
  const outcomes: BatchOutcome<Answer>[][] = []
  let next = 0
  let done = 0
  const work = async (): Promise<void> => {
    for (let index = next++; index < batches.length; index = next++) {
      outcomes[index] = await askBatch(asking, question, batches[index]!)
      asking.progress(++done / batches.length)
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, batches.length) }, work))
  const all = outcomes.flat()
  const [first] = all
  if (first?.kind === 'failed' && all.every(one => one.kind === 'failed')) throw first.error
  return all
}

const askBatch = async <Answer>(
  asking: Asking,
  question: Question<Answer>,
  batch: Batch,
): Promise<BatchOutcome<Answer>[]> => {
  try {
    return [await askOnce(asking, question, batch)]
  } catch (thrown) {
    if (asking.signal.aborted) throw new HilumError('BASE_CANCELLED', 'the detector was stopped')
    const error = toHilumError(thrown)
    if (error.code === 'BASE_UNEXPECTED' || error.code === 'BASE_CANCELLED') throw thrown
    const halves = error.code === 'RELAY_TOO_LARGE' ? halveBatch(batch) : undefined
    if (!halves) return [{ kind: 'failed', batch, error }]
    const [low, high] = halves
    return [...(await askBatch(asking, question, low)), ...(await askBatch(asking, question, high))]
  }
}

const askOnce = async <Answer>(
  { relay, clear, request, signal }: Asking,
  question: Question<Answer>,
  batch: Batch,
): Promise<BatchOutcome<Answer>> => {
  const parts = await buildParts(clear, batch, signal)
  const schema = question.schemaOf(batch)
  const placesOf = (answer: unknown): readonly NamedPlace[] => {
    const read = schema.safeParse(answer)
    return read.success ? question.placesOf(read.data) : []
  }
  const reply = await relay.ask(
    {
      ...request,
      dataClass: 'pixels',
      parts,
      answerSchema: answerJsonSchema(schema),
      maxTokens,
      countHits: answer => placesOf(answer).length,
      compare: (answer, candidate) => comparePlaces(placesOf(answer), placesOf(candidate)),
    },
    signal,
  )
  const read = schema.safeParse(reply.answer)
  if (!read.success) throw new HilumError('RELAY_BAD_ANSWER', 'the answer does not fit the schema')
  return { kind: 'answered', batch, answer: read.data, provider: reply.provider, model: reply.model }
}

/** The batch's id, then each picture behind its label. */
const buildParts = async (
  clear: PictureClearance,
  { id, pictures }: Batch,
  signal: AbortSignal,
): Promise<ClearedPart[]> => {
  const parts = [clear.label({ batch_id: id, pictures: pictures.length })]
  for (const picture of pictures) {
    if (signal.aborted) throw new HilumError('BASE_CANCELLED', 'the detector was stopped')
    parts.push(clear.label({ slice: picture.label, ...picture.geometry }))
    parts.push(await clear.image(await picture.render(), picture.source))
  }
  return parts
}
