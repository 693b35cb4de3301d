import { z } from 'zod'
import type { Clock } from '../../base/clock.ts'
import { HilumError } from '../../base/errors.ts'
import { isValidUid } from '../../dicom/uid.ts'
import type { OrthancChange, OrthancRest } from '../../dicomweb/orthanc-rest.ts'
import type { PacsClient } from '../../dicomweb/pacs-client.ts'
import type { ArrivalBatch, InstanceArrival, Source, StudyCensus } from '../source.ts'
import { censusEach } from './census-each.ts'
import { readOrthancDate } from './orthanc-date.ts'
import { createOrthancIndex, type OrthancIndex } from './orthanc-index.ts'
import { probeSource } from './probe.ts'

/** What an Orthanc source needs. */
export interface OrthancSourceOptions {
  readonly name: string
  /** Made with `orthancUrl`. */
  readonly client: PacsClient
  readonly clock: Clock
  /** How far back the first reading of the feed and every sweep look, ms. */
  readonly lookBackMs: number
  /** Changes that are read at once. Default 500. */
  readonly batchSize?: number
}

/** `last`: number of the last change read; `mark`: what it was, to know it again. */
const cursorSchema = z.object({ last: z.number().int().min(0), mark: z.string().optional() })
type OrthancCursor = z.infer<typeof cursorSchema>

const studiesPerPage = 200
const markOf = (change: OrthancChange): string => `${change.date} ${change.id}`

/**
 * Another database stands behind the URL: its numbers end before ours, or the change with our number is another one.
 * (A change that is gone tells nothing: deleting an instance removes its rows.)
 */
const isOtherDatabase = (cursor: OrthancCursor, last: number, changes: readonly OrthancChange[]): boolean => {
  if (last < cursor.last) return true
  const same = changes.find(change => change.sequence === cursor.last)
  return same !== undefined && cursor.mark !== undefined && markOf(same) !== cursor.mark
}

/**
 * Orthanc by its change feed. NewInstance is what counts: StableStudy is lost when Orthanc stops before it is due. The
 * sweep finds what the feed cannot tell: rows vanish with a deleted or overwritten resource.
 */
export const createOrthancSource = (options: OrthancSourceOptions): Source => {
  const { client, clock, lookBackMs } = options
  const rest = orthancOf(client)
  const batchSize = options.batchSize ?? 500
  const oldest = (): number => clock.now().getTime() - lookBackMs

  const changes = async (given: unknown, signal: AbortSignal): Promise<ArrivalBatch> => {
    // A cursor of another kind of source (the configuration changed) counts as none.
    const cursor = cursorSchema.safeParse(given).data ?? { last: 0 }
    // One row back: if it is still there, it says whether the database is the one that the cursor is of.
    const since = Math.max(0, cursor.last - 1)
    const page = await rest.changes(since, batchSize + 1, signal)
    if (isOtherDatabase(cursor, page.last, page.changes))
      return { arrivals: [], cursor: { last: 0 }, hasMore: true, wasReset: true }
    const fresh = page.changes.filter(change => change.sequence > cursor.last)
    const tail = fresh.at(-1)
    const wanted = fresh.filter(change => change.type === 'NewInstance' && isRecent(change, oldest()))
    const { arrivals, invalidUids } = await locate(createOrthancIndex(rest), wanted, signal)
    return {
      arrivals,
      cursor: tail ? { last: tail.sequence, mark: markOf(tail) } : cursor,
      hasMore: !page.isDone,
      invalidUids,
    }
  }

  return {
    kind: 'orthanc-changes',
    name: options.name,
    probe: signal =>
      probeSource(async () => {
        const { version } = await rest.system(signal)
        await client.searchStudies({ limit: '1' }, signal)
        return `Orthanc ${version} with DICOMweb`
      }),
    changes,
    sweep: signal => censusEach(recentStudies(rest, oldest(), signal), uid => takeCensus(rest, uid, signal)),
    census: (studyInstanceUid, signal) => takeCensus(rest, studyInstanceUid, signal),
    retrieve: async (arrival, sink, signal) => {
      try {
        await client.retrieve(arrival, sink, signal)
      } catch (thrown) {
        if (!isNotFound(thrown) || arrival.sopInstanceUid === undefined) throw thrown
        await retrieveByFile(rest, arrival.sopInstanceUid, sink, signal)
      }
    },
  }
}

