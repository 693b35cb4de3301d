import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDriver } from '../database.ts'

const ownerFile = (dataDir: string): string => join(dataDir, 'postgres-starter.pid')

/** Notes that this process started the server. */
export const claimServer = (dataDir: string): Promise<void> =>
  writeFile(ownerFile(dataDir), `${process.pid}\n`)

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const countOtherClients = async (adminUrl: string): Promise<number> => {
  const sql = openDriver({ url: adminUrl, max: 1 })
  try {
    const [row] = await sql`
      select count(*)::int as count from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`
    return Number(row?.count)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/**
 * Whether an adopted server may be stopped by us: only an orphan, whose starter is dead (kill -9), and only if no other
 * process uses it. Without this an orphan would run for ever. Call it when our own pools are closed.
 */
export const mayStop = async (dataDir: string, adminUrl: string): Promise<boolean> => {
  const starter = Number(await readFile(ownerFile(dataDir), 'utf8').catch(() => ''))
  if (starter > 0 && isAlive(starter)) return false
  return (await countOtherClients(adminUrl)) === 0
}
