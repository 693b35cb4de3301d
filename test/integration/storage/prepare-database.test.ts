import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { readAuditProtection } from '../../../src/storage/audit-protection.ts'
import { openDatabase } from '../../../src/storage/database.ts'
import { prepareDatabase } from '../../../src/storage/prepare-database.ts'
import { openTestQueue } from '../../support/jobs.ts'

describe('prepareDatabase without DATABASE_URL', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hilum-prepare-'))
    chmodSync(folder, 0o755)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('starts, migrates and stops the embedded one; the second time there is nothing to migrate', async () => {
    for (const applied of [2, 0]) {
      const database = await prepareDatabase({ dataDir: folder, log: silentLog })
      expect(database.kind).toBe('embedded')
      expect(database.applied > 0).toBe(applied > 0)
      expect(await readAuditProtection(database.sql)).toMatchObject({ verdict: 'separated' })
      const queue = await openTestQueue(database)
      await queue.stop(0)
      await database.close()
      const after = openDatabase({ url: database.url, max: 1 })
      await expect(after.sql`select 1`).rejects.toThrow()
      await after.close()
    }
  })
})
