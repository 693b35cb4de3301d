import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendAudit } from '../../../src/audit/log.ts'
import { auditEntry, auditHead } from '../../../src/storage/schema.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../support/database.ts'

describe.each(databaseKinds())('audit_append on the %s PostgreSQL', kind => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase(kind)
  })
  afterAll(() => database.close())

  const event = (number: number) => ({
    actor: 'system',
    action: 'test.appended',
    subject: `thing-${number}`,
    detail: { number, text: 'quotes " and \\ and \u0001 and \u2028 and é' },
  })

  it('numbers entries without gaps or forks under concurrency, and rolls back with its transaction', async () => {
    const rounds = Array.from({ length: 100 }, (_, number) => number)
    const results = await Promise.allSettled(
      rounds.map(number =>
        database.db.transaction(async tx => {
          await appendAudit(tx, event(number))
          if (number % 5 === 0) throw new Error('rolled back')
        }),
      ),
    )
    expect(results.filter(result => result.status === 'rejected')).toHaveLength(20)
    const entries = await database.db.select().from(auditEntry).orderBy(auditEntry.seq)
    expect(entries.map(entry => entry.seq)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1))
    for (const [index, entry] of entries.entries()) {
      expect(entry.previousHash).toEqual(entries[index - 1]?.hash ?? Buffer.alloc(32))
    }
    const [head] = await database.db.select().from(auditHead)
    expect(head).toEqual({ id: 1, seq: 80, hash: entries.at(-1)?.hash })
  })

  it.each([
    'insert into audit_entry (seq, canonical, previous_hash, hash) values (999, $$$$, $$$$, $$$$)',
    'update audit_entry set canonical = canonical',
    'update audit_entry set canonical = canonical where false',
    'delete from audit_entry',
    'truncate audit_entry',
    'update audit_head set seq = seq + 1',
    'delete from audit_head',
    'truncate audit_head',
    'alter table audit_entry disable trigger all',
    'drop table audit_entry',
    'drop function audit_append(text, text, text, text)',
    'set role hilum_audit_owner',
  ])('refuses the service: %s', async statement => {
    await expect(database.db.execute(sql.raw(statement))).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('refuses a detail that is no JSON object', async () => {
    const append = (detail: string) =>
      database.db.execute(sql`select audit_append('system', 'test.appended', 'thing', ${detail})`)
    await expect(append('[1]')).rejects.toMatchObject({ cause: { code: '22023' } })
    await expect(append('{"a":1},"seq":9,"x":{')).rejects.toMatchObject({ cause: { code: '22P02' } })
  })
})
