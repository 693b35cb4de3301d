import { HilumError } from '../base/errors.ts'
import type { HilumConfig } from '../config/schema.ts'
import type { ModelAccess } from '../inference/relay/relay.ts'
import type { Summarizer } from '../inference/summarizer.ts'
import { absentSummarizers, summarizers } from '../plugins.ts'

/** A summarizer with the parameters that it runs with here. */
export interface ChosenSummarizer {
  readonly summarizer: Summarizer
  readonly params: unknown
}

/** A summarizer as a rule or the configuration names it. */
export interface NamedSummarizer {
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The summarizer of that name, its parameters checked. @throws INFERENCE_SUMMARIZER_UNKNOWN where either is not of this installation */
export const chooseSummarizer = (
  list: readonly Summarizer[],
  { name, params }: NamedSummarizer,
): ChosenSummarizer => {
  const summarizer = list.find(one => one.id === name)
  if (!summarizer)
    throw new HilumError(
      'INFERENCE_SUMMARIZER_UNKNOWN',
      `${name}${absentSummarizers.has(name) ? ` is not here: ${absentSummarizers.get(name)}` : ''}`,
    )
  const read = summarizer.params.safeParse(params)
  if (read.success) return { summarizer, params: read.data }
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim())
  throw new HilumError('INFERENCE_SUMMARIZER_UNKNOWN', `${name}: ${faults.join('; ')}`)
}

/** How the configuration has notes summarized that come without a rule. Only a summarizer that asks models has parameters. */
export const configuredSummarizer = ({ notes }: Pick<HilumConfig, 'notes'>): NamedSummarizer => {
  const { summarizer: name, ...params } = notes
  return { name, params: name === 'extractive' ? {} : params }
}

/** Wrong keys of `notes` stop the start. @throws CONFIG_INVALID */
export const checkNotesConfig = (
  config: Pick<HilumConfig, 'notes'>,
  models: ModelAccess | undefined,
): void => {
  try {
    chooseSummarizer(summarizers({ models }), configuredSummarizer(config))
  } catch (thrown) {
    const detail = thrown instanceof HilumError ? thrown.detail : 'notes cannot be read'
    throw new HilumError('CONFIG_INVALID', `notes.summarizer: ${detail}`, { cause: thrown })
  }
}
