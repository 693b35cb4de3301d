import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { openDriver } from '../database.ts'

/** The role that the service logs in as on the embedded database. */
export const serviceRole = 'hilum_service'

const readCode = (error: unknown): unknown => (error as { code?: unknown }).code

/** The server accepts connections but is still recovering after a kill -9 (57P03 cannot_connect_now). */
const waitUntilReady = async (sql: Sql): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sql`select 1`
      return
    } catch (error) {
      if (attempt >= 120 || readCode(error) !== '57P03') throw error
      await sleep(250)
    }
  }
}

/** Two processes may create the same thing at once: the second finds it there. */
const tolerateDuplicate = async (work: Promise<unknown>): Promise<void> => {
  const duplicates = ['42710', '42P04', '23505'] // duplicate_object, duplicate_database, unique_violation
  await work.catch(error => {
    if (!duplicates.includes(String(readCode(error)))) throw error
  })
}

/** A log-in role with this password and no right but what it is granted, unless the name is taken. */
export const createServiceRole = async (sql: Sql, name: string, password: string): Promise<void> => {
  const [role] = await sql`select 1 from pg_roles where rolname = ${name}`
  if (role) return
  // DDL takes no parameters; ours is hexadecimal, and checked.
  if (!/^[0-9a-f]+$/.test(password)) throw new TypeError('the password is not hexadecimal')
  const options = 'login nosuperuser nocreatedb nocreaterole noinherit'
  await tolerateDuplicate(sql`create role ${sql(name)} ${sql.unsafe(`${options} password '${password}'`)}`)
}

/** Makes the database `hilum` and the service's role unless they stand. `adminUrl` is of the database postgres. */
export const createServiceDatabase = async (adminUrl: string, servicePassword: string): Promise<void> => {
  const sql = openDriver({ url: adminUrl, max: 1, applicationName: 'hilum-bootstrap' })
  try {
    await waitUntilReady(sql)
    await createServiceRole(sql, serviceRole, servicePassword)
    const [database] = await sql`select 1 from pg_database where datname = 'hilum'`
    if (!database) await tolerateDuplicate(sql.unsafe('create database hilum'))
  } finally {
    await sql.end({ timeout: 5 })
  }
}
