import { readFileSync } from 'node:fs'
import { HilumError } from '../base/errors.ts'
import type { HilumConfig } from '../config/schema.ts'
import type { ModelAccess } from '../inference/relay/relay.ts'
import {
  absentDetectors,
  absentSummarizers,
  conditions,
  detectors,
  outputs,
  summarizers,
} from '../plugins.ts'
import { defaultRulesText } from '../routing/default-rules.ts'
import { parseRules, type RuleSet, type RuleVocabulary } from '../routing/rule-set.ts'
import { modelAccess, unkeptRelay } from './model-access.ts'
import { namedOnnxModels } from './onnx-models.ts'

type VocabularyConfig = Pick<HilumConfig, 'targets'> &
  Partial<Pick<HilumConfig, 'providers' | 'relay' | 'detectors'>>

/** What rules may say of models: their names. No rule is checked by asking one. */
const namedModels = ({ providers, relay }: VocabularyConfig): ModelAccess | undefined =>
  providers && relay ? modelAccess({ providers, relay }, unkeptRelay) : undefined

/** What rules may name in this installation. */
export const ruleVocabulary = (config: VocabularyConfig): RuleVocabulary => ({
  conditions,
  detectors: new Map(
    detectors({
      threads: 1,
      models: namedModels(config),
      onnxModels: namedOnnxModels(config.detectors?.onnx ?? []),
    }).map(detector => [detector.id, detector.params]),
  ),
  absentDetectors,
  summarizers: new Map(
    summarizers({ models: namedModels(config) }).map(summarizer => [summarizer.id, summarizer.params]),
  ),
  absentSummarizers,
  outputs: outputs.map(builder => builder.kind),
  targets: ['held', ...config.targets.map(target => target.name)],
})

/** The rules in force: the file that the configuration names, else the built-in default. @throws ROUTING_RULES_INVALID with every fault */
export const readRules = (config: HilumConfig): RuleSet => {
  const text =
    config.rules === undefined
      ? defaultRulesText(config.targets.map(target => target.name))
      : readFile(config.rules)
  const parsed = parseRules(text, ruleVocabulary(config))
  if (parsed.ok) return parsed.ruleSet
  const faults = parsed.errors.map(
    ({ line, column, path, message }) => `${line}:${column} ${path} ${message}`,
  )
  throw new HilumError(
    'ROUTING_RULES_INVALID',
    `${config.rules ?? 'the default rules'}\n${faults.join('\n')}`,
  )
}

const readFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new HilumError('ROUTING_RULES_INVALID', `${path} cannot be read`, { cause })
  }
}
