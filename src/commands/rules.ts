import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { explainText } from '../routing/explain-text.ts'
import type { StudyFacts } from '../routing/facts.ts'
import { matchRules } from '../routing/match.ts'
import { parseRules, type RuleError, type RuleSet, type RuleVocabulary } from '../routing/rule-set.ts'
import type { CommandContext } from './context.ts'

/** What the rules' commands stand on. */
export interface RulesCommandDeps extends Pick<CommandContext, 'print' | 'tell' | 'exitWith' | 'signal'> {
  /** What rules may name here. */
  vocabulary(): RuleVocabulary | Promise<RuleVocabulary>
  /** The studies in a folder of DICOM, their facts told; none if nothing in it can be read. */
  loadStudies(folder: string, signal: AbortSignal): Promise<readonly StudyFacts[]>
}

interface Options {
  readonly json?: boolean
}

/**
 * `hilum rules check FILE` and `hilum rules explain FILE FOLDER`. Exit 1 where the rules have errors, 2 where the file
 * or every study cannot be read.
 */
export const registerRules = (program: Command, deps: RulesCommandDeps): void => {
  const rules = program.command('rules').description('check rules, and explain what they say of a study')
  rules
    .command('check')
    .description('check a rules file: every error with its line, column and the word that was meant')
    .argument('<file>', 'rules.yaml')
    .option('--json', 'print one JSON object')
    .action((file: string, options: Options) => check(deps, file, options))
  rules
    .command('explain')
    .description('say for each rule why it matches a study or not')
    .argument('<file>', 'rules.yaml')
    .argument('<study>', 'folder of DICOM files')
    .option('--json', 'print one JSON object')
    .action((file: string, study: string, options: Options) => explain(deps, { file, study }, options))
}

const check = async (deps: RulesCommandDeps, file: string, { json }: Options): Promise<void> => {
  const parsed = await readRules(deps, file)
  if (parsed === undefined) return
  if (!parsed.ok) return tellErrors(deps, file, parsed.errors, json)
  const { revision, rules } = parsed.ruleSet
  const { warnings } = parsed
  const names = rules.map(rule => rule.name)
  const text = `${file}: ${names.length} ${names.length === 1 ? 'rule' : 'rules'}, no errors (revision ${revision.slice(0, 12)})`
  deps.print(json ? JSON.stringify({ ok: true, revision, rules: names, errors: [], warnings }) : text)
  for (const { line, column, message } of warnings) deps.tell(`${file}:${line}:${column} warning: ${message}`)
}

const readRules = async (deps: RulesCommandDeps, file: string) => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (thrown) {
    deps.tell(`${file} cannot be read: ${(thrown as NodeJS.ErrnoException).code ?? 'unknown reason'}`)
    deps.exitWith(2)
    return undefined
  }
  return parseRules(text, checkable(deps, await deps.vocabulary()))
}

/** Where no target is configured (only `held`, our own), rules for another machine are being checked: names stay open. */
const checkable = (deps: RulesCommandDeps, { targets, ...vocabulary }: RuleVocabulary): RuleVocabulary => {
  if (targets?.some(name => name !== 'held')) return { ...vocabulary, targets }
  deps.tell('no targets are configured here, so the names in deliver.to are not checked')
  return vocabulary
}

const tellErrors = (
  deps: RulesCommandDeps,
  file: string,
  errors: readonly RuleError[],
  json: boolean | undefined,
): void => {
  if (json) deps.print(JSON.stringify({ ok: false, errors }))
  else for (const { line, column, message } of errors) deps.print(`${file}:${line}:${column} ${message}`)
  deps.exitWith(1)
}

const explain = async (
  deps: RulesCommandDeps,
  { file, study }: { readonly file: string; readonly study: string },
  { json }: Options,
): Promise<void> => {
  const parsed = await readRules(deps, file)
  if (parsed === undefined) return
  if (!parsed.ok) return tellErrors(deps, file, parsed.errors, json)
  const studies = await deps.loadStudies(study, deps.signal)
  if (studies.length === 0) {
    deps.tell(`${study}: no DICOM study can be read there`)
    return deps.exitWith(2)
  }
  const { ruleSet } = parsed
  deps.print(json ? asJson(ruleSet, studies) : studies.map(facts => asText(ruleSet, facts)).join('\n\n'))
}

const asJson = (ruleSet: RuleSet, studies: readonly StudyFacts[]): string =>
  JSON.stringify({
    ruleRevision: ruleSet.revision,
    studies: studies.map(facts => ({
      studyInstanceUid: facts.studyInstanceUid,
      rules: matchRules(ruleSet, facts),
    })),
  })

const asText = (ruleSet: RuleSet, facts: StudyFacts): string => {
  const series = facts.series.map(({ seriesInstanceUid, facts: told }, index) => {
    const remarks = told.remarks.map(remark => `\n    ${remark}`).join('')
    return `  series ${index + 1}: ${seriesInstanceUid}, ${told.modality ?? 'no modality'}, ${told.sliceCount} images${remarks}`
  })
  const rules = matchRules(ruleSet, facts).map(explainText)
  return [`study ${facts.studyInstanceUid}`, ...series, ...rules].join('\n')
}
