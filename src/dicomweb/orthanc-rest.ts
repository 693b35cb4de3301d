import { z } from 'zod'
import { HilumError } from '../base/errors.ts'
import { isValidUid, type Uid } from '../dicom/uid.ts'
import { askOrthanc } from './ask-orthanc.ts'
import { type BytesSink, retrieveFile } from './bulk-retrieve.ts'
import type { PacsHttp } from './pacs-http.ts'

const orthancId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/)
/** A UID of a PACS, undefined where it is not a valid one: such an instance is skipped and counted, never fetched. */
const uid = z.unknown().transform((value): Uid | undefined => (isValidUid(value) ? value : undefined))

const change = z
  .object({ Seq: z.number(), ChangeType: z.string(), ID: z.string(), Date: z.string() })
  .transform(row => ({ sequence: row.Seq, type: row.ChangeType, id: row.ID, date: row.Date }))
const changes = z
  .object({ Changes: z.array(change), Done: z.boolean(), Last: z.number() })
  .transform(page => ({ changes: page.Changes, isDone: page.Done, last: page.Last }))

const instance = z
  .object({ ID: orthancId, ParentSeries: orthancId, MainDicomTags: z.object({ SOPInstanceUID: uid }) })
  .transform(row => ({
    id: row.ID,
    parentSeries: row.ParentSeries,
    sopInstanceUid: row.MainDicomTags.SOPInstanceUID,
  }))
const series = z
  .object({ ID: orthancId, ParentStudy: orthancId, MainDicomTags: z.object({ SeriesInstanceUID: uid }) })
  .transform(row => ({
    id: row.ID,
    parentStudy: row.ParentStudy,
    seriesInstanceUid: row.MainDicomTags.SeriesInstanceUID,
  }))
const study = z
  .object({ ID: orthancId, LastUpdate: z.string(), MainDicomTags: z.object({ StudyInstanceUID: uid }) })
  .transform(row => ({
    id: row.ID,
    lastUpdate: row.LastUpdate,
    studyInstanceUid: row.MainDicomTags.StudyInstanceUID,
  }))
const found = z
  .array(z.object({ ID: orthancId, Type: z.string() }))
  .transform(rows => rows.map(row => ({ id: row.ID, level: row.Type })))

export type OrthancChange = z.infer<typeof change>
export type OrthancChanges = z.infer<typeof changes>
export type OrthancInstance = z.infer<typeof instance>
export type OrthancSeries = z.infer<typeof series>
export type OrthancStudy = z.infer<typeof study>

/**
 * The part of Orthanc's REST API that we use, its answers checked. What is gone answers undefined or an empty list.
 * Every method throws PACS_UNAVAILABLE, PACS_REFUSED, PACS_BAD_ANSWER or BASE_CANCELLED.
 */
export interface OrthancRest {
  system(signal: AbortSignal): Promise<{ readonly version: string }>
  /** Up to `limit` changes after number `since`. `last` below `since` means that it is another database. */
  changes(since: number, limit: number, signal: AbortSignal): Promise<OrthancChanges>
  instance(id: string, signal: AbortSignal): Promise<OrthancInstance | undefined>
  series(id: string, signal: AbortSignal): Promise<OrthancSeries | undefined>
  study(id: string, signal: AbortSignal): Promise<OrthancStudy | undefined>
  seriesInstances(id: string, signal: AbortSignal): Promise<readonly OrthancInstance[]>
  studyInstances(id: string, signal: AbortSignal): Promise<readonly OrthancInstance[]>
  studySeries(id: string, signal: AbortSignal): Promise<readonly OrthancSeries[]>
  /** A page of all studies, in Orthanc's own order. */
  studies(since: number, limit: number, signal: AbortSignal): Promise<readonly OrthancStudy[]>
  /** Resources of a UID: more than one study if two patients share its UID. */
  lookup(uid: Uid, signal: AbortSignal): Promise<readonly { readonly id: string; readonly level: string }[]>
  /** One instance's file. @throws PACS_NOT_FOUND */
  file(id: string, sink: BytesSink, signal: AbortSignal): Promise<void>
}

const maxBytes = 64 * 2 ** 20

/** Orthanc's REST API at `url`. */
export const createOrthancRest = (http: PacsHttp, url: string): OrthancRest => {
  const ask = <Out>(schema: z.ZodType<Out>, path: string, signal: AbortSignal, body?: string): Promise<Out> =>
    askOrthanc(http, { url: `${url}${path}`, schema, maxBytes, body }, signal)
  const orGone = <Out>(asked: Promise<Out>): Promise<Out | undefined> =>
    asked.catch((thrown: unknown) => {
      if (thrown instanceof HilumError && thrown.code === 'PACS_NOT_FOUND') return undefined
      throw thrown
    })
  const list = async <Out>(schema: z.ZodType<Out>, path: string, signal: AbortSignal): Promise<Out[]> =>
    (await orGone(ask(z.array(schema), path, signal))) ?? []
  const checkedId = (id: string): string => {
    if (!orthancId.safeParse(id).success) throw new HilumError('PACS_BAD_ANSWER', 'not an Orthanc id')
    return id
  }

  return {
    system: async signal => {
      const answer = await ask(z.object({ Version: z.string() }), '/system', signal)
      return { version: answer.Version }
    },
    changes: (since, limit, signal) => ask(changes, `/changes?since=${since}&limit=${limit}`, signal),
    instance: async (id, signal) => orGone(ask(instance, `/instances/${checkedId(id)}`, signal)),
    series: async (id, signal) => orGone(ask(series, `/series/${checkedId(id)}`, signal)),
    study: async (id, signal) => orGone(ask(study, `/studies/${checkedId(id)}`, signal)),
    seriesInstances: async (id, signal) => list(instance, `/series/${checkedId(id)}/instances`, signal),
    studyInstances: async (id, signal) => list(instance, `/studies/${checkedId(id)}/instances`, signal),
    studySeries: async (id, signal) => list(series, `/studies/${checkedId(id)}/series`, signal),
    studies: (since, limit, signal) => list(study, `/studies?expand&since=${since}&limit=${limit}`, signal),
    lookup: (of, signal) => ask(found, '/tools/lookup', signal, of),
    file: async (id, sink, signal) =>
      retrieveFile(http, `${url}/instances/${checkedId(id)}/file`, sink, signal),
  }
}
