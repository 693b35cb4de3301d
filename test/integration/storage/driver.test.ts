import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/storage/database.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../support/database.ts'

// The driver's fault (porsager/postgres #823, #1189, #1204): with its default pipeline of 100 this lost 42 of 600.
describe.each(databaseKinds())('transactions under a full pipeline on the %s PostgreSQL', kind => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase(kind)
    const { sql, db } = openDatabase({ url: database.adminUrl, max: 1 })
    await sql`create table probe (id int primary key, half int)`
    await sql`grant all on probe to public`
    await sql.end()
    expect(db).toBeDefined()
  })
  afterAll(() => database.close())

  it('neither mixes nor halves any', async () => {
    const { sql, close } = openDatabase({ url: database.url, max: 3 })
    let next = 0
    let committed = 0
    for (let round = 0; round < 5; round += 1) {
      const queries = Array.from({ length: 300 }, () => sql`select 1`)
      const transactions = Array.from({ length: 40 }, async () => {
        const id = next++
        await sql.begin(async tx => {
          await tx`insert into probe values (${id}, 1)`
          if (id % 4 === 0) throw new Error('rolled back')
          await tx`update probe set half = 2 where id = ${id}`
        })
        committed += 1
      })
      const results = await Promise.allSettled(transactions)
      await Promise.all(queries)
      const reasons = results.flatMap(result => (result.status === 'rejected' ? [result.reason.message] : []))
      expect(new Set(reasons)).toEqual(new Set(['rolled back']))
    }
    const [row] =
      await sql`select count(*)::int as all, count(*) filter (where half = 1)::int as halved from probe`
    expect(row).toEqual({ all: committed, halved: 0 })
    await close()
  })

  it('does not wait for ever', async () => {
    const { sql, close } = openDatabase({ url: database.url, max: 1, statementTimeoutMs: 200 })
    await expect(sql`select pg_sleep(10)`).rejects.toMatchObject({ code: '57014' })
    await close()
  })
})
