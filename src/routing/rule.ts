import { z } from 'zod'
import type { ConditionNode } from './condition-tree.ts'
import { oneWordOf, strictObject } from './strict-object.ts'
import type { WorkOrder } from './workitem.ts'

/** A rule as it is applied: `when` at least one series of a study satisfies the tree, the order is carried out on those. */
export interface Rule {
  readonly name: string
  readonly when: ConditionNode
  readonly order: WorkOrder
}

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

const durationMs = z
  .string({ error: 'a duration such as 30m, 4h or 2d' })
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, 'a duration such as 30m, 4h or 2d')
  .transform(text => Number.parseFloat(text) * unitMs[text.replace(/^[\d.]+/, '') as keyof typeof unitMs])

const name = z
  .string({ error: 'a name' })
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a name of lower-case letters, digits and hyphens, at most 63')

/** `detect`: the detector's name; every other key is a parameter of that detector. */
const detect = z.looseObject(
  { detector: name },
  { error: 'a mapping, as in { detector: built-in, minDiameterMm: 4 }' },
)

/** `summarize`: languages of the summaries and the summarizer; every other key is a parameter of that summarizer. */
const summarize = z.looseObject(
  {
    languages: z
      .array(oneWordOf('a language', ['en', 'zh', 'ms']), { error: 'a list of languages, as in [en]' })
      .max(3),
    summarizer: name.optional(),
  },
  { error: 'a mapping, as in { languages: [en] }' },
)

const orderSchema = strictObject({
  detect,
  summarize: summarize.optional(),
  priority: oneWordOf('a priority', ['routine', 'urgent', 'critical']).default('routine'),
  outputs: z.array(name, { error: 'a list of names, as in [nodule-sr]' }).min(1).default(['nodule-sr']),
  deliver: strictObject({
    to: z.array(name, { error: 'a list of names of targets' }).default([]),
    notAfter: durationMs.optional(),
    ifReported: oneWordOf('ifReported', ['park', 'deliver']).optional(),
  }).prefault({}),
})

/** rules.yaml as far as one schema can say it; `when` is read by read-condition.ts, with the plug-ins. */
export const ruleDocumentSchema = strictObject({
  version: z.literal(1, { error: 'version is 1' }),
  rules: z
    .array(
      strictObject({
        name,
        when: z.unknown().refine(value => value != null, 'a rule says when'),
        do: orderSchema,
      }),
      { error: 'a list of rules' },
    )
    .max(200, 'more than 200 rules'),
})

/** `do` of a rule, read, as the order that its workitems carry. */
export const orderOf = (read: z.output<typeof orderSchema>): WorkOrder => {
  const { detector, ...detectorParams } = read.detect
  const { to, notAfter, ifReported } = read.deliver
  const { languages = [], summarizer, ...summarizerParams } = read.summarize ?? {}
  return {
    detector,
    detectorParams,
    summarizeLanguages: languages,
    ...(summarizer !== undefined && { summarizer }),
    ...(Object.keys(summarizerParams).length > 0 && { summarizerParams }),
    priority: read.priority,
    outputs: read.outputs,
    deliverTo: to,
    ...(notAfter !== undefined && { deliverNotAfterMs: notAfter }),
    ...(ifReported !== undefined && { deliverIfReported: ifReported }),
  }
}
