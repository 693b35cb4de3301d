/**
 * A worker process for tests: `step-worker.ts NAME URL FOLDER`. Takes workitem jobs and runs the steps one to four. Each
 * step says `NAME:step` in FOLDER/log, then waits for the file FOLDER/NAME-step; a refused write says `NAME:code`.
 */
import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { appendAudit } from '../../../src/audit/log.ts'
import { toHilumError } from '../../../src/base/errors.ts'
import { silentLog } from '../../../src/base/log.ts'
import type { RunningJob } from '../../../src/jobs/job.ts'
import { runStep } from '../../../src/jobs/journal.ts'
import { startQueue } from '../../../src/jobs/queue.ts'
import { openDatabase } from '../../../src/storage/database.ts'
import { workitem } from '../../../src/storage/schema.ts'

const [name = '', url = '', folder = ''] = process.argv.slice(2)
const database = openDatabase({ url })
const say = (text: string): void => appendFileSync(join(folder, 'log'), `${name}:${text}\n`)

const step = (job: RunningJob, number: string) =>
  runStep({ db: database.db, job, workitemId: job.key, step: number }, async () => {
    say(number)
    while (!existsSync(join(folder, `${name}-${number}`))) await sleep(20)
    return {
      output: { by: name },
      commit: async tx => {
        await tx.update(workitem).set({ stage: number }).where(eq(workitem.id, job.key))
        const detail = { step: number, by: name }
        await appendAudit(tx, { actor: 'system', action: 'test.step', subject: job.key, detail })
      },
    }
  })

const queue = await startQueue({ url, sql: database.sql, log: silentLog })
await queue.work('workitem', 1, async job => {
  try {
    for (const number of ['one', 'two', 'three', 'four']) await step(job, number)
    say('done')
    return { kind: 'done' }
  } catch (error) {
    say(toHilumError(error).code)
    return { kind: 'retry' }
  }
})
say('ready')
