import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { describeCode, HilumError, toHilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Database } from '../storage/database.ts'
import {
  forgiveInstances,
  heldBySeries,
  knownInstances,
  quarantinedCodes,
  quarantineInstance,
} from '../storage/queries/source-feed.ts'
import { type FetchOrder, planFetch } from './plan-fetch.ts'
import type { ReceiveOutcome } from './receipt.ts'
import type { Receiver } from './receive-step.ts'
import type { Arrival, InstanceArrival, Source } from './source.ts'

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

/** Builds the fetcher of one source. */
export const createFetcher = (parts: FetcherParts): Fetcher => {
  /** Failures of the PACS by SOP Instance UID, and refusals of intake; both forgotten on restart. */
  const failures = createTally()
  const refusals = createTally()

  const missingOf = async (arrivals: readonly InstanceArrival[]): Promise<readonly InstanceArrival[]> => {
    const known = await knownInstances(parts.db, [...new Set(arrivals.map(one => one.sopInstanceUid))])
    return arrivals.filter(({ sopInstanceUid: uid }) => !known.has(uid) && refusals.of(uid) < parts.maxTries)
  }

  const noteRefusal = async (sopInstanceUid: string, refusal: Refused): Promise<Ending> => {
    refusals.add(sopInstanceUid)
    return setAside(parts, sopInstanceUid, refusal.code, refusal.detail)
  }

  const tryOne = async (arrival: InstanceArrival, signal: AbortSignal): Promise<Ending> => {
    const outcomes = await transfer(parts, arrival, signal)
    if ((await missingOf([arrival])).length === 0) return 'fetched'
    const refusal = outcomes.find(isRefused)
    if (refusal && !isOfOtherStudy(refusal)) return noteRefusal(arrival.sopInstanceUid, refusal)
    throw new HilumError('PACS_BAD_ANSWER', 'another instance came than was asked for')
  }

  const fetchOne = async (arrival: InstanceArrival, signal: AbortSignal): Promise<Ending> => {
    const uid = arrival.sopInstanceUid
    try {
      const ending = await tryOne(arrival, signal)
      failures.forget(uid)
      return ending
    } catch (thrown) {
      const error = faultOfPeer(thrown)
      if (await isGone(parts, arrival, error, signal)) return 'gone'
      await failUnlessReachable(parts.source, error, signal)
      if (failures.add(uid) < parts.maxTries) return 'failed'
      return setAside(parts, uid, 'INTAKE_UNOBTAINABLE', error.code)
    }
  }

  /** A series whole; what of it is missing after that is asked for one by one. */
  const fetchSeries = async (order: FetchOrder, signal: AbortSignal): Promise<readonly Ending[]> => {
    const endings: Ending[] = []
    let rest = order.missing
    try {
      const outcomes = await transfer(parts, order.ask, signal)
      const refused = new Map(
        outcomes
          .filter(isRefused)
          .filter(one => !isOfOtherStudy(one))
          .map(one => [one.sopInstanceUid, one]),
      )
      for (const { sopInstanceUid } of order.missing) {
        const refusal = refused.get(sopInstanceUid)
        if (refusal) endings.push(await noteRefusal(sopInstanceUid, refusal))
      }
      rest = order.missing.filter(one => !refused.has(one.sopInstanceUid))
    } catch (thrown) {
      const { code } = faultOfPeer(thrown)
      parts.log.warn('source.series-broken', { source: parts.source.name, code, count: rest.length })
    }
    const missing = await missingOf(rest)
    for (const _ of rest.slice(missing.length)) endings.push('fetched')
    for (const arrival of missing) endings.push(await fetchOne(arrival, signal))
    return endings
  }

  return {
    async fetch(arrivals, signal) {
      const wanted = await missingOf(arrivals)
      const held = await heldBySeries(parts.db, [...new Set(wanted.map(one => one.seriesInstanceUid))])
      const endings: Ending[] = []
      for (const order of planFetch(wanted, held)) {
        const [only] = order.missing
        if (order.ask.sopInstanceUid !== undefined && only) endings.push(await fetchOne(only, signal))
        else endings.push(...(await fetchSeries(order, signal)))
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

type Refused = Extract<ReceiveOutcome, { readonly kind: 'refused' }>
const isRefused = (outcome: ReceiveOutcome): outcome is Refused => outcome.kind === 'refused'

/** An answer about another study says nothing of the instance that was asked for. */
const isOfOtherStudy = (refusal: Refused): boolean => refusal.code === 'INTAKE_STUDY_MISMATCH'

/** Counts by name. */
const createTally = () => {
  const counts = new Map<string, number>()
  return {
    of: (name: string): number => counts.get(name) ?? 0,
    add: (name: string): number => {
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      return count
    },
    forget: (name: string): void => {
      counts.delete(name)
    },
  }
}

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

const setAside = async (
  { db, source, clock, log }: FetcherParts,
  sopInstanceUid: string,
  code: HilumError['code'],
  detail: string,
): Promise<'setAside'> => {
  const name = source.name
  const known = await quarantinedCodes(db, name, [sopInstanceUid])
  if (known.has(sopInstanceUid)) return 'setAside'
  await db.transaction(async tx => {
    await quarantineInstance(tx, { source: name, sopInstanceUid, code, detail }, clock.now())
    await appendAudit(tx, {
      actor: 'system',
      action: 'source.instance-set-aside',
      subject: name,
      detail: { code, class: describeCode(code).class },
    })
  })
  log.warn('source.instance-set-aside', { source: name, code })
  return 'setAside'
}

/** Instances that could not be had before and came now are no longer in quarantine. */
const forgive = async (parts: FetcherParts, wanted: readonly InstanceArrival[]): Promise<void> => {
  const { db, source } = parts
  const uids = wanted.map(arrival => arrival.sopInstanceUid)
  const codes = await quarantinedCodes(db, source.name, uids)
  const doubtful = uids.filter(uid => codes.get(uid) === 'INTAKE_UNOBTAINABLE')
  const came = [...(await knownInstances(db, doubtful))]
  if (came.length === 0) return
  await db.transaction(async tx => {
    await forgiveInstances(tx, source.name, came)
    await appendAudit(tx, {
      actor: 'system',
      action: 'source.instances-obtained',
      subject: source.name,
      detail: { instances: came.length },
    })
  })
}
