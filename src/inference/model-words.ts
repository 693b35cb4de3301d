/** How urgent a model calls a study. Ours comes from rules on our own measurements, never from this. */
export type ModelPriority = 'routine' | 'urgent' | 'critical'

/** What a model says of one place in its own words; `place` is our label of the picture. Sizes it tells are not kept. */
export interface ModelFindingWords {
  readonly place: string
  readonly kind: string
  readonly confidence: number
  readonly recommendation: string | null
  readonly description: string | null
}

/**
 * A model's own words about one study: kept and shown as the model's, escaped wherever they are shown, in the API and
 * on the console. Nothing of it is ever in an object that is delivered, and nothing here decides on it.
 */
export interface ModelWords {
  readonly provider: string
  readonly model: string
  readonly summaries: readonly string[]
  readonly recommendedActions: readonly string[]
  readonly criticalFlags: readonly string[]
  readonly priority: ModelPriority | null
  readonly findings: readonly ModelFindingWords[]
}

/** One answer's words, before those of a study are put together. */
export interface AnswerWords {
  readonly provider: string
  readonly model: string
  readonly summary: string | null
  readonly recommendedActions: readonly string[]
  readonly criticalFlags: readonly string[]
  readonly priority: ModelPriority | null
  readonly findings: readonly ModelFindingWords[]
}

const longestText = 500
const mostTexts = 50
const mostFindings = 200
const rising: readonly (ModelPriority | null)[] = [null, 'routine', 'urgent', 'critical']

/** Answers put together, one entry for each model that answered, in their order. Texts are cut short and cleaned. */
export const gatherWords = (answers: readonly AnswerWords[]): ModelWords[] => {
  const byModel = new Map<string, AnswerWords[]>()
  for (const answer of answers) {
    const key = JSON.stringify([answer.provider, answer.model])
    byModel.set(key, [...(byModel.get(key) ?? []), answer])
  }
  return [...byModel.values()].map(gatherOne)
}

const gatherOne = (answers: readonly AnswerWords[]): ModelWords => ({
  provider: clean(answers[0]!.provider),
  model: clean(answers[0]!.model),
  summaries: gatherTexts(answers.map(one => one.summary ?? '')),
  recommendedActions: gatherTexts(answers.flatMap(one => one.recommendedActions)),
  criticalFlags: gatherTexts(answers.flatMap(one => one.criticalFlags)),
  priority: answers.reduce<ModelPriority | null>(
    (highest, { priority }) => (rising.indexOf(priority) > rising.indexOf(highest) ? priority : highest),
    null,
  ),
  findings: answers
    .flatMap(one => one.findings)
    .slice(0, mostFindings)
    .map(one => ({
      ...one,
      recommendation: one.recommendation === null ? null : clean(one.recommendation),
      description: one.description === null ? null : clean(one.description),
    })),
})

const gatherTexts = (texts: readonly string[]): string[] =>
  [...new Set(texts.map(clean).filter(text => text !== ''))].slice(0, mostTexts)

/** One line without control and direction characters, cut at 500 characters. */
const clean = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, longestText)