const orthancOf = (client: PacsClient): OrthancRest => {
  if (client.orthanc) return client.orthanc
  throw new HilumError('CONFIG_INVALID', 'a source by Orthanc changes needs the URL of its REST API')
}

const isNotFound = (thrown: unknown): boolean =>
  thrown instanceof HilumError && thrown.code === 'PACS_NOT_FOUND'

/** A date that cannot be read counts as recent: better twice than never. */
const isRecent = (change: OrthancChange, oldest: number): boolean =>
  (readOrthancDate(change.date) ?? Number.POSITIVE_INFINITY) >= oldest

/** UIDs of the instances that changed, grouped by series. What is gone meanwhile is left out. */
const locate = async (
  index: OrthancIndex,
  wanted: readonly OrthancChange[],
  signal: AbortSignal,
): Promise<{ readonly arrivals: readonly InstanceArrival[]; readonly invalidUids: number }> => {
  const found = new Map<string, InstanceArrival>()
  let invalidUids = 0
  for (const { id } of wanted) {
    const place = await index.locate(id, signal)
    if (place === 'invalid') invalidUids++
    else if (place) found.set(place.sopInstanceUid, place)
  }
  return { arrivals: [...found.values()], invalidUids }
}

async function* recentStudies(
  rest: OrthancRest,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  for (let since = 0; ; since += studiesPerPage) {
    const page = await rest.studies(since, studiesPerPage, signal)
    for (const { studyInstanceUid, lastUpdate } of page)
      if (studyInstanceUid && (readOrthancDate(lastUpdate) ?? Number.POSITIVE_INFINITY) >= after)
        yield studyInstanceUid
    if (page.length < studiesPerPage) return
  }
}

/** By lookup and not by QIDO-RS: two patients under one Study Instance UID are two studies to Orthanc, both counted. */
const takeCensus = async (
  rest: OrthancRest,
  studyInstanceUid: string,
  signal: AbortSignal,
): Promise<StudyCensus | undefined> => {
  if (!isValidUid(studyInstanceUid)) return undefined
  const found = await rest.lookup(studyInstanceUid, signal)
  const studies = found.filter(resource => resource.level === 'Study')
  if (studies.length === 0) return undefined
  const instances: InstanceArrival[] = []
  for (const { id } of studies) {
    const series = await rest.studySeries(id, signal)
    const seriesUids = new Map(series.map(row => [row.id, row.seriesInstanceUid]))
    for (const { parentSeries, sopInstanceUid } of await rest.studyInstances(id, signal)) {
      const seriesInstanceUid = seriesUids.get(parentSeries)
      if (seriesInstanceUid && sopInstanceUid)
        instances.push({ studyInstanceUid, seriesInstanceUid, sopInstanceUid })
    }
  }
  return { studyInstanceUid, instances }
}

/** WADO-RS answers 404 for a study that two patients share; the file is still there by its id. */
const retrieveByFile = async (
  rest: OrthancRest,
  sopInstanceUid: string,
  sink: Parameters<Source['retrieve']>[1],
  signal: AbortSignal,
): Promise<void> => {
  if (!isValidUid(sopInstanceUid)) throw new HilumError('DICOM_BAD_UID', 'SOP Instance UID')
  const found = await rest.lookup(sopInstanceUid, signal)
  const instances = found.filter(resource => resource.level === 'Instance')
  if (instances.length === 0) throw new HilumError('PACS_NOT_FOUND', 'an instance that is gone')
  for (const { id } of instances) await rest.file(id, sink, signal)
}
