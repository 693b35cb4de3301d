import type { Bench, BenchOptions } from './bench.ts'
import { type CtCase, caseMissing, lidcCase, phantomCase } from './ct-case.ts'
import { type MainRun, quietPeriodMs, runMainJob } from './main-run.ts'
import { atMost, type BenchRow, missingRow, type Reach, rowOf, under } from './row.ts'

/** A study, and how long it may take from complete to verified. */
interface MainCase {
  readonly ct: CtCase
  readonly reach: Reach
}

const maxMb = 1_500

const cases: readonly MainCase[] = [
  { ct: phantomCase('phantom, 130 slices', { seed: 1 }), reach: under(25_000) },
  { ct: lidcCase, reach: under(25_000) },
  {
    ct: phantomCase('phantom, 300 slices', { seed: 1, slices: 300, spacingMm: 1.1 }),
    reach: atMost(15_000),
  },
]

/** The main job as a PACS sees it, in a fresh service each time: stage by stage, and the memory of its processes. */
export const mainBench: Bench = {
  name: 'main',
  about: 'a chest CT in by STOW-RS, a verified SR out: time by stage, peak memory',
  run: async options => {
    const rows: BenchRow[] = []
    for (const one of cases) rows.push(...(await benchCase(one, options)))
    return rows
  },
}

const benchCase = async ({ ct, reach }: MainCase, options: BenchOptions): Promise<readonly BenchRow[]> => {
  const loaded = await ct.load()
  if (!loaded) return [missingRow(ct.name, caseMissing)]
  const runs: MainRun[] = []
  for (let run = 0; run < options.runs; run++) {
    const done = await runMainJob(loaded.files)
    options.tell(
      `main: ${ct.name}: complete to verified ${done.completeToVerifiedMs} ms, service ${done.serviceMb.toFixed(0)} MB`,
    )
    runs.push(done)
  }
  return rowsOf(ct.name, runs, reach)
}

const rowsOf = (name: string, runs: readonly MainRun[], reach: Reach): readonly BenchRow[] => {
  const row = (what: string, value: (run: MainRun) => number, bound?: Reach): BenchRow =>
    rowOf({ measure: `${name}: ${what}`, ours: runs.map(value), ...(bound ? { reach: bound } : {}) })
  const stages = runs[0]!.stages.map(({ name: stage }, index) =>
    row(`${stage}, ms`, run => run.stages[index]!.ms),
  )
  const quiet = `quiet period of ${quietPeriodMs} ms included`
  return [
    row('receiving, ms', run => run.receivingMs),
    ...stages,
    row('study complete to verified SR, ms', run => run.completeToVerifiedMs, reach),
    row(`last slice to verified SR, ${quiet}, ms`, run => run.sentToVerifiedMs),
    row('CPU of service and database, ms', run => run.cpuMs),
    row('peak of the service, MB', run => run.serviceMb),
    row('peak of its embedded PostgreSQL, MB', run => run.databaseMb),
    row('peak of both, MB', run => run.serviceMb + run.databaseMb, under(maxMb)),
  ]
}
