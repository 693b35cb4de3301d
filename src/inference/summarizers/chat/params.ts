import { z } from 'zod'
import { canaryParam, unknownProviders } from '../../provider-params.ts'

/** Parameters of the chat summarizer, as a rule sets them; unknown keys are refused. */
export const chatParams = z.strictObject({
  /** Providers that may be asked, in order: a hard boundary. */
  providers: z.array(z.string().min(1), { error: 'a list of names of providers, as in [hospital]' }).min(1),
  /** If no model answers, or the note may not leave: go on with the built-in summarizer alone, or fail. */
  ifUnavailable: z.enum(['extractive', 'fail']).default('extractive'),
  /** A note whose study is not held: nobody knows what names its patient, so that only rules can redact it. */
  unknownPatient: z.enum(['refuse', 'send']).default('refuse'),
  /** Longer notes are not sent, and never cut: half a note may say the opposite. UTF-16 units. */
  maxCharacters: z.number().int().min(100).max(50_000).default(20_000),
  canary: canaryParam.optional(),
})

/** Parameters with defaults filled in. */
export type ChatParams = z.infer<typeof chatParams>

/** The parameters, with every provider that they name one of those that notes may be sent to. */
export const chatParamsFor = (noteProviders: readonly string[]): z.ZodType<ChatParams> =>
  chatParams.superRefine((params, context) => {
    for (const fault of unknownProviders(params, noteProviders, 'provider approved for notes'))
      context.addIssue({ code: 'custom', ...fault })
  })
