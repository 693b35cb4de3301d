import type { Sql, TransactionSql } from 'postgres'

/** Owns the audit tables and their function; cannot log in, and nobody is its member. */
export const auditOwner = 'hilum_audit_owner'

const auditTables = ['audit_entry', 'audit_head'] as const
const appendFunction = 'public.audit_append(text, text, text, text)'

interface Self {
  readonly name: string
  readonly isSuperuser: boolean
}

const readSelf = async (sql: Sql): Promise<Self> => {
  const [row] = await sql`
    select current_user::text as name, rolsuper as "isSuperuser" from pg_roles where rolname = current_user`
  return { name: String(row?.name), isSuperuser: row?.isSuperuser === true }
}

/** Creates the owner unless it stands; roles are the cluster's, so another database's migration may do it just now. */
const createAuditOwner = (tx: TransactionSql) =>
  tx.unsafe(`do $$ begin
    create role ${auditOwner} nologin noinherit;
  exception when duplicate_object or unique_violation then null; end $$`)

const handOverAudit = async (tx: TransactionSql, self: Self): Promise<void> => {
  await createAuditOwner(tx)
  // ALTER ... OWNER TO asks a role without superuser to be a member, and the new owner to have CREATE on the schema.
  if (!self.isSuperuser) await tx`grant ${tx(auditOwner)} to ${tx(self.name)}`
  await tx`grant create on schema public to ${tx(auditOwner)}`
  for (const table of auditTables) await tx`alter table public.${tx(table)} owner to ${tx(auditOwner)}`
  await tx.unsafe(`alter function ${appendFunction} owner to ${auditOwner}`)
  await tx`revoke create on schema public from ${tx(auditOwner)}`
}

const grantAudit = async (tx: TransactionSql, serviceRole: string): Promise<void> => {
  for (const table of auditTables) {
    await tx`revoke all on public.${tx(table)} from ${tx(serviceRole)}`
    await tx`grant select on public.${tx(table)} to ${tx(serviceRole)}`
  }
  await tx.unsafe(`grant execute on function ${appendFunction} to ${quote(serviceRole)}`)
}

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`

const isHandedOver = async (sql: Sql, serviceRole: string): Promise<boolean> => {
  const [row] = await sql`
    select bool_and(pg_get_userbyid(relowner) = ${auditOwner}
        and has_table_privilege(${serviceRole}, oid, 'select'))
      and has_function_privilege(${serviceRole}, ${appendFunction}, 'execute') as yes
    from pg_class where oid in ('public.audit_entry'::regclass, 'public.audit_head'::regclass)`
  return row?.yes === true
}

/**
 * Gives the audit tables to an owner that cannot log in and leaves the service SELECT on them and EXECUTE on
 * audit_append. False where this role may not do so (no CREATEROLE): then the triggers alone protect.
 */
const separateAudit = async (sql: Sql, self: Self, serviceRole: string): Promise<boolean> => {
  // Done before: no lock on the chain while other processes append to it.
  if (await isHandedOver(sql, serviceRole)) return true
  try {
    await sql.begin(async tx => {
      await handOverAudit(tx, self)
      await grantAudit(tx, serviceRole)
      if (!self.isSuperuser) await tx`revoke ${tx(auditOwner)} from ${tx(self.name)}`
    })
    return true
  } catch (error) {
    const insufficientPrivilege = '42501'
    if ((error as { code?: unknown }).code === insufficientPrivilege) return false
    throw error
  }
}

/** What the service may do with everything else: rows of our tables, and a schema of its own for the queue. */
const grantTables = async (sql: Sql, serviceRole: string): Promise<void> => {
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relowner = current_user::regrole
      and c.relname <> all(${sql.array([...auditTables])})`
  for (const { name } of tables) {
    await sql`grant select, insert, update, delete on public.${sql(name)} to ${sql(serviceRole)}`
  }
  await sql`grant usage on schema public to ${sql(serviceRole)}`
}

/** The schema of pg-boss, owned by the service so that the queue installs and upgrades its own tables. */
const giveQueueSchema = async (sql: Sql, self: Self, serviceRole: string): Promise<void> => {
  const [schema] = await sql`
    select pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = 'pgboss'`
  if (schema?.owner === serviceRole) return
  if (!schema && !self.isSuperuser && self.name !== serviceRole) {
    // A schema can be made only for a role that one is a member of; otherwise the service gets all of its rights.
    await sql`create schema pgboss`
  } else if (!schema) {
    await sql`create schema pgboss authorization ${sql(serviceRole)}`
    return
  }
  await sql`grant all on schema pgboss to ${sql(serviceRole)}`
}

/**
 * Settles, after a migration and as the migrating role, what the service role may do. Repeating it changes nothing.
 * Returns whether the audit tables belong to an owner that cannot log in.
 */
export const grantService = async (sql: Sql, serviceRole: string): Promise<boolean> => {
  const self = await readSelf(sql)
  if (self.name !== serviceRole) await grantTables(sql, serviceRole)
  await giveQueueSchema(sql, self, serviceRole)
  const isSeparated = await separateAudit(sql, self, serviceRole)
  if (!isSeparated && self.name !== serviceRole) await sql.begin(tx => grantAudit(tx, serviceRole))
  return isSeparated
}
