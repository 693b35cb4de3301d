import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerJsonSchema } from '../../../../../src/inference/answer-json-schema.ts'
import { spotsSchema, verdictsSchema } from '../../../../../src/inference/detectors/vision/answer.ts'
import { smallestOf } from '../../../../../src/inference/relay/sandbox.ts'
import { silent, spotsAnswer } from '../../../../support/loopback-model.ts'

interface Node {
  readonly type?: string
  readonly properties?: Record<string, Node>
  readonly required?: readonly string[]
  readonly additionalProperties?: unknown
  readonly items?: Node
}

const objectsOf = (node: Node): Node[] => [
  ...(node.type === 'object' ? [node] : []),
  ...Object.values(node.properties ?? {}).flatMap(objectsOf),
  ...(node.items ? objectsOf(node.items) : []),
]

describe.each([
  ['places', spotsSchema('b01')],
  ['candidates', verdictsSchema('b01', ['C01', 'C02'])],
] as const)('the schema of an answer about %s', (_, schema: z.ZodType) => {
  const json = answerJsonSchema(schema) as Node

  it('is closed, with every key required and no bounds: what strict output takes', () => {
    for (const object of objectsOf(json)) {
      expect(object.additionalProperties).toBe(false)
      expect(object.required).toEqual(Object.keys(object.properties!))
    }
    expect(JSON.stringify(json)).not.toMatch(/minimum|maximum|\$schema/)
  })

  it('is one that the sandbox can answer', () => {
    const answer = smallestOf(json as Parameters<typeof smallestOf>[0])
    expect(schema.safeParse(answer).success).toBe(true)
    expect(z.fromJSONSchema(json as Parameters<typeof z.fromJSONSchema>[0]).safeParse(answer).success).toBe(
      true,
    )
  })
})

it('refuses an answer of another batch, with a key more, or with a verdict less', () => {
  expect(spotsSchema('b01').safeParse(spotsAnswer('b01', [])).success).toBe(true)
  expect(spotsSchema('b01').safeParse(spotsAnswer('b02', [])).success).toBe(false)
  expect(spotsSchema('b01').safeParse({ ...spotsAnswer('b01', []), tool: 'rm' }).success).toBe(false)
  const none = { batch_id: 'b01', quality: 'adequate', candidates: {}, ...silent }
  expect(verdictsSchema('b01', ['C01']).safeParse(none).success).toBe(false)
})
