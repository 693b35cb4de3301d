import type { Clock } from '../base/clock.ts'
import { HilumError, toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Database } from '../storage/database.ts'
import { heldBySeries, knownInstances } from '../storage/queries/source-feed.ts'
import { type FetchOrder, planFetch } from './plan-fetch.ts'
import type { ReceiveOutcome } from './receipt.ts'
import type { Receiver } from './receive-step.ts'
import { forgive, setAside } from './set-aside-step.ts'
import type { Arrival, InstanceArrival, Source } from './source.ts'
import { createTally, type Tally } from './tally.ts'

/** What fetching needs. */
export interface FetcherParts {
  readonly source: Source
  readonly receiver: Pick<Receiver, 'begin'>
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  /** Failed attempts after which an instance is set aside, so that it does not hold up the feed. */
  readonly maxTries: number
}

/** What became of arrivals. Those that failed are to be tried again; all others are done with. */
export interface FetchOutcome {
  /** Missing here, and here now. */
  readonly fetched: number
  /** Held already, of our own making, or refused `maxTries` times: not asked for. */
  readonly known: number
  /** Taken away at the PACS meanwhile. */
  readonly gone: number
  /** Refused by intake, or set aside after `maxTries`. */
  readonly setAside: number
  readonly failed: number
}

/** Brings what a source has and we have not. It remembers how often each instance failed. */
export interface Fetcher {
  /** @throws what makes going on senseless: the PACS is away, our disk is full, the database is down */
  fetch(arrivals: readonly InstanceArrival[], signal: AbortSignal): Promise<FetchOutcome>
}

type Ending = 'fetched' | 'gone' | 'setAside' | 'failed'

/** What a fetcher keeps in mind: by SOP Instance UID, failures of the PACS and refusals of intake. A restart forgets. */
interface Memory {
  readonly failures: Tally
  readonly refusals: Tally
}

/** Builds the fetcher of one source. */
export const createFetcher = (parts: FetcherParts): Fetcher => {
  const memory = { failures: createTally(), refusals: createTally() }
  return {
    async fetch(arrivals, signal) {
      const wanted = await missingOf(parts, memory, arrivals)
      const held = await heldBySeries(parts.db, [...new Set(wanted.map(one => one.seriesInstanceUid))])
      const endings: Ending[] = []
      for (const order of planFetch(wanted, held)) {
        const [only] = order.missing
        if (order.ask.sopInstanceUid !== undefined && only)
          endings.push(await fetchOne(parts, memory, only, signal))
        else endings.push(...(await fetchSeries(parts, memory, order, signal)))
      }
      await forgive(parts, wanted)
      const count = (ending: Ending): number => endings.filter(one => one === ending).length
      return {
        fetched: count('fetched'),
        known: arrivals.length - wanted.length,
        gone: count('gone'),
        setAside: count('setAside'),
        failed: count('failed'),
      }
    },
  }
}

const missingOf = async (
  parts: FetcherParts,
  memory: Memory,
  arrivals: readonly InstanceArrival[],
): Promise<readonly InstanceArrival[]> => {
  const known = await knownInstances(parts.db, [...new Set(arrivals.map(one => one.sopInstanceUid))])
  return arrivals.filter(
    ({ sopInstanceUid: uid }) => !known.has(uid) && memory.refusals.of(uid) < parts.maxTries,
  )
}

const noteRefusal = async (
  parts: FetcherParts,
  memory: Memory,
  sopInstanceUid: string,
  refusal: Refused,
): Promise<Ending> => {
  memory.refusals.add(sopInstanceUid)
  await setAside(parts, sopInstanceUid, refusal.code, refusal.detail)
  return 'setAside'
}

const tryOne = async (
  parts: FetcherParts,
  memory: Memory,
  arrival: InstanceArrival,
  signal: AbortSignal,
): Promise<Ending> => {
  const outcomes = await transfer(parts, arrival, signal)
  if ((await missingOf(parts, memory, [arrival])).length === 0) return 'fetched'
  const refusal = refusalsOf(outcomes)[0]
  if (refusal) return noteRefusal(parts, memory, arrival.sopInstanceUid, refusal)
  throw new HilumError('PACS_BAD_ANSWER', 'another instance came than was asked for')
}

