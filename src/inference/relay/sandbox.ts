import type { ExchangeResult } from './http-exchange.ts'

interface Node {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly items?: Node
  readonly minItems?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
}

const numberFor = ({ minimum, exclusiveMinimum, maximum }: Node): number => {
  if (minimum !== undefined) return minimum
  if (exclusiveMinimum !== undefined) return exclusiveMinimum + 1
  return maximum !== undefined && maximum < 0 ? maximum : 0
}

/** The smallest value of a schema: required keys alone, first of an enum, arrays as short as they may be. */
export const smallestOf = (node: Node): unknown => {
  if (node.const !== undefined) return node.const
  if (node.enum) return node.enum[0]
  const choice = node.anyOf?.[0] ?? node.oneOf?.[0]
  if (choice) return smallestOf(choice)
  const type = typeof node.type === 'string' ? node.type : node.type?.[0]
  if (type === 'array') return Array.from({ length: node.minItems ?? 0 }, () => smallestOf(node.items ?? {}))
  if (type === 'number' || type === 'integer') return numberFor(node)
  if (type === 'string') return 'sandbox'.padEnd(node.minLength ?? 0, ' ')
  if (type === 'boolean') return false
  if (type === 'null') return null
  const keys = node.required ?? []
  return Object.fromEntries(keys.map(key => [key, smallestOf(node.properties?.[key] ?? {})]))
}

/** A provider of `kind: sandbox`: the smallest answer that the schema allows, the same every time, no network. */
export const answerInSandbox = (answerSchema: object, tokensIn: number): ExchangeResult => {
  const content = JSON.stringify(smallestOf(answerSchema))
  const body = JSON.stringify({
    choices: [{ finish_reason: 'stop', message: { content } }],
    usage: { prompt_tokens: tokensIn, completion_tokens: Math.ceil(content.length / 3) },
  })
  return { kind: 'reply', status: 200, retryAfter: undefined, body }
}
