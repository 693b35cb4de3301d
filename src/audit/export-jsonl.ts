import type { Sql } from 'postgres'
import type { ChainEntry } from './chain.ts'
import { readEntries, withSnapshot } from './read.ts'

/** Which entries to export. Default: all. */
export interface ExportFilter {
  /** Only those appended at or after this time. */
  readonly since?: Date
  /** Only those about the study with this Study Instance UID, its workitems or its results. */
  readonly studyInstanceUid?: string
}

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** One entry as a line: its text as a string, so that a verifier hashes exactly these bytes. */
const formatLine = (entry: ChainEntry): string => {
  const { seq, canonical } = entry
  const hashes = { previousHash: toHex(entry.previousHash), hash: toHex(entry.hash) }
  return `${JSON.stringify({ seq, ...hashes, canonical })}\n`
}

/** Our own ids that stand for a study in the trail. */
const readStudyIds = async (sql: Sql, studyInstanceUid: string): Promise<ReadonlySet<unknown>> => {
  const rows = await sql<{ id: string }[]>`
    select id::text from public.study where study_instance_uid = ${studyInstanceUid}
    union select w.id from public.workitem w join public.study s on s.id = w.study_id
      where s.study_instance_uid = ${studyInstanceUid}
    union select n.id::text from public.note n where n.study_instance_uid = ${studyInstanceUid}
    union select o.sop_instance_uid from public.output_object o
      where o.study_instance_uid = ${studyInstanceUid}`
  return new Set(rows.map(row => row.id))
}

interface EntryText {
  readonly at: string
  readonly subject: string
  readonly detail: { readonly [key: string]: unknown }
}

const isAbout = (text: EntryText, ids: ReadonlySet<unknown>): boolean =>
  [text.subject, text.detail.studyId, text.detail.workitemId].some(id => ids.has(id))

/** Writes the trail as JSON lines `{seq, previousHash, hash, canonical}`; returns how many. `write` is awaited. */
export const exportJsonLines = async (
  sql: Sql,
  filter: ExportFilter,
  write: (line: string) => Promise<void>,
): Promise<number> => {
  const { since, studyInstanceUid } = filter
  const ids = studyInstanceUid === undefined ? undefined : await readStudyIds(sql, studyInstanceUid)
  return withSnapshot(sql, async tx => {
    let count = 0
    for await (const entry of readEntries(tx)) {
      const text = JSON.parse(entry.canonical) as EntryText
      if (since && new Date(text.at) < since) continue
      if (ids && !isAbout(text, ids)) continue
      await write(formatLine(entry))
      count += 1
    }
    return count
  })
}
