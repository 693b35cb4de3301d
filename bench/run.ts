import { Command, InvalidArgumentError } from 'commander'
import type { Bench } from './bench.ts'
import { benches } from './catalogue.ts'
import { describeMachine, holdToTwoProcessors } from './machine.ts'
import { type BenchRow, missingRow } from './row.ts'
import { markdownTable, textTable } from './table.ts'

interface Options {
  readonly runs: number
  readonly json?: boolean
  readonly markdown?: boolean
}

const names = benches.map(bench => bench.name)

const runsOf = (text: string): number => {
  const runs = Number(text)
  if (!Number.isInteger(runs) || runs < 1) throw new InvalidArgumentError('a whole number from 1')
  return runs
}

/** The chosen benches in the order of the list. */
const chosen = (asked: readonly string[]): readonly Bench[] => {
  const unknown = asked.find(name => name !== 'all' && !names.includes(name))
  if (unknown) return program.error(`no bench is named ${unknown}: there is ${names.join(', ')}, all`)
  return benches.filter(bench => asked.includes('all') || asked.includes(bench.name))
}

/** Runs one; what fails is a row of its own, so that the others still tell. */
const rowsOf = async (bench: Bench, runs: number): Promise<readonly BenchRow[]> => {
  try {
    return await bench.run({ runs, tell: line => process.stderr.write(`${line}\n`) })
  } catch (thrown) {
    process.exitCode = 1
    process.stderr.write(`${bench.name}: ${thrown instanceof Error ? thrown.stack : String(thrown)}\n`)
    return [missingRow(bench.name, 'failed')]
  }
}

const printTable = (
  rows: readonly BenchRow[],
  machine: string,
  options: Options,
  figures: Readonly<Record<string, number | null>>,
): void => {
  if (options.json) console.log(JSON.stringify({ rows, ...figures }))
  else if (options.markdown) console.log([...markdownTable(rows), '', machine].join('\n'))
  else console.log([machine, '', ...textTable(rows)].join('\n'))
}

const program = new Command('bench')
  .description(`the performance table\n\n${benches.map(one => `  ${one.name}: ${one.about}`).join('\n')}`)
  .argument('<names...>', `${names.join(', ')} or all`)
  .option('--runs <number>', 'how often each is measured; the table holds medians', runsOf, 5)
  .option('--json', 'one line of JSON: {"rows":[...]}')
  .option('--markdown', 'the table as the README has it')
  .action(async (asked: readonly string[], options: Options) => {
    const todo = chosen(asked)
    const machine = describeMachine(holdToTwoProcessors())
    process.stderr.write(`${machine}\n`)
    const rows: BenchRow[] = []
    for (const bench of todo) rows.push(...(await rowsOf(bench, options.runs)))
    const figures = todo.length === 1 ? (todo[0]?.figures?.(rows) ?? {}) : {}
    printTable(rows, `${machine}; medians of ${options.runs}`, options, figures)
  })

await program.parseAsync()
