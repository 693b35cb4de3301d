import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportJsonLines } from '../../../src/audit/export-jsonl.ts'
import { appendAudit } from '../../../src/audit/log.ts'
import { verifyAudit } from '../../../src/audit/verify.ts'
import { openDriver } from '../../../src/storage/database.ts'
import { auditEntry } from '../../../src/storage/schema.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../support/database.ts'

const text = fc
  .string({ unit: 'binary' })
  .filter(value => !value.includes('\u0000') && !/\p{Surrogate}/u.test(value))

describe.each(databaseKinds())('verifying the trail on the %s PostgreSQL', kind => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase(kind)
  })
  afterAll(() => database.close())

  const append = (actor: string, subject: string, detail: Record<string, string | number>) =>
    database.db.transaction(tx => appendAudit(tx, { actor, action: 'test.appended', subject, detail }))

  it('recomputes outside the database what SQL wrote, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.dictionary(text, fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }))),
        async (actor, subject, detail) => {
          await append(actor, subject, { ...detail, nul: '\u0000' })
        },
      ),
      { numRuns: 60 },
    )
    const found = await verifyAudit(database.sql)
    expect(found).toMatchObject({ breakCount: 0, breaks: [] })
    expect(found.entryCount).toBeGreaterThan(0)
  })

  it('says when, in UTC and to the microsecond', async () => {
    await append('system', 'now', {})
    const rows = await database.db.select().from(auditEntry).orderBy(sql`seq desc`).limit(1)
    const { at } = JSON.parse(rows[0]?.canonical ?? '{}')
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(10_000)
  })

  it('exports lines that a stranger can verify', async () => {
    const lines: string[] = []
    const count = await exportJsonLines(database.sql, {}, async line => {
      lines.push(line)
    })
    expect(lines).toHaveLength(count)
    const last = JSON.parse(lines.at(-1) ?? '{}')
    expect(last.hash).toBe((await verifyAudit(database.sql)).headHash)
    const since = new Date(Date.now() + 60_000)
    expect(await exportJsonLines(database.sql, { since }, async () => {})).toBe(0)
    const studyInstanceUid = '2.25.1'
    expect(await exportJsonLines(database.sql, { studyInstanceUid }, async () => {})).toBe(0)
  })
})

describe.each(databaseKinds())(
  'the trail after its owner switched the triggers off, on the %s PostgreSQL',
  kind => {
    const tamper = async (database: TestDatabase, statement: string): Promise<void> => {
      const admin = openDriver({ url: database.adminUrl, max: 1 })
      for (const table of ['audit_entry', 'audit_head']) {
        await admin.unsafe(`alter table ${table} disable trigger user`)
      }
      await admin.unsafe(statement)
      await admin.end()
    }

    it.each([
      [
        "update audit_entry set canonical = replace(canonical, '-3', '-x') where seq = 3",
        { seq: 3, kind: 'hash' },
      ],
      ["update audit_entry set canonical = canonical || ' ' where seq = 3", { seq: 3, kind: 'text' }],
      ['delete from audit_entry where seq = 3', { seq: 4, kind: 'sequence' }],
      ['update audit_entry set seq = 1000 where seq = 5', { seq: 6, kind: 'sequence' }],
      ["insert into audit_entry values (0, '{}', '', '')", { seq: 0, kind: 'sequence' }],
      ['delete from audit_entry where seq > 6', { seq: 6, kind: 'head' }],
      ['update audit_head set seq = 7', { seq: 8, kind: 'head' }],
      ['truncate audit_entry', { seq: 0, kind: 'head' }],
    ])('shows: %s', async (statement, first) => {
      const database = await openTestDatabase(kind)
      const event = (number: number) => ({
        actor: 'system',
        action: 'test.appended',
        subject: `thing-${number}`,
        detail: {},
      })
      const events = [1, 2, 3, 4, 5, 6, 7, 8].map(event)
      await database.db.transaction(tx => appendAudit(tx, ...events))
      expect((await verifyAudit(database.sql)).breakCount).toBe(0)
      await tamper(database, statement)
      expect((await verifyAudit(database.sql)).breaks[0]).toEqual(first)
      await database.close()
    })
  },
)
