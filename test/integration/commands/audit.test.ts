import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { hashEntry } from '../../../src/audit/chain.ts'
import { appendAudit } from '../../../src/audit/log.ts'
import { silentLog } from '../../../src/base/log.ts'
import { registerAudit } from '../../../src/commands/audit.ts'
import { registerMigrate } from '../../../src/commands/migrate.ts'
import { openDriver } from '../../../src/storage/database.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'

describe('hilum audit and hilum migrate', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
    const event = { actor: 'system', action: 'test.appended', subject: 'thing', detail: { text: 'é' } }
    await database.db.transaction(tx => appendAudit(tx, event, event, event))
  })
  afterAll(() => database.close())
  afterEach(() => {
    process.exitCode = undefined
  })

  /** Runs a command line in this process; what it printed, and the exit code that it asks for. */
  const run = async (...words: string[]) => {
    const printed: string[] = []
    const write = vi.spyOn(process.stdout, 'write').mockImplementation(text => {
      printed.push(String(text))
      return true
    })
    const config = {
      databaseUrl: database.url,
      migrationDatabaseUrl: database.adminUrl,
      dataDir: '/nonexistent',
    }
    const deps = { loadConfig: async () => config, log: silentLog }
    const program = new Command().exitOverride()
    registerAudit(program, deps)
    registerMigrate(program, deps)
    try {
      await program.parseAsync(words, { from: 'user' })
    } finally {
      write.mockRestore()
    }
    return { output: printed.join(''), exitCode: process.exitCode ?? 0 }
  }

  it('verifies a sound trail with exit 0', async () => {
    const { output, exitCode } = await run('audit', 'verify')
    expect(output).toMatch(/^3 entries, unbroken\. Head [0-9a-f]{64}\n$/)
    expect(exitCode).toBe(0)
  })

  it('exports lines whose hashes anybody can recompute, and notes that it did', async () => {
    const { output } = await run('audit', 'export', '--format', 'jsonl')
    const lines = output
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(line => line.seq)).toEqual([1, 2, 3])
    for (const { previousHash, hash, canonical } of lines) {
      expect(Buffer.from(hashEntry(Buffer.from(previousHash, 'hex'), canonical)).toString('hex')).toBe(hash)
    }
    const after = JSON.parse((await run('audit', 'verify', '--json')).output)
    expect(after).toMatchObject({ isSound: true, entryCount: 4 })
  })

  it('refuses a format that does not exist, and a date that is none', async () => {
    await expect(run('audit', 'export', '--format', 'fhir')).rejects.toMatchObject({
      code: 'AUDIT_FORMAT_UNSUPPORTED',
    })
    const undated = run('audit', 'export', '--format', 'jsonl', '--since', 'yesterday')
    await expect(undated).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  it('says how many migrations it applied and how the trail is protected', async () => {
    const { output } = await run('migrate', '--json')
    expect(JSON.parse(output)).toMatchObject({
      applied: 0,
      database: 'given',
      audit: { verdict: 'separated' },
    })
  })

  it('exits 1 and names the entry when the trail was edited', async () => {
    const admin = openDriver({ url: database.adminUrl, max: 1 })
    await admin`alter table audit_entry disable trigger user`
    await admin`update audit_entry set canonical = replace(canonical, 'thing', 'sting') where seq = 2`
    await admin.end()
    const { output, exitCode } = await run('audit', 'verify')
    expect(output).toContain('AUDIT_BROKEN: 1 breaks in 4 entries\nentry 2: it was edited')
    expect(exitCode).toBe(1)
    const json = JSON.parse((await run('audit', 'verify', '--json')).output)
    expect(json).toMatchObject({ isSound: false, code: 'AUDIT_BROKEN', breaks: [{ seq: 2, kind: 'hash' }] })
  })
})
