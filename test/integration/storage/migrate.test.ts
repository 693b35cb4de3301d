import { afterEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { readAuditProtection } from '../../../src/storage/audit-protection.ts'
import { openDriver } from '../../../src/storage/database.ts'
import { migrateDatabase } from '../../../src/storage/migrate.ts'
import { prepareDatabase } from '../../../src/storage/prepare-database.ts'
import { asService, createEmptyDatabase, databaseKinds, serviceRole } from '../../support/database.ts'
import { openTestQueue } from '../../support/jobs.ts'

/** An ordinary log-in role that owns the database, as a hospital's administrator hands it out. */
const makeOwner = async (adminUrl: string, name: string, options: string): Promise<string> => {
  const sql = openDriver({ url: adminUrl, max: 1 })
  const database = new URL(adminUrl).pathname.slice(1)
  await sql.unsafe(`drop role if exists ${name}`)
  await sql.unsafe(`create role ${name} login password 'secret' ${options}`)
  await sql.unsafe(`alter database ${database} owner to ${name}`)
  await sql.end()
  const url = new URL(adminUrl)
  url.username = name
  url.password = 'secret'
  return url.toString()
}

describe.each(databaseKinds())('migrations on the %s PostgreSQL', kind => {
  const cleanups: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })
  const create = async () => {
    const database = await createEmptyDatabase(kind)
    cleanups.push(() => database.drop())
    return database
  }
  const prepare = async (databaseUrl: string, migrationDatabaseUrl?: string) => {
    const given = migrationDatabaseUrl === undefined ? {} : { migrationDatabaseUrl }
    const prepared = await prepareDatabase({ databaseUrl, ...given, dataDir: '/nonexistent', log: silentLog })
    cleanups.push(() => prepared.close())
    return prepared
  }

  it('run once when six processes start at once on an empty database', async () => {
    const { adminUrl } = await create()
    const starts = Array.from({ length: 6 }, () => migrateDatabase({ migrationUrl: adminUrl, serviceRole }))
    const results = await Promise.all(starts)
    const applied = results.map(result => result.applied).filter(count => count > 0)
    expect(applied).toHaveLength(1)
    expect(results.every(result => result.isAuditSeparated)).toBe(true)
  })

  it('leave the service its own rows, the queue and the append, under a superuser and a service role', async () => {
    const { adminUrl, servicePassword } = await create()
    const { sql } = await prepare(asService(adminUrl, servicePassword), adminUrl)
    await sql`insert into rule_revision values ('a', 'text', 'author', 'reason', now())`
    await sql`delete from rule_revision`
    await sql`select audit_append('system', 'test.appended', 'thing', '{}')`
    expect(await readAuditProtection(sql)).toMatchObject({ verdict: 'separated' })
    await expect(sql`create table mine (id int)`).rejects.toMatchObject({ code: '42501' })
  })

  it('do the same under an ordinary migrating role with CREATEROLE', async () => {
    const { adminUrl, servicePassword } = await create()
    const owner = await makeOwner(adminUrl, 'hilum_test_migrator', 'createrole')
    const prepared = await prepare(asService(adminUrl, servicePassword), owner)
    const { sql } = prepared
    await expect(sql`delete from audit_entry`).rejects.toMatchObject({ code: '42501' })
    await sql`select audit_append('system', 'test.appended', 'thing', '{}')`
    const queue = await openTestQueue(prepared)
    await queue.stop(0)
  })

  it('leave the triggers where one ordinary role does everything, and say so', async () => {
    const { adminUrl } = await create()
    const prepared = await prepare(await makeOwner(adminUrl, 'hilum_test_single', ''))
    const { sql } = prepared
    await sql`select audit_append('system', 'test.appended', 'thing', '{}')`
    for (const statement of [
      'update audit_entry set canonical = canonical where false',
      'delete from audit_entry',
      'truncate audit_entry',
      'delete from audit_head',
      'update audit_head set seq = 7',
    ]) {
      await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
    }
    const protection = await readAuditProtection(sql)
    expect(protection.verdict).toBe('owner-can-alter')
    expect(protection.sentence).toContain('hilum_test_single')
    const queue = await openTestQueue(prepared)
    expect((await queue.counts()).workitem).toEqual({ waiting: 0, active: 0, failed: 0 })
    await queue.stop(0)
  })

  it('separate the trail from a single role with CREATEROLE, and say that it can come back', async () => {
    const { adminUrl } = await create()
    const { sql } = await prepare(await makeOwner(adminUrl, 'hilum_test_creator', 'createrole'))
    await sql`select audit_append('system', 'test.appended', 'thing', '{}')`
    await expect(sql`delete from audit_entry`).rejects.toMatchObject({ code: '42501' })
    expect((await readAuditProtection(sql)).verdict).toBe('owner-can-alter')
  })

  it('say when the database does not let us in', async () => {
    const { adminUrl } = await create()
    await expect(prepare(asService(adminUrl, 'wrong'))).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  })
})
