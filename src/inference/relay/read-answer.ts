import { z } from 'zod'
import type { Failure } from './failure.ts'

/** A checked answer, with the tokens that the provider counted (undefined where it did not). */
export interface ReadAnswer {
  readonly answer: unknown
  readonly tokensIn: number | undefined
  readonly tokensOut: number | undefined
}

/** What came of a reply. A failure tells its tokens too: it was paid. */
export type AnswerVerdict =
  | ({ readonly kind: 'answer' } & ReadAnswer)
  | {
      readonly kind: 'bad'
      readonly failure: Failure
      readonly tokensIn?: number
      readonly tokensOut?: number
    }

const count = z.number().int().min(0).max(100_000_000).optional().catch(undefined)
const completion = z.object({
  error: z.unknown().optional(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .optional(),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish().catch(undefined),
})

const bad = (detail: string, isRepairable = false): Failure => ({
  kind: 'bad-answer',
  code: 'RELAY_BAD_ANSWER',
  detail,
  status: 200,
  isRepairable,
})

const schemas = new WeakMap<object, z.ZodType>()

const compiled = (schema: object): z.ZodType => {
  const known = schemas.get(schema)
  if (known) return known
  const made = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  schemas.set(schema, made)
  return made
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined // Said by the caller: no JSON value parses to undefined.
  }
}

/** The JSON of an answer, out of the code fence that models like to put around it. */
const contentJson = (content: string): unknown => {
  const [, fenced] = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/.exec(content) ?? []
  return parseJson(fenced ?? content)
}

/** Reads the body of a 200: an answer only if it is complete, not refused, JSON and of the schema; never "nothing found" else. */
export const readAnswer = (body: string, answerSchema: object): AnswerVerdict => {
  const parsed = completion.safeParse(parseJson(body))
  if (!parsed.success) return { kind: 'bad', failure: bad('is no chat completion') }
  const { error, choices, usage } = parsed.data
  const tokens = {
    ...(usage?.prompt_tokens === undefined ? {} : { tokensIn: usage.prompt_tokens }),
    ...(usage?.completion_tokens === undefined ? {} : { tokensOut: usage.completion_tokens }),
  }
  const fail = (detail: string, isRepairable?: boolean): AnswerVerdict => ({
    kind: 'bad',
    failure: bad(detail, isRepairable),
    ...tokens,
  })
  if (error !== undefined && error !== null) return fail('holds an error with status 200')
  const choice = choices?.[0]
  if (!choice) return fail('holds no choice')
  if (choice.finish_reason === 'length') return fail('was cut at the most tokens')
  if (choice.message.refusal || choice.finish_reason === 'content_filter') return fail('is a refusal')
  const content = choice.message.content
  if (!content) return fail('is empty', true)
  const json = contentJson(content)
  if (json === undefined) return fail('is not JSON', true)
  const checked = compiled(answerSchema).safeParse(json)
  if (!checked.success) {
    const where = checked.error.issues.slice(0, 3).map(issue => `${issue.code} at ${placeOf(issue.path)}`)
    return fail(`does not fit the schema (${where.join(', ')})`, true)
  }
  return {
    kind: 'answer',
    answer: checked.data,
    tokensIn: usage?.prompt_tokens,
    tokensOut: usage?.completion_tokens,
  }
}

/** A path's numbers and the schema's short names only: keys are the model's words. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.map(key => (/^\w{1,30}$/.test(String(key)) ? String(key) : '?')).join('.') || 'the top'
