import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../../support/database.ts'
import { type ScriptedProvider, startScriptedProvider } from '../../../support/scripted-provider.ts'

const program = fileURLToPath(new URL('../../../support/programs/relay-asker.ts', import.meta.url))

let database: TestDatabase
let provider: ScriptedProvider

beforeAll(async () => {
  database = await openTestDatabase()
  provider = await startScriptedProvider()
})
afterAll(async () => {
  await provider.close()
  await database.close()
})

const start = (): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', program, database.url, provider.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise(resolve => child.once('exit', resolve))

it('pays no answered batch twice after kill -9 in the middle of a call', async () => {
  // The fifth batch is under way, and hangs, when the process is killed.
  provider.act(call => (call.text.includes('batch 4') && call.number <= 5 ? 'silence' : undefined))
  const first = start()
  await expect.poll(() => provider.calls.length, { timeout: 20_000 }).toBe(5)
  const killed = ended(first)
  first.kill('SIGKILL')
  await killed
  // Its place is held until the lease ends; others have theirs.
  expect(await ended(start())).toBe(0)
  const asked = provider.calls.map(call => /batch \d/.exec(call.text)?.[0])
  expect(asked).toEqual([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9].map(batch => `batch ${batch}`))
  const rows =
    await database.sql`select outcome, count(*)::int as calls from provider_call group by 1 order by 1`
  expect(rows).toMatchObject([
    { outcome: 'answered', calls: 10 },
    { outcome: 'pending', calls: 1 },
  ])
})
