import type { MessagePart } from './relay.ts'

/** How the form of the answer is asked for, strongest first. */
export const answerForms = ['json_schema', 'json_object', 'prompt'] as const
export type AnswerForm = (typeof answerForms)[number]

/** The next weaker form; undefined below the weakest. */
export const weakerForm = (form: AnswerForm): AnswerForm | undefined =>
  answerForms[answerForms.indexOf(form) + 1]

/** What a chat completion asks for. */
export interface ChatQuestion {
  readonly model: string
  readonly instructions: string
  readonly parts: readonly MessagePart[]
  readonly answerSchema: object
  readonly maxTokens: number
  readonly form: AnswerForm
  /** What was wrong with the last answer, in our words. */
  readonly repair?: string
}

const contentOf = (part: MessagePart): object =>
  part.kind === 'text'
    ? { type: 'text', text: part.text }
    : {
        type: 'image_url',
        image_url: { url: `data:${part.mediaType};base64,${Buffer.from(part.bytes).toString('base64')}` },
      }

const formatOf = ({ form, answerSchema }: ChatQuestion): object => {
  if (form === 'prompt') return {}
  const type = { type: form }
  if (form === 'json_object') return { response_format: type }
  return { response_format: { ...type, json_schema: { name: 'answer', strict: true, schema: answerSchema } } }
}

/** The body of an OpenAI-compatible `POST /chat/completions`. Temperature 0, no tools, no streaming. */
export const buildChatBody = (question: ChatQuestion): Buffer => {
  const { instructions, answerSchema, form, repair } = question
  const schemaText =
    form === 'json_schema'
      ? ''
      : `\nAnswer with one JSON object of this JSON Schema and nothing else:\n${JSON.stringify(answerSchema)}`
  const repairText =
    repair === undefined ? '' : `\nYour last answer could not be used: ${repair}. Answer again.`
  return Buffer.from(
    JSON.stringify({
      model: question.model,
      messages: [
        { role: 'system', content: `${instructions}${schemaText}${repairText}` },
        { role: 'user', content: question.parts.map(contentOf) },
      ],
      max_tokens: question.maxTokens,
      temperature: 0,
      stream: false,
      ...formatOf(question),
    }),
  )
}
