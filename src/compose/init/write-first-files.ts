import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import type { Clock } from '../../base/clock.ts'
import { HilumError } from '../../base/errors.ts'
import { configSchema } from '../../config/schema.ts'
import { type OrthancSurvey, surveyOrthanc } from '../../dicomweb/orthanc-survey.ts'
import { createPacsHttp } from '../../dicomweb/pacs-http.ts'
import { parseRules } from '../../routing/rule-set.ts'
import { ruleVocabulary } from '../rules.ts'
import { firstConfigText, type OrthancAddress } from './first-config.ts'
import { firstRulesText } from './first-rules.ts'

/** What `hilum init` is asked for. */
export interface InitRequest {
  readonly address: OrthancAddress
  readonly password?: string
  readonly folder: string
  /** Files that are there are written over. */
  readonly isForced: boolean
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What was seen and written. */
export interface InitAnswer {
  readonly survey: OrthancSurvey
  readonly written: readonly string[]
}

const weekMs = 7 * 86_400_000

/**
 * Looks at an Orthanc and writes a first hilum.yaml and rules.yaml, both checked as `serve` would.
 * @throws CONFIG_EXISTS where one is there already, PACS_UNAVAILABLE, PACS_REFUSED, PACS_BAD_ANSWER
 */
export const writeFirstFiles = async (request: InitRequest): Promise<InitAnswer> => {
  const { address, password, folder, isForced, clock, signal } = request
  const paths = { config: join(folder, 'hilum.yaml'), rules: join(folder, 'rules.yaml') }
  const there = Object.values(paths).find(path => existsSync(path))
  if (there && !isForced) throw new HilumError('CONFIG_EXISTS', there)
  const auth =
    address.username === undefined ? undefined : { username: address.username, password: password ?? '' }
  const since = new Date(clock.now().getTime() - weekMs).toISOString().slice(0, 10).replaceAll('-', '')
  const survey = await surveyOrthanc(createPacsHttp({ auth }), address.url, since, signal)
  const config = firstConfigText(survey, address)
  const rules = firstRulesText(survey)
  checkTexts(config, rules)
  await mkdir(folder, { recursive: true })
  await writeFile(paths.config, config)
  await writeFile(paths.rules, rules)
  return { survey, written: [paths.config, paths.rules] }
}

const checkTexts = (configText: string, rulesText: string): void => {
  const config = configSchema.safeParse(parseDocument(configText).toJS())
  if (!config.success) throw new HilumError('BASE_UNEXPECTED', 'the configuration made here is not valid')
  const rules = parseRules(rulesText, ruleVocabulary(config.data))
  if (!rules.ok) throw new HilumError('BASE_UNEXPECTED', 'the rules made here are not valid')
}
