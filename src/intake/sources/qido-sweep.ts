import { z } from 'zod'
import type { Clock } from '../../base/clock.ts'
import { isValidUid } from '../../dicom/uid.ts'
import type { PacsClient } from '../../dicomweb/pacs-client.ts'
import type { ArrivalBatch, InstanceArrival, Source, StudyCensus } from '../source.ts'
import { censusEach } from './census-each.ts'
import { probeSource } from './probe.ts'
import { listInstances, listStudies, type QidoStudy, type StudyWindow } from './qido-lists.ts'

/** What a plain DICOMweb source needs. */
export interface QidoSourceOptions {
  readonly name: string
  readonly client: PacsClient
  readonly clock: Clock
  /** Studies of Study Dates this far back are looked at, ms; a day more on either side for clocks and time zones. */
  readonly lookBackMs: number
  /** Studies that are looked into at once. Default 20. */
  readonly batchSize?: number
}

/** Instances last counted, by Study Instance UID, of the studies that are in the window. */
const cursorSchema = z.object({ seen: z.record(z.string(), z.number()) })

/**
 * Any PACS by QIDO-RS: there is no feed, so the studies of the last days are listed and those whose number of instances
 * changed are looked into. A study without a Study Date is in no window and must be pushed.
 */
export const createQidoSource = (options: QidoSourceOptions): Source => {
  const { client, clock, lookBackMs } = options
  const batchSize = options.batchSize ?? 20
  const window = (): StudyWindow => studyWindow(clock.now(), lookBackMs)

  const changes = async (given: unknown, signal: AbortSignal): Promise<ArrivalBatch> => {
    // A cursor of another kind of source (the configuration changed) counts as none.
    const seen = cursorSchema.safeParse(given).data?.seen ?? {}
    const listed = await listStudies(client, window(), signal)
    const changed = listed.studies.filter(study => hasChanged(study, seen[study.studyInstanceUid]))
    const uncounted = changed.filter(study => study.instanceCount === undefined)
    const counted = changed.filter(study => study.instanceCount !== undefined)
    const now = [...uncounted, ...counted.slice(0, batchSize)]
    const arrivals: InstanceArrival[] = []
    let { invalidUids } = listed
    const counts = new Map(
      listed.studies.map(study => [study.studyInstanceUid, seen[study.studyInstanceUid]]),
    )
    for (const { studyInstanceUid, instanceCount } of now) {
      const found = await listInstances(client, studyInstanceUid, signal)
      const known = seen[studyInstanceUid]
      // A PACS that gives no counts is asked for its instances each time: the same number is nothing new.
      if (instanceCount !== undefined || found.instances.length !== known) arrivals.push(...found.instances)
      invalidUids += found.invalidUids
      counts.set(studyInstanceUid, instanceCount ?? found.instances.length)
    }
    const known = [...counts].filter((entry): entry is [string, number] => entry[1] !== undefined)
    const hasMore = counted.length > batchSize
    return { arrivals, cursor: { seen: Object.fromEntries(known) }, hasMore, invalidUids }
  }

  return {
    kind: 'qido-sweep',
    name: options.name,
    probe: signal =>
      probeSource(async () => {
        await client.searchStudies({ limit: '1' }, signal)
        return 'DICOMweb'
      }),
    changes,
    async *sweep(signal) {
      const { studies } = await listStudies(client, window(), signal)
      const uids = studies.map(study => study.studyInstanceUid)
      yield* censusEach(uids, uid => takeCensus(client, uid, signal))
    },
    census: async (studyInstanceUid, signal) =>
      isValidUid(studyInstanceUid) ? takeCensus(client, studyInstanceUid, signal) : undefined,
    retrieve: async (arrival, sink, signal) => {
      await client.retrieve(arrival, sink, signal)
    },
  }
}

const hasChanged = (study: QidoStudy, seen: number | undefined): boolean =>
  study.instanceCount === undefined || study.instanceCount !== seen

const takeCensus = async (
  client: PacsClient,
  studyInstanceUid: string,
  signal: AbortSignal,
): Promise<StudyCensus | undefined> => {
  const { instances } = await listInstances(client, studyInstanceUid, signal)
  return instances.length === 0 ? undefined : { studyInstanceUid, instances }
}

const dayMs = 86_400_000

/** Study Dates (DA, PS3.5 6.2) from the look-back to now, and a day more on both sides. */
export const studyWindow = (now: Date, lookBackMs: number): StudyWindow => ({
  from: dicomDate(now.getTime() - lookBackMs - dayMs),
  to: dicomDate(now.getTime() + dayMs),
})

const dicomDate = (ms: number): string =>
  new Date(Math.max(0, ms)).toISOString().slice(0, 10).replaceAll('-', '')
