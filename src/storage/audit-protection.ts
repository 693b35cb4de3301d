import type { Sql } from 'postgres'

/** What the catalogue says of the service's role and the audit tables. */
export interface AuditRoleFacts {
  readonly serviceRole: string
  readonly tableOwner: string
  readonly isSuperuser: boolean
  /** May become the tables' owner: is it, is its member, or may make itself one. */
  readonly canBecomeOwner: boolean
  /** Owns the tables' schema or the database, and so may drop what is in it. */
  readonly ownsSchema: boolean
  readonly canOwnerLogIn: boolean
}

/** Whether the service could switch off the audit trail's triggers, and a sentence for the operator. */
export interface AuditProtection {
  readonly verdict: 'separated' | 'owner-can-alter'
  readonly sentence: string
}

const findWeakness = (facts: AuditRoleFacts): string | undefined => {
  const { serviceRole, tableOwner } = facts
  if (facts.isSuperuser) return `the service's role ${serviceRole} is a superuser`
  if (facts.canBecomeOwner)
    return `the service's role ${serviceRole} can act as ${tableOwner}, the audit tables' owner`
  if (facts.ownsSchema) return `the service's role ${serviceRole} owns the schema of the audit tables`
  if (facts.canOwnerLogIn) return `the audit tables' owner ${tableOwner} can log in`
  return undefined
}

/** The verdict on the facts. */
export const judgeAuditProtection = (facts: AuditRoleFacts): AuditProtection => {
  const weakness = findWeakness(facts)
  return weakness === undefined
    ? {
        verdict: 'separated',
        sentence: 'The service can append to the audit trail and read it, and nothing else.',
      }
    : {
        verdict: 'owner-can-alter',
        sentence: `Triggers refuse changes of the audit trail, but ${weakness} and could switch them off: give HILUM_MIGRATION_DATABASE_URL a role of its own with CREATEROLE, and the service an ordinary one.`,
      }
}

const readFacts = async (sql: Sql): Promise<AuditRoleFacts> => {
  // CREATEROLE could grant itself any role before PostgreSQL 16; since then only one that it administers.
  const [row] = await sql<AuditRoleFacts[]>`
    select me.rolname as "serviceRole", owner.rolname as "tableOwner", me.rolsuper as "isSuperuser",
      pg_has_role(me.oid, owner.oid, 'member')
        or (me.rolcreaterole and current_setting('server_version_num')::int < 160000)
        or exists (select 1 from pg_auth_members m
          where m.roleid = owner.oid and m.member = me.oid and m.admin_option) as "canBecomeOwner",
      pg_has_role(me.oid, n.nspowner, 'usage')
        or exists (select 1 from pg_database d
          where d.datname = current_database() and pg_has_role(me.oid, d.datdba, 'usage')) as "ownsSchema",
      owner.rolcanlogin as "canOwnerLogIn"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_roles owner on owner.oid = c.relowner join pg_roles me on me.rolname = current_user
    where c.oid = 'public.audit_entry'::regclass`
  if (!row) throw new Error('the audit tables are not there')
  return row
}

/** How the audit trail is protected from the role that this connection has: for `hilum doctor`. */
export const readAuditProtection = async (sql: Sql): Promise<AuditProtection> =>
  judgeAuditProtection(await readFacts(sql))
