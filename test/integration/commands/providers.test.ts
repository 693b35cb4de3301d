import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { registerProviders } from '../../../src/commands/providers.ts'
import { decideCandidate } from '../../../src/compose/decide-candidate.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'hilum-providers-'))
  await writeFile(join(folder, 'hilum.yaml'), 'providers: [{ name: next, kind: sandbox }]\n')
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a command line in this process; what it printed. */
const run = async (...words: string[]): Promise<readonly string[]> => {
  const printed: string[] = []
  const loaded = loadConfig({
    HILUM_CONFIG: join(folder, 'hilum.yaml'),
    HILUM_DATA_DIR: folder,
    DATABASE_URL: database.url,
    HILUM_MIGRATION_DATABASE_URL: database.adminUrl,
  })
  const program = new Command().exitOverride()
  registerProviders(program, {
    version: '0',
    clock: systemClock,
    config: () => loaded,
    log: () => silentLog,
    signal: new AbortController().signal,
    print: line => void printed.push(line),
    tell: () => undefined,
    exitWith: () => undefined,
    decide: change => decideCandidate(loaded.config, change, { clock: systemClock, log: silentLog }),
  })
  await program.parseAsync(words, { from: 'user' })
  return printed
}

const rule = 'chest-ct-nodules'

describe('hilum providers', () => {
  it('promotes a candidate, takes it back, lets it run again: for all processes, audited', async () => {
    expect(await run('providers', 'promote', rule, 'next')).toEqual([`next for ${rule}: promoted`])
    expect(await run('providers', 'promote', rule, 'next')).toEqual([
      `next for ${rule}: was already promoted`,
    ])
    await run('providers', 'rollback', rule, 'next', '--reason', 'misses nodules')
    expect(await database.sql`select state, reason, actor from relay_canary`).toMatchObject([
      { state: 'rolled-back', reason: 'misses nodules', actor: 'cli' },
    ])
    await run('providers', 'resume', rule, 'next')
    const entries = (await database.sql`select canonical from audit_entry order by seq`)
      .map(row => JSON.parse(String(row.canonical)))
      .filter(entry => entry.action.startsWith('relay.canary'))
    expect(entries.map(entry => entry.action)).toEqual([
      'relay.canary-promoted',
      'relay.canary-rolled-back',
      'relay.canary-running',
    ])
    expect(entries[1]).toMatchObject({ actor: 'cli', subject: rule, detail: { reason: 'misses nodules' } })
  })

  it('knows no provider and no rule that is not there', async () => {
    await expect(run('providers', 'promote', rule, 'nobody')).rejects.toMatchObject({
      code: 'RELAY_PROVIDER_UNKNOWN',
    })
    await expect(run('providers', 'promote', 'no-rule', 'next')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      detail: expect.stringContaining(rule),
    })
  })
})
