import { z } from 'zod'
import { duration, httpUrl, name } from './values.ts'

const price = z.number().min(0).default(0)
const fraction = z.number().min(0).max(1)

/** A provider of remote models. */
export const provider = z
  .strictObject({
    name: name.describe('Name that rules allow.'),
    kind: z
      .enum(['openai', 'sandbox'])
      .default('openai')
      .describe('openai: any OpenAI-compatible service. sandbox: answers by itself, without network.'),
    baseUrl: httpUrl.optional().describe('Its URL before /chat/completions. Not for sandbox.'),
    model: z.string().min(1).default('sandbox').describe('Model as the provider calls it.'),
    apiKeyFiles: z
      .array(z.string())
      .max(2)
      .default([])
      .describe('Files with its key; two while keys are rotated. Read anew when a key is refused.'),
    apiKeyVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, 'the name of an environment variable')
      .optional()
      .describe('Environment variable with its key, instead of files.'),
    approvedFor: z
      .array(z.enum(['pixels', 'note']))
      .default([])
      .describe('Data that the site has approved it for: pixels, note. None: it is never asked.'),
    region: z.string().optional().describe('Where it processes data; see relay.regions.'),
    vision: z.boolean().default(false).describe('It takes pictures. Without it it is never sent any.'),
    jsonSchema: z.boolean().default(true).describe('It takes response_format json_schema.'),
    maxTokens: z.number().int().min(1).default(4096).describe('Most tokens of an answer.'),
    attemptTimeout: duration.default(60_000).describe('Longest single attempt. Default 60s.'),
    callTimeout: duration
      .default(180_000)
      .describe('Longest call: attempts and waits between them, not the wait for limits. Default 3m.'),
    priceInput: price.describe('Price per million input tokens, in relay.currency.'),
    priceOutput: price.describe('Price per million output tokens.'),
    imagesPerRequest: z.number().int().min(1).default(20).describe('Most pictures in one request.'),
    tokensPerImage: z
      .number()
      .int()
      .min(0)
      .default(1000)
      .describe('Tokens that a picture is taken to cost before the provider has told.'),
    requestsPerMinute: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Most requests in any minute, of all processes together. Unset: no limit.'),
    tokensPerMinute: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Most tokens a minute, in and out. Unset: no limit.'),
    concurrency: z.number().int().min(1).max(1000).default(5).describe('Most requests at once.'),
    allowedNetworks: z
      .array(z.string())
      .default([])
      .describe('Networks (CIDR) that are not public where it may be, such as 127.0.0.0/8.'),
  })
  .describe('A remote model.')

const budget = z.strictObject({
  rule: name.optional().describe('Rule that it limits. Unset: all together.'),
  period: z.enum(['day', 'month']).describe('Of the calendar, in UTC.'),
  tokens: z.number().min(0).optional().describe('Most tokens, in and out.'),
  amount: z.number().min(0).optional().describe('Most money, in relay.currency.'),
  soft: fraction.default(0.8).describe('Share from which it warns.'),
})

const choice = z.enum(['ordered', 'cheapest', 'fastest'])

/** How remote models are reached. */
export const relay = z
  .strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD')
      .default('USD')
      .describe('Currency of all prices and budgets.'),
    choice: z
      .strictObject({
        routine: choice
          .default('ordered')
          .describe('How routine workitems choose among the allowed providers.'),
        urgent: choice.default('ordered').describe('How urgent workitems choose.'),
        critical: choice.default('ordered').describe('How critical workitems choose.'),
      })
      .prefault({}),
    regions: z.array(z.string()).default([]).describe('Regions that data may go to. None: any.'),
    attempts: z.coerce
      .number()
      .int()
      .min(1)
      .max(10)
      .default(3)
      .describe('Attempts at one provider before the next.'),
    backoff: duration.default(1000).describe('First wait between attempts; it doubles. Default 1s.'),
    retryAfterCap: duration
      .default(60_000)
      .describe('Longest wait that a provider may ask for. Default 60s.'),
    keyCooldown: duration.default(600_000).describe('How long a refused key rests. Default 10m.'),
    breaker: z
      .strictObject({
        minimumCalls: z.coerce.number().int().min(1).default(10).describe('Calls before it may open.'),
        failureShare: z.coerce
          .number()
          .min(0.01)
          .max(1)
          .default(0.5)
          .describe('Share of failures from which it opens.'),
        cooldown: duration
          .default(30_000)
          .describe('How long it stays open before one call probes. At least 30s.'),
      })
      .prefault({}),
    guards: z
      .strictObject({
        minimumCalls: z.coerce
          .number()
          .int()
          .min(1)
          .default(20)
          .describe('Calls of a candidate in the last hour before it is judged.'),
        maxErrorShare: z.coerce.number().min(0).max(1).default(0.1).describe('More failures take it back.'),
        maxLatency: duration
          .default(60_000)
          .describe('A 95th percentile above it takes it back. Default 60s.'),
        maxHitRatio: z.coerce
          .number()
          .min(1)
          .default(3)
          .describe('So many times more or fewer hits a call than the others take it back.'),
      })
      .prefault({}),
    answerRetention: duration
      .default(604_800_000)
      .describe(
        "How long a model's answers are kept: asked again meanwhile, they are not paid again. Default 7d.",
      ),
    budgets: z.array(budget).default([]).describe('Limits on what is spent.'),
  })
  .prefault({})

/** How notes that come without a rule are summarized. */
export const notes = z
  .strictObject({
    summarizer: z
      .enum(['extractive', 'chat'])
      .default('extractive')
      .describe('How notes without a rule are summarized. chat: also by a remote model, redacted before.'),
    providers: z
      .array(name)
      .default([])
      .describe('Providers that such notes may go to, in order. Each must be approved for note.'),
    ifUnavailable: z
      .enum(['extractive', 'fail'])
      .default('extractive')
      .describe('If no model answers: the built-in summarizer alone, or the note fails with the code.'),
    unknownPatient: z
      .enum(['refuse', 'send'])
      .default('refuse')
      .describe(
        'Notes whose study is not held, so that nobody knows what names the patient: not sent, or by rules alone.',
      ),
  })
  .prefault({})
