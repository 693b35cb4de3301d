import { z } from 'zod'

/** The JSON Schema of a model's answer, without the bounds that zod gives to integers: strict output refuses them. */
export const answerJsonSchema = (schema: z.ZodType): object => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.minimum
      delete jsonSchema.maximum
    },
  })
  return json
}
