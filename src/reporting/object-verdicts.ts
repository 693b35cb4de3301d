import { z } from 'zod'
import { readerNames, viewerNames } from './readers/verdict.ts'

const verdict = z.object({
  reader: z.enum(readerNames),
  outcome: z.enum(['fine', 'ignores', 'fails']),
  drawn: z.string().optional(),
  hydrates: z.object({ count: z.number(), of: z.number() }).optional(),
  volumetric: z.string().optional(),
  isValid: z.boolean().optional(),
  reasons: z.array(z.string()).readonly(),
})

const gap = z.object({
  target: z.string(),
  viewer: z.enum(viewerNames),
  reason: z.string(),
  /** The form in which the result went out as well; absent where none could be made. */
  sentAs: z.string().optional(),
})

const schema = z.object({ readers: z.array(verdict).readonly(), gaps: z.array(gap).readonly() })

/** What is kept with a result object: each known reader's verdict, and viewers of targets that it alone would not have reached. */
export type ObjectVerdicts = z.output<typeof schema>

/** The kept column, checked; undefined for an object that was made before there were verdicts. */
export const readObjectVerdicts = (kept: unknown): ObjectVerdicts | undefined => schema.safeParse(kept).data
