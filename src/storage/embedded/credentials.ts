import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({ adminPassword: z.string().min(20), servicePassword: z.string().min(20) })

/** Passwords of the embedded database's two log-in roles. */
export type Credentials = Readonly<z.infer<typeof schema>>

const newCredentials = (): Credentials => ({
  adminPassword: randomBytes(24).toString('hex'),
  servicePassword: randomBytes(24).toString('hex'),
})

/**
 * The passwords kept in `folder`/postgres-credentials.json (0600), drawn when it is not there. Two processes that start
 * at once get the same ones: the file appears whole, by a link that fails if it exists.
 */
export const loadCredentials = async (folder: string): Promise<Credentials> => {
  const path = join(folder, 'postgres-credentials.json')
  const staging = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  await mkdir(folder, { recursive: true, mode: 0o750 })
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  await writeFile(staging, JSON.stringify(newCredentials()), { mode: 0o600, flag: 'wx' })
  try {
    await link(staging, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(staging, { force: true })
  }
  return schema.parse(JSON.parse(await readFile(path, 'utf8')))
}
