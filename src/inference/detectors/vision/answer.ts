import { z } from 'zod'
import type { AnswerWords } from '../../model-words.ts'

const kinds = ['solid', 'part_solid', 'ground_glass', 'calcified', 'not_nodule'] as const
const quality = z.enum(['adequate', 'limited', 'non_diagnostic'])
const recommendation = z.enum(['none', 'follow_up', 'urgent', 'biopsy']).nullable()

/** What a model may say of the study in its own words. Every key is required, for strict structured output. */
const studyWords = {
  summary: z.string().nullable(),
  recommended_actions: z.array(z.string()),
  critical_flags: z.array(z.string()),
  priority: z.enum(['routine', 'urgent', 'critical']).nullable(),
}

const spot = z.strictObject({
  slice: z.string(),
  /** 0 to 1000 of the picture's width and height. */
  x: z.int(),
  y: z.int(),
  diameter_px: z.int(),
  kind: z.enum(kinds),
  confidence: z.number(),
  description: z.string().nullable(),
  recommendation,
})

/** A place in a picture, as a model tells it: nothing of it is checked yet but its form. */
export type SpotAnswer = z.infer<typeof spot>

const verdict = z.strictObject({
  is_nodule: z.boolean(),
  kind: z.enum(kinds),
  confidence: z.number(),
  description: z.string().nullable(),
  recommendation,
})

/** Yes or no to one candidate, as a model tells it. */
export type VerdictAnswer = z.infer<typeof verdict>

/** The answer to a batch of slices or slabs. Ranges are checked later, since strict output knows no minimum. */
export const spotsSchema = (batchId: string) =>
  z.strictObject({ batch_id: z.literal(batchId), quality, findings: z.array(spot), ...studyWords })

/** The answer to a batch of candidates: each label a key, so that none can be left out, told twice or made up. */
export const verdictsSchema = (batchId: string, labels: readonly string[]) =>
  z.strictObject({
    batch_id: z.literal(batchId),
    quality,
    candidates: z.strictObject(Object.fromEntries(labels.map(label => [label, verdict]))),
    ...studyWords,
  })

export type SpotsAnswer = z.infer<ReturnType<typeof spotsSchema>>
export type VerdictsAnswer = z.infer<ReturnType<typeof verdictsSchema>>

/** A batch's answer in the model's own words, apart from what is checked. */
export const wordsOf = (
  answer: SpotsAnswer | VerdictsAnswer,
  by: { readonly provider: string; readonly model: string },
): AnswerWords => ({
  ...by,
  summary: answer.summary,
  recommendedActions: answer.recommended_actions,
  criticalFlags: answer.critical_flags,
  priority: answer.priority,
  findings: placesOf(answer).map(([place, { kind, confidence, recommendation: advice, description }]) => ({
    place,
    kind,
    confidence: Number.isFinite(confidence) ? Math.max(0, Math.min(1, confidence)) : 0,
    recommendation: advice,
    description,
  })),
})

const placesOf = (answer: SpotsAnswer | VerdictsAnswer): readonly [string, SpotAnswer | VerdictAnswer][] =>
  'findings' in answer
    ? answer.findings.map(one => [one.slice.slice(0, 8), one])
    : Object.entries(answer.candidates).filter(([, one]) => one.is_nodule)
