import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { explainText } from '../routing/explain-text.ts'
import type { StudyFacts } from '../routing/facts.ts'
import { matchRules } from '../routing/match.ts'
import type { ReplayResult } from '../routing/replay.ts'
import { replayLines } from '../routing/replay-text.ts'
import { parseRules, type RuleError, type RuleSet, type RuleVocabulary } from '../routing/rule-set.ts'
import type { CommandContext } from './context.ts'

/** What the rules' commands stand on. */
export interface RulesCommandDeps extends Pick<CommandContext, 'print' | 'tell' | 'exitWith' | 'signal'> {
  /** What rules may name here. */
  vocabulary(): RuleVocabulary | Promise<RuleVocabulary>
  /** The studies in a folder of DICOM, their facts told; none if nothing in it can be read. */
  loadStudies(folder: string, signal: AbortSignal): Promise<readonly StudyFacts[]>
  /** What a draft would have done with the studies of so many ms. */
  replay(draft: RuleSet, sinceMs: number): Promise<ReplayResult>
}

interface Options {
  readonly json?: boolean
}

/**
 * `hilum rules check FILE`, `explain FILE FOLDER` and `replay FILE`. Exit 1 where the rules have errors, 2 where the file
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
  rules
    .command('replay')
    .description('run a draft over the studies already seen: what each rule would gain and lose')
    .argument('<file>', 'rules.yaml')
    .option('--since <duration>', 'how far back, as 12h, 30d or 8w', '30d')
    .option('--json', 'print one JSON object')
    .action((file: string, options: Options & { readonly since: string }) => replay(deps, file, options))
}

const unitMs = { h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

const replay = async (
  deps: RulesCommandDeps,
  file: string,
  { since, json }: Options & { readonly since: string },
): Promise<void> => {
  const [, count, unit] = /^([1-9]\d{0,4})([hdw])$/.exec(since) ?? []
  if (count === undefined) {
    deps.tell(`--since ${since}: a duration such as 12h, 30d or 8w`)
    return deps.exitWith(2)
  }
  const parsed = await readRules(deps, file)
  if (parsed === undefined) return
  if (!parsed.ok) return tellErrors(deps, file, parsed.errors, json)
  const result = await deps.replay(parsed.ruleSet, Number(count) * unitMs[unit as keyof typeof unitMs])
  if (json) deps.print(JSON.stringify(result))
  else for (const line of replayLines(result, 5)) deps.print(line)
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
