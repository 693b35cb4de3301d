/** A place in a source's feed, opaque to all but the source (JSON). */
export type Cursor = unknown

/** An instance that a source has, to be fetched. `path` ids are the source's own and validated by it. */
export interface Arrival {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly sopInstanceUid?: string
}

/** One step of a feed: what is new, and the cursor that is durable once it has been fetched. */
export interface ArrivalBatch {
  readonly arrivals: readonly InstanceArrival[]
  readonly cursor: Cursor
  /** More is waiting: ask again at once. */
  readonly hasMore: boolean
  /** The feed began anew: the PACS has another database than the cursor was of. What was missed needs a sweep. */
  readonly wasReset?: boolean
  /** New in the PACS, but skipped: its UIDs are not valid ones. */
  readonly invalidUids?: number
}

/** An arrival that names one instance. */
export type InstanceArrival = Arrival & { readonly sopInstanceUid: string }

/** What the PACS has of a study, by instance so that our results can be left out, and what is missing be fetched. */
export interface StudyCensus {
  readonly studyInstanceUid: string
  readonly instances: readonly InstanceArrival[]
}

/** Takes one instance's bytes as they stream in. */
export type InstanceSink = (bytes: AsyncIterable<Uint8Array>) => Promise<void>

/** A plug-in that knows a PACS. Every UID it answers has been validated; URLs are built from configuration only. */
export interface Source {
  readonly kind: string
  readonly name: string
  probe(signal: AbortSignal): Promise<{ readonly isReachable: boolean; readonly detail: string }>
  /** What arrived since `cursor` (undefined: from the beginning, bounded by the source's look-back). */
  changes(cursor: Cursor | undefined, signal: AbortSignal): Promise<ArrivalBatch>
  /** Studies changed lately that the feed may have missed (a crash loses Orthanc's StableStudy). */
  sweep(signal: AbortSignal): AsyncIterable<StudyCensus>
  /** Every instance the PACS has of a study. */
  census(studyInstanceUid: string, signal: AbortSignal): Promise<StudyCensus | undefined>
  /** Streams instances (transfer-syntax=*), a part at a time, into `sink`. */
  retrieve(arrival: Arrival, sink: InstanceSink, signal: AbortSignal): Promise<void>
}
