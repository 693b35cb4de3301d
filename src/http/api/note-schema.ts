import { z } from '@hono/zod-openapi'
import { language } from './note-request.ts'
import { objectSchema } from './schemas.ts'

const concept = z.object({ value: z.string(), scheme: z.string(), meaning: z.string() })
const span = z.object({ start: z.number().int(), end: z.number().int() })
const part = z.enum(['chief-complaint', 'present-illness', 'assessment', 'plan', 'follow-up', 'other'])

/** A code with the words that it rests on; only an affirmed one is a code of the patient's. */
const code = z.object({
  concept,
  span,
  certainty: z.enum(['affirmed', 'negated', 'uncertain', 'family-history']),
  display: z
    .object({ text: z.string(), language, source: z.enum(['unofficial-glossary', 'site']) })
    .optional(),
  crossReferences: z.array(concept).optional(),
})

/** A summary as the API tells it. Members that are absent were unknown to the version that made it. */
export const summarySchema = z
  .object({
    language,
    targetLanguage: language.optional(),
    titles: z.record(part, z.string()).optional(),
    statements: z.array(
      z.object({ text: z.string(), span, part: part.optional(), language: language.optional() }),
    ),
    codes: z.array(code),
    headerCodes: z.array(z.object({ concept, span, billable: z.array(concept) })).optional(),
    followUp: z.enum(['required', 'not-stated']).optional(),
    removed: z
      .object({
        statements: z.number().int(),
        statementsBeyondSpan: z.number().int().optional(),
        unknownCodes: z.number().int(),
        headerCodes: z.number().int(),
        contradictedCodes: z.number().int(),
        unsupportedCodes: z.number().int().optional(),
      })
      .optional(),
    checkedAgainst: z
      .object({ release: z.string(), date: z.string(), warning: z.string().optional() })
      .optional(),
    remarks: z.array(z.string()).optional(),
    algorithm: z.object({
      name: z.string(),
      version: z.string(),
      manufacturer: z.string(),
      parameters: z.string(),
    }),
  })
  .openapi('NoteSummary')

/** A note as the API tells it. */
export const noteSchema = z
  .object({
    id: z.string(),
    state: z.enum(['received', 'summarized', 'failed']),
    code: z.string().nullable(),
    studyInstanceUid: z.string().nullable(),
    summary: summarySchema.nullable(),
    objects: z.array(objectSchema),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .openapi('Note')
