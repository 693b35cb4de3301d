import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JobQueue } from '../../../src/jobs/job.ts'
import { auditEntry, studyStep, workitem } from '../../../src/storage/schema.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { insertWorkitem, openTestQueue, until } from '../../support/jobs.ts'

const program = fileURLToPath(new URL('../../support/programs/step-worker.ts', import.meta.url))
const steps = ['one', 'two', 'three', 'four']

describe.each(databaseKinds())('the journal on the %s PostgreSQL', kind => {
  let database: TestDatabase
  let queue: JobQueue
  let folder: string
  let children: ChildProcess[] = []

  beforeAll(async () => {
    database = await openTestDatabase(kind)
    queue = await openTestQueue(database)
  })
  afterAll(async () => {
    await queue.stop(0)
    await database.close()
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hilum-journal-'))
  })
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL')
    children = []
    rmSync(folder, { recursive: true, force: true })
  })

  const log = (): string[] =>
    existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') : []
  const says = (line: string) => until(async () => log().includes(line), 40_000)
  const allow = (name: string, ...allowed: string[]): void => {
    for (const step of allowed) writeFileSync(join(folder, `${name}-${step}`), '')
  }
  const startWorker = async (name: string): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['--import', 'tsx', program, name, database.url, folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    children.push(child)
    await says(`${name}:ready`)
    return child
  }
  const enqueue = async (): Promise<string> => {
    const id = await insertWorkitem(database)
    await database.db.transaction(tx => queue.send(tx, 'workitem', id, {}))
    return id
  }
  const authors = async (id: string) => {
    const rows = await database.db.select().from(studyStep).where(eq(studyStep.workitemId, id))
    return Object.fromEntries(rows.map(row => [row.step, (row.output as { by: string }).by]))
  }
  const auditOf = async (id: string) => {
    const rows = await database.db.select().from(auditEntry).orderBy(auditEntry.seq)
    const entries = rows.map(row => JSON.parse(row.canonical))
    return entries
      .filter(entry => entry.subject === id)
      .map(entry => `${entry.detail.by}:${entry.detail.step}`)
  }

  it('resumes after kill -9 in another process, at the step that was running, within 20 s', async () => {
    const id = await enqueue()
    allow('a', 'one', 'two')
    allow('b', ...steps)
    const first = await startWorker('a')
    await says('a:three')
    await startWorker('b')
    const killedAt = performance.now()
    first.kill('SIGKILL')
    await says('b:done')
    const recoveryMs = Math.round(performance.now() - killedAt)
    expect(recoveryMs).toBeLessThan(20_000)
    expect(log().filter(line => !line.endsWith('ready'))).toEqual([
      ...['a:one', 'a:two', 'a:three'],
      ...['b:three', 'b:four', 'b:done'],
    ])
    expect(await authors(id)).toEqual({ one: 'a', two: 'a', three: 'b', four: 'b' })
    expect(await auditOf(id)).toEqual(['a:one', 'a:two', 'b:three', 'b:four'])
    process.stderr.write(`recovered ${recoveryMs} ms after kill -9\n`)
  })

  it('refuses the write of a worker that was stopped past its lease and wakes up', async () => {
    const id = await enqueue()
    allow('a', 'one')
    allow('b', 'three', 'four')
    const sleeper = await startWorker('a')
    await says('a:two')
    await startWorker('b')
    sleeper.kill('SIGSTOP')
    await says('b:two')
    allow('a', 'two')
    sleeper.kill('SIGCONT')
    await says('a:JOBS_LEASE_LOST')
    expect(await authors(id)).toEqual({ one: 'a' })
    allow('b', 'two')
    await says('b:done')
    expect(await authors(id)).toEqual({ one: 'a', two: 'b', three: 'b', four: 'b' })
    expect(await auditOf(id)).toEqual(['a:one', 'b:two', 'b:three', 'b:four'])
    const [row] = await database.db.select().from(workitem).where(eq(workitem.id, id))
    expect(row?.stage).toBe('four')
  })
})
