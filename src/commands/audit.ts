import { once } from 'node:events'
import type { Command } from 'commander'
import { type ExportFilter, exportJsonLines } from '../audit/export-jsonl.ts'
import { appendAudit } from '../audit/log.ts'
import { type AuditVerification, verifyAudit } from '../audit/verify.ts'
import { HilumError } from '../base/errors.ts'
import { type PreparedDatabase, prepareDatabase } from '../storage/prepare-database.ts'
import type { DatabaseCommandDeps } from './migrate.ts'

const withDatabase = async (
  deps: DatabaseCommandDeps,
  work: (database: PreparedDatabase) => Promise<void>,
): Promise<void> => {
  const config = await deps.loadConfig()
  const database = await prepareDatabase({ ...config, log: deps.log, max: 2, migrate: false })
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

const write = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

const meanings = {
  sequence: 'entries before it are missing, inserted or out of order',
  text: 'its text was edited: not canonical any more',
  number: 'its text bears another number than its row',
  hash: 'it was edited: its hash is not that of its text',
  link: 'it does not follow the entry before it',
  head: 'the trail does not end here by its head: entries were cut off, or the head was changed',
} as const

const describe = (found: AuditVerification): string => {
  if (found.breakCount === 0) return `${found.entryCount} entries, unbroken. Head ${found.headHash}\n`
  const lines = found.breaks.map(one => `entry ${one.seq}: ${meanings[one.kind]}\n`)
  const more = found.breakCount - found.breaks.length
  const tail = more > 0 ? [`and ${more} more\n`] : []
  return [
    `AUDIT_BROKEN: ${found.breakCount} breaks in ${found.entryCount} entries\n`,
    ...lines,
    ...tail,
  ].join('')
}

const runVerify = (deps: DatabaseCommandDeps, options: { readonly json?: boolean }): Promise<void> =>
  withDatabase(deps, async ({ sql }) => {
    const found = await verifyAudit(sql)
    const isSound = found.breakCount === 0
    const json = { isSound, ...(isSound ? {} : { code: 'AUDIT_BROKEN' }), ...found }
    await write(options.json ? `${JSON.stringify(json)}\n` : describe(found))
    if (!isSound) process.exitCode = 1
  })

interface ExportOptions {
  readonly format: string
  readonly study?: string
  readonly since?: string
}

const readFilter = ({ study, since }: ExportOptions): ExportFilter => {
  const time = since === undefined ? undefined : new Date(since)
  if (time && Number.isNaN(time.getTime())) {
    throw new HilumError('CONFIG_INVALID', '--since is not a date and time, as 2026-01-31T08:00:00Z')
  }
  return { ...(time ? { since: time } : {}), ...(study === undefined ? {} : { studyInstanceUid: study }) }
}

const runExport = async (deps: DatabaseCommandDeps, options: ExportOptions): Promise<void> => {
  if (options.format !== 'jsonl')
    throw new HilumError('AUDIT_FORMAT_UNSUPPORTED', `--format ${options.format}`)
  const filter = readFilter(options)
  await withDatabase(deps, async ({ sql, db }) => {
    const count = await exportJsonLines(sql, filter, write)
    // Reading the trail is itself an event of it (PS3.15 A.5.3.2, Audit Log Used).
    const detail = { count, format: options.format, isFiltered: Object.keys(filter).length > 0 }
    await db.transaction(tx =>
      appendAudit(tx, { actor: 'cli', action: 'audit.exported', subject: 'audit', detail }),
    )
  })
}

/** `hilum audit verify [--json]` (exit 1 on any break) and `hilum audit export --format jsonl`. */
export const registerAudit = (program: Command, deps: DatabaseCommandDeps): void => {
  const audit = program.command('audit').description('check and export the audit trail')
  audit
    .command('verify')
    .description('recompute the hash chain; exit 1 if anything was edited, deleted, inserted or cut off')
    .option('--json', 'print one JSON object')
    .action((options: { readonly json?: boolean }) => runVerify(deps, options))
  audit
    .command('export')
    .description('write the entries to stdout')
    .requiredOption('--format <format>', 'jsonl')
    .option('--study <uid>', 'only what concerns this Study Instance UID')
    .option('--since <time>', 'only entries from this time on, as 2026-01-31T08:00:00Z')
    .action((options: ExportOptions) => runExport(deps, options))
}