/** One instance. A failure of the PACS is counted against it; after `maxTries` it is set aside. */
const fetchOne = async (
  parts: FetcherParts,
  memory: Memory,
  arrival: InstanceArrival,
  signal: AbortSignal,
): Promise<Ending> => {
  const uid = arrival.sopInstanceUid
  try {
    const ending = await tryOne(parts, memory, arrival, signal)
    memory.failures.forget(uid)
    return ending
  } catch (thrown) {
    const error = faultOfPeer(thrown)
    if (await isGone(parts, arrival, error, signal)) return 'gone'
    await failUnlessReachable(parts.source, error, signal)
    if (memory.failures.add(uid) < parts.maxTries) return 'failed'
    await setAside(parts, uid, 'INTAKE_UNOBTAINABLE', error.code)
    return 'setAside'
  }
}

/** A series whole; what of it is missing after that is asked for one by one. */
const fetchSeries = async (
  parts: FetcherParts,
  memory: Memory,
  order: FetchOrder,
  signal: AbortSignal,
): Promise<readonly Ending[]> => {
  const endings: Ending[] = []
  let rest = order.missing
  try {
    const refused = new Map(
      refusalsOf(await transfer(parts, order.ask, signal)).map(one => [one.sopInstanceUid, one]),
    )
    for (const { sopInstanceUid } of order.missing) {
      const refusal = refused.get(sopInstanceUid)
      if (refusal) endings.push(await noteRefusal(parts, memory, sopInstanceUid, refusal))
    }
    rest = order.missing.filter(one => !refused.has(one.sopInstanceUid))
  } catch (thrown) {
    const { code } = faultOfPeer(thrown)
    parts.log.warn('source.series-broken', { source: parts.source.name, code, count: rest.length })
  }
  const missing = await missingOf(parts, memory, rest)
  for (const _ of rest.slice(missing.length)) endings.push('fetched')
  for (const arrival of missing) endings.push(await fetchOne(parts, memory, arrival, signal))
  return endings
}

type Refused = Extract<ReceiveOutcome, { readonly kind: 'refused' }>

/** What intake refused of a transfer. An instance of another study than was asked for says nothing of this one. */
const refusalsOf = (outcomes: readonly ReceiveOutcome[]): readonly Refused[] =>
  outcomes.filter(outcome => outcome.kind === 'refused').filter(one => one.code !== 'INTAKE_STUDY_MISMATCH')

/** One transfer: committed when the PACS has closed its answer, else nothing of it is kept. */
const transfer = async (
  { source, receiver }: FetcherParts,
  ask: Arrival,
  signal: AbortSignal,
): Promise<readonly ReceiveOutcome[]> => {
  const batch = receiver.begin({
    source: source.name,
    actor: 'system',
    expectedStudyInstanceUid: ask.studyInstanceUid,
  })
  try {
    await source.retrieve(ask, bytes => batch.add(bytes), signal)
    return await batch.commit()
  } finally {
    await batch.abandon()
  }
}

/** The failure if it is one of the PACS or of what it sent; anything else (our disk, our database) is thrown on. */
const faultOfPeer = (thrown: unknown): HilumError => {
  const error = toHilumError(thrown)
  if (/^(PACS|DICOMWEB)_/.test(error.code)) return error
  throw thrown
}

/** The PACS no longer lists what it does not have: deleted between being seen and being asked for. */
const isGone = async (
  { source }: FetcherParts,
  arrival: InstanceArrival,
  error: HilumError,
  signal: AbortSignal,
): Promise<boolean> => {
  if (error.code !== 'PACS_NOT_FOUND') return false
  const census = await source.census(arrival.studyInstanceUid, signal)
  return !census?.instances.some(one => one.sopInstanceUid === arrival.sopInstanceUid)
}

/** A failure counts against the instance only while the PACS answers other questions. */
const failUnlessReachable = async (source: Source, error: HilumError, signal: AbortSignal): Promise<void> => {
  const probe = await source.probe(signal)
  if (!probe.isReachable) throw error
}
