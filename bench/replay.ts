import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { silentLog } from '../src/base/log.ts'
import { conditions } from '../src/plugins.ts'
import { defaultRulesText } from '../src/routing/default-rules.ts'
import { replayRules } from '../src/routing/replay-step.ts'
import { parseRules } from '../src/routing/rule-set.ts'
import { type PreparedDatabase, prepareDatabase } from '../src/storage/prepare-database.ts'
import { headerOf, seriesFacts } from '../test/support/study-facts.ts'
import type { Bench } from './bench.ts'
import { type BenchRow, rowOf, under } from './row.ts'

const studies = 100_000
const batch = 2_000

const ruleSet = (text: string) => {
  const parsed = parseRules(text, { conditions })
  if (!parsed.ok) throw new Error('the rules of the bench are wrong')
  return parsed.ruleSet
}

/** A header of the size that a CT's has: about 60 attributes. */
const header = {
  ...headerOf(['00080060', 'CS', 'CT'], ['0008103E', 'LO', 'Thorax 2.5 B70f'], ['00180015', 'CS', 'CHEST']),
  ...Object.fromEntries(
    Array.from({ length: 57 }, (_, at) => [
      `0018${(0x1100 + at).toString(16).toUpperCase()}`,
      { vr: 'LO', Value: ['of the usual length'] },
    ]),
  ),
}

/** 100,000 studies of two series through a draft and the rules in force: time, and the memory that it adds. */
export const replayBench: Bench = {
  name: 'replay',
  about: 'a draft of rules over 100,000 studies that were seen: time and memory',
  run: async ({ runs, tell }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'hilum-bench-'))
    await chmod(dataDir, 0o755)
    const database = await prepareDatabase({ dataDir, log: silentLog })
    try {
      await fill(database, tell)
      const current = ruleSet(defaultRulesText([]))
      const draft = ruleSet(defaultRulesText([]).replaceAll('atMost: 5', 'atMost: 2'))
      const seconds: number[] = []
      const megabytes: number[] = []
      for (let run = 0; run < runs; run++) {
        const before = process.memoryUsage().rss
        let peak = before
        const watch = setInterval(() => {
          peak = Math.max(peak, process.memoryUsage().rss)
        }, 50)
        const started = performance.now()
        const result = await replayRules(
          database.db,
          { current, draft },
          new Date(0),
          new AbortController().signal,
        )
        seconds.push((performance.now() - started) / 1000)
        clearInterval(watch)
        if (result.studies !== studies) throw new Error(`${result.studies} studies were replayed`)
        megabytes.push(peak / 1e6)
      }
      return [
        rowOf({ measure: 'replay of 100,000 studies, s', ours: seconds, reach: under(60), digits: 1 }),
        rowOf({ measure: 'its peak memory, MB', ours: megabytes, reach: under(500) }),
      ] satisfies readonly BenchRow[]
    } finally {
      await database.close()
      await rm(dataDir, { recursive: true })
    }
  },
}

const fill = async ({ db }: PreparedDatabase, tell: (line: string) => void): Promise<void> => {
  const facts = (thickness: number, bodyRegion: 'chest' | 'other') =>
    seriesFacts({ sliceThicknessMm: thickness, sliceSpacingMm: thickness, bodyRegion })
  for (let done = 0; done < studies; done += batch) {
    const rows = Array.from({ length: batch }, (_, at) => ({
      id: randomUUID(),
      uid: `2.25.${done + at + 1}`,
      at: new Date(Date.UTC(2026, 0, 1) + (done + at) * 60_000).toISOString(),
    }))
    await db.execute(sql`
      insert into study (id, study_instance_uid, patient_id, issuer_of_patient_id, header, phase, sources, revision,
        first_arrival_at, last_arrival_at, completed_at)
      select row.id, row.uid, 'P', '', '{}', 'complete', '{stow}', 1, row.at, row.at, row.at
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(id uuid, uid text, at timestamptz)`)
    for (const [suffix, told] of [
      ['1', facts((done / batch) % 7, 'chest')],
      ['2', facts(5, 'other')],
    ] as const)
      await db.execute(sql`
        insert into series (study_id, series_instance_uid, modality, header, facts, facts_revision)
        select row.id, row.uid || '.' || ${suffix}::text, 'CT', ${JSON.stringify(header)}::text::jsonb,
          ${JSON.stringify(told)}::text::jsonb, 1
        from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(id uuid, uid text)`)
  }
  tell(`${studies} studies are there`)
}
