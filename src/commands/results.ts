import type { Command } from 'commander'
import type { CheckedResult } from '../compose/results/check-results.ts'
import { checkedLines } from '../compose/results/result-lines.ts'
import type { CommandContext } from './context.ts'

/** What was checked, and what could not be. */
export interface ResultsCheck {
  readonly objects: readonly CheckedResult[]
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[]
}

/** What the results' commands stand on. */
export interface ResultsCommandDeps extends Pick<CommandContext, 'print' | 'tell' | 'exitWith' | 'signal'> {
  /** Files, folders, or a Study Instance UID that is held. */
  check(what: readonly string[], signal: AbortSignal): Promise<ResultsCheck>
}

/**
 * `hilum results check FILE…` or `hilum results check STUDY`: what each known reader makes of result objects. Exit 0
 * all fine, 1 a reader fails, 2 unreadable or nothing to check.
 */
export const registerResults = (program: Command, deps: ResultsCommandDeps): void => {
  program
    .command('results')
    .description('what viewers and other readers make of result objects')
    .command('check')
    .description('put the rules of every known reader to result objects, whoever wrote them')
    .argument('<what...>', 'Part 10 files or folders, or a Study Instance UID that Hilum holds')
    .option('--json', 'print one JSON object')
    .action((what: readonly string[], options: { readonly json?: boolean }) => check(deps, what, options))
}

const check = async (
  deps: ResultsCommandDeps,
  what: readonly string[],
  { json }: { readonly json?: boolean },
): Promise<void> => {
  const { objects, unreadable } = await deps.check(what, deps.signal)
  const fails = objects.some(({ verdicts }) => verdicts.some(({ outcome }) => outcome === 'fails'))
  const isUnreadable = unreadable.length > 0 || objects.length === 0
  if (json) deps.print(JSON.stringify({ isFine: !fails && !isUnreadable, objects, unreadable }))
  else if (objects.length > 0) deps.print(objects.map(one => checkedLines(one).join('\n')).join('\n\n'))
  for (const { path, reason } of unreadable) deps.tell(`not read: ${path}: ${reason}`)
  if (objects.length === 0) deps.tell('nothing to check: no result object is there')
  deps.exitWith(isUnreadable ? 2 : fails ? 1 : 0)
}
